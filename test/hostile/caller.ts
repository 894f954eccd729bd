import type { JournalEntry } from "../../src/sandbox/index.js";
import { createRandom } from "../../src/sandbox/random.js";
import type { ToolDescriptor } from "../../src/tool/tool.js";
import { judgeAnswer, type Told } from "./answers.js";
import { Secrets } from "./canaries.js";
import { Consents } from "./consents.js";
import { goodArguments } from "./good-arguments.js";
import { made } from "./hostile-values.js";
import type { Reply } from "./line-to-server.js";
import { permissionOf } from "./permissions.js";
import { type Answer, type Plan, spoiled } from "./plan.js";
import { judgeRequest } from "./requests.js";
import type { World } from "./world.js";

/** How many calls of each tool ended how: `done`, `dry run`, or an error's code. */
export type Tally = Map<string, Map<string, number>>;

const MAX_MS = 5_000;

const REPLIES: Readonly<Record<Answer, Reply>> = {
  yes: { result: { action: "accept", content: { confirm: true } } },
  no: { result: { action: "decline" } },
  cancel: { result: { action: "cancel" } },
  "accepts without saying so": { result: { action: "accept", content: { confirm: false } } },
  garbage: { result: { action: "yes", confirm: true } },
  error: { error: { code: -32603, message: "the dialog broke" } },
};

interface Call {
  readonly tool: ToolDescriptor;
  readonly args: unknown;
  readonly answer: Answer;
}

/** Makes the planned calls in a world, and holds what comes of each against what it may do. */
export class Caller {
  readonly #world: World;
  readonly #tally: Tally;
  readonly #consents = new Consents();
  readonly #secrets: Secrets;
  readonly #cursors = new Map<string, string[]>();
  #repeatable: { tool: ToolDescriptor; args: object } | undefined;
  #marks = 0;
  calls = 0;

  constructor(world: World, tally: Tally) {
    this.#world = world;
    this.#tally = tally;
    // The second is the password of every user that the calls create.
    this.#secrets = new Secrets([world.apiToken, "Correct-Horse-9"]);
  }

