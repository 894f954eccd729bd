import { setTimeout as pause } from "node:timers/promises";
import type { Org } from "../../src/sandbox/index.js";
import type { Random } from "../../src/sandbox/random.js";
import type { ToolService } from "../../src/tools/service.js";
import type { Args, Change, Home, Json } from "./kind.js";
import { KIND_NAMES, KINDS, type KindName } from "./kinds.js";
import { type State, Subject } from "./subject.js";
import { answerText, type Verdict, verdictOf } from "./verdict.js";
import { idInLog, wasTaken } from "./witness.js";

/** How many calls of each tool ended how. */
export type Tally = Map<string, Map<Verdict, number>>;

export interface CallerOptions {
  readonly name: string;
  readonly service: ToolService;
  readonly random: Random;
  /** Only for what nobody could know from the answers: that churn took an object. */
  readonly org: Org;
  readonly tally: Tally;
}

const MEMBERSHIP = /_user_(to|from)_group$/;

/** Somebody who makes one call after the other on objects of their own, and believes what the answers say. */
export class Caller {
  readonly subjects: Subject[] = [];
  readonly random: Random;
  readonly name: string;
  readonly #options: CallerOptions;
  #home: Home = { group: "", policy: "" };
  #marks = 1;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.random = options.random;
    this.name = options.name;
  }

  get home(): Home {
    return this.#home;
  }

  get org(): Org {
    return this.#options.org;
  }

  mark(): number {
    this.#marks += 1;
    return this.#marks;
  }

  async call(tool: string, args: Args): Promise<{ verdict: Verdict; result?: Json; text: string }> {
    const { service, tally } = this.#options;
    const signal = new AbortController().signal;
    const outcome = await service.call({ name: tool, arguments: args, signal, ask: async () => "yes" });
    if (!outcome) throw new Error(`there is no tool ${tool}`);
    const verdict = verdictOf(outcome);
    const counts = tally.get(tool) ?? new Map<Verdict, number>();
    tally.set(tool, counts.set(verdict, (counts.get(verdict) ?? 0) + 1));
    const text = answerText(outcome);
    // Whoever is told to come back later does something else first.
    if (text.startsWith("rate_limited: ")) await pause(100);
    return { verdict, text, ...(outcome.ok && { result: outcome.result }) };
  }

  /** A call that changes nothing: undefined where it was not answered, null where the object is not there. */
  async read(tool: string, args: Args): Promise<Json | null | undefined> {
    const { verdict, result, text } = await this.call(tool, args);
    if (result) return result;
    if (verdict === "not_done") return undefined;
    if (verdict === "refused" && text.startsWith("not_found: ")) return null;
    throw new Error(`${tool} ${JSON.stringify(args)} only reads, but was answered:\n${text}`);
  }

  async create(kind: KindName, variant = this.random.chance(0.7), prefix = "soak"): Promise<Subject> {
    const number = this.mark();
    const name = kind === "user" ? `${prefix}.${this.name}.${number}@example.com` : this.#label(kind, number);
    const subject = new Subject(kind, name, this.#home);
    this.subjects.push(subject);
    const { tool, ...change } = KINDS[kind].create(name, variant, this.#home);
    const result = await this.change(subject, tool, change);
    if (typeof result?.id === "string") subject.id = result.id;
    // The way that the answers advise: look before anything is repeated.
    for (let tries = 0; tries < 3 && subject.id === undefined && !subject.isGone; tries++) {
      await this.find(subject);
    }
    return subject;
  }

  #label(kind: KindName, number: number): string {
    return `Soak ${kind} ${this.name} ${number}.`;
  }

  async change(subject: Subject, tool: string, change: Change): Promise<Json | undefined> {
    const { verdict, result, text } = await this.call(tool, change.args);
    subject.history.push(`${tool} ${JSON.stringify(change.args)} ${verdict}: ${text.slice(0, 300)}`);
    if (verdict === "done" || verdict === "unknown") {
      for (const event of change.events) subject.events.set(event, (subject.events.get(event) ?? 0) + 1);
    }
    const isHomeless = MEMBERSHIP.test(tool) && wasTaken(this.org, subject.home.group);
    if (isHomeless && verdict === "refused") return undefined;
    if (!subject.learn(change.step, verdict)) this.#explain(subject, `${tool} cannot be ${verdict}`);
    return result;
  }

  /** By its name. */
  async find(subject: Subject): Promise<void> {
    const { find, nameOf, shown } = KINDS[subject.kind];
    const answer = await this.read(find.tool, find.args(subject.name, subject.home));
    if (!answer) return;
    const items = itemsOf(answer).filter((item) => nameOf(item) === subject.name);
    if (items.length > 1) throw this.wrong(subject, "is there twice");
    const [item] = items;
    if (item) subject.id = String(item.id);
    if (item || answer.complete === true) this.see(subject, item ? shown(item, false) : null, find.tool);
  }

  async get(subject: Subject): Promise<void> {
    const { read, shown } = KINDS[subject.kind];
    if (subject.id === undefined) return this.find(subject);
    const answer = await this.read(read.tool, read.args(subject.id, subject.home));
    if (answer !== undefined) this.see(subject, answer && shown(answer, true), read.tool);
  }

  see(subject: Subject, seen: State, tool: string): void {
    subject.history.push(`${tool} saw ${JSON.stringify(seen)}`);
    if (!subject.observe(seen)) this.#explain(subject, `${tool} cannot see ${JSON.stringify(seen)}`);
  }

  /** A group for members and a policy for rules, for as long as churn leaves them. */
  async settle(): Promise<void> {
    for (const kind of ["group", "policy"] as const) {
      const current = this.#home[kind];
      if (current !== "" && !(kind === "group" && wasTaken(this.org, current))) continue;
      let subject: Subject;
      do {
        subject = await this.create(kind, true);
        // Nothing but the home's own purpose is done to it.
        this.subjects.splice(this.subjects.indexOf(subject), 1);
        this.settled.push(subject);
      } while (subject.id === undefined);
      this.#home = { ...this.#home, [kind]: subject.id };
    }
  }

  readonly settled: Subject[] = [];

  /** Objects of a kind that may still be there, and can be named. */
  present(kind: KindName): Subject[] {
    return this.subjects.filter(
      (each) => each.kind === kind && each.id !== undefined && !each.lost && !each.isGone,
    );
  }

  /** Either churn took it, or somebody has lied. */
  #explain(subject: Subject, what: string): void {
    const id = subject.id ?? idInLog(this.org, subject);
    if (id === undefined || !/^00[ug]/.test(id) || !wasTaken(this.org, id)) throw this.wrong(subject, what);
    subject.lost = true;
  }

  wrong({ kind, name, states, history }: Subject, what: string): Error {
    const known = states.map((state) => JSON.stringify(state)).join(" or ");
    return new Error(`${kind} ${name}: ${what}; by the answers it is ${known}:\n${history.join("\n")}`);
  }
}

export function itemsOf({ items }: Json): readonly Json[] {
  if (!Array.isArray(items)) throw new Error("a list without items");
  return items;
}

/** Which kind of object a tool changes. */
export function kindChangedBy(tool: string): KindName | undefined {
  return KIND_NAMES.find((kind) => Object.hasOwn(KINDS[kind].changes, tool));
}