  /** @throws Error that says what was wrong with which call */
  async run(plan: Plan): Promise<void> {
    const call = this.#callOf(plan);
    this.calls += 1;
    const late = this.#world.journal.splice(0);
    try {
      if (late.length > 0) throw new Error("the call before went on after its answer");
      await this.#make(call);
    } catch (error) {
      const { journal } = this.#world;
      const requests = [...late, ...journal.splice(0)].map(({ method, path, query, body, status }) =>
        `${method} ${path}?${query} ${body.slice(0, 300)} ${status}`.trim(),
      );
      const args = JSON.stringify(call.args)?.slice(0, 3_000);
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${what}\ncall ${this.calls}: ${call.tool.name} ${args}, the user answers ${call.answer}\n${requests.join("\n")}`,
      );
    }
  }

  #callOf({ tool: wanted, seed, spoils, dryRun, confirm, answer, instead }: Plan): Call {
    const repeated = confirm === "repeat" ? this.#repeatable : undefined;
    const tool = repeated?.tool ?? this.#tool(wanted);
    const good =
      repeated?.args ??
      goodArguments(tool, createRandom(seed, "arguments"), {
        org: this.#world.org,
        tools: this.#world.tools,
        cursors: (name) => this.#cursors.get(name) ?? [],
        mark: () => this.#marks++,
      });
    if (instead) return { tool, args: made(instead), answer };
    const args = spoiled(good, spoils);
    const takes = (name: string) => Object.hasOwn(tool.inputSchema.properties, name);
    if (!repeated && typeof args === "object" && args !== null && !Array.isArray(args)) {
      if (dryRun !== undefined && takes("dry_run")) Object.assign(args, { dry_run: dryRun });
      if (confirm === "made up" && takes("confirm")) Object.assign(args, { confirm: "code-made-up" });
    }
    return { tool, args, answer };
  }

  #tool(wanted: string): ToolDescriptor {
    const found = this.#world.tools.find(({ name }) => name === wanted);
    if (!found) throw new Error(`there is no tool ${wanted}`);
    return found;
  }

  async #make({ tool, args, answer }: Call): Promise<void> {
    const { org, server, journal, settings } = this.#world;
    const isActiveRule = org.rules.get(Object(args).rule_id)?.status === "ACTIVE";
    // How many requests had been made when the user agreed.
    let agreedAt: number | undefined;
    const started = performance.now();
    const message = await inTime(
      server.call(tool.name, args, () => {
        if (answer === "yes") agreedAt = journal.length;
        return REPLIES[answer];
      }),
    );
    if (performance.now() - started > MAX_MS) throw new Error("a call that hangs");
    const requests = journal.slice();
    const told = judgeAnswer(message);

    const permission = permissionOf(tool.name, args);
    const writes = this.#judgeRequests(requests, tool.name, args);
    if (writes.length > 0) {
      if (settings.readOnly) throw new Error("a write of a server that only reads");
      if (!mayWrite(args)) throw new Error("a write of a dry run");
      const isDue =
        permission.consent === "always" || (permission.consent === "while active" && isActiveRule);
      if (isDue && settings.confirm !== "off") {
        const isAgreed = settings.canAsk
          ? agreedAt !== undefined && requests.slice(0, agreedAt).every(({ method }) => method === "GET")
          : settings.confirm === "auto" && this.#consents.use(tool.name, Object(args));
        if (!isAgreed) throw new Error("a write without the user's consent");
      }
    }
    if (told.structured?.done === true && writes.length !== 1)
      throw new Error("said to be done, and nothing sent");
    this.#judgeSecrets(told, tool.name);
    this.#judgeRecords();
    if (this.#world.orgFaults.length > 0)
      throw new Error("the org broke", { cause: this.#world.orgFaults[0] });
    this.#remember(tool, args, told);
    journal.splice(0, requests.length);
  }

  #judgeRequests(requests: readonly JournalEntry[], tool: string, args: unknown): readonly JournalEntry[] {
    const permission = permissionOf(tool, args);
    for (const entry of requests) judgeRequest(entry, { permission, args, host: this.#world.host });
    const writes = requests.filter(({ method }) => method !== "GET");
    if (writes.length > 1) throw new Error("more than one write");
    return writes;
  }

  #judgeSecrets({ text, structured }: Told, tool: string): void {
    const found = this.#secrets.in(text);
    if (found.length > 0) throw new Error(`an answer with a secret (${found[0]}): ${text.slice(0, 1_000)}`);
    if (tool === "create_application" || tool === "update_application") this.#secrets.learn(this.#world.org);
    if (tool === "activate_user" && typeof structured?.activationToken === "string") {
      this.#secrets.add(structured.activationToken);
    }
  }

  /** What an answer reveals for once is for no record. */
  #judgeRecords(): void {
    for (const record of this.#world.records.splice(0)) {
      const [secret] = this.#secrets.in(record);
      if (secret !== undefined)
        throw new Error(`a record with a secret (${secret}): ${record.slice(0, 1_000)}`);
    }
  }

  #remember(tool: ToolDescriptor, args: unknown, { text, code, structured }: Told): void {
    const end = code ?? (structured?.dry_run === true ? "dry run" : "done");
    const counts = this.#tally.get(tool.name) ?? new Map<string, number>();
    this.#tally.set(tool.name, counts.set(end, (counts.get(end) ?? 0) + 1));
    const given = Consents.codeIn(text);
    if (given !== undefined) {
      const asked = Object(args);
      this.#consents.asked(given, tool.name, asked);
      this.#repeatable = { tool, args: { ...asked, confirm: given } };
    }
    if (typeof structured?.next === "string") {
      this.#cursors.set(tool.name, [structured.next, ...(this.#cursors.get(tool.name) ?? [])].slice(0, 3));
    }
  }
}

/** Only where a dry run is asked for neither clearly nor by mistake. */
function mayWrite(args: unknown): boolean {
  const { dry_run: dryRun } = Object(args);
  return typeof dryRun === "string" ? /^\s*false\s*$/i.test(dryRun) : !dryRun && dryRun !== null;
}

async function inTime<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("a call that hangs")), MAX_MS);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
