import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/sandbox/random.js";
import { Caller, type Tally } from "./caller.js";
import { createFastClock } from "./fast-clock.js";
import { addFaultMix, type Hits, TIMEOUT_MS } from "./fault-mix.js";
import { KINDS } from "./kinds.js";
import { type Stack, startStack } from "./stack.js";
import { takeTurn } from "./turn.js";
import { eventsOf, idInLog, wasTaken } from "./witness.js";

/** The same seed gives the same wishes and faults; which meet depends on how the callers' requests interleave. */
const SEED = Number(process.env.SOAK_SEED ?? 5);
const CALLS = 2_000;
const CALLERS = 12;
const FAULTY = 0.2;
const SPEED = 20;
const MAX_GROWTH_BYTES = 40_000_000;

describe(`${CALLS} calls at ${FAULTY * 100}% faults, SOAK_SEED=${SEED}`, () => {
  const tally: Tally = new Map();
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  let leaks: readonly string[] = [];
  const heap: number[] = [];
  let stack: Stack;
  let callers: Caller[];
  let hits: Hits;
  let directory: string;
  let made = 0;
  let isOver = false;

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    const before = countResources();
    directory = await mkdtemp(join(tmpdir(), "okta-mcp-soak-"));
    stack = await startStack(SEED, createFastClock(SPEED), directory);
    hits = addFaultMix(stack.sandbox.faults, FAULTY);
    callers = Array.from({ length: CALLERS }, (_, index) => {
      const name = `c${index}`;
      const service = stack.services[index % stack.services.length];
      if (!service) throw new Error("no service");
      return new Caller({
        name,
        service,
        random: createRandom(SEED, name),
        org: stack.sandbox.org,
        tally,
      });
    });
    const ends = await Promise.allSettled(callers.map(work));
    made = total(tally);
    heap.push(heapUsed());
    stack.sandbox.faults.clear();
    // What a request leaves behind is there for a while: so the last ones are sent right before the end.
    await Promise.all(callers.map((caller) => caller.read("get_user_profile_attributes", {})));
    await stack.closeServices();
    // Long enough for sockets to close, too short for a forgotten timer to run out by itself.
    await pause(TIMEOUT_MS / 8);
    leaks = grown(before, countResources());
    await stack.sandbox.close();
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }, 60_000);

  afterAll(async () => {
    process.off("unhandledRejection", note);
    await rm(directory, { recursive: true, force: true });
  });

  /** Turn after turn, until there have been calls enough; one caller's failure ends all. */
  async function work(caller: Caller): Promise<void> {
    try {
      for (;;) {
        for (const tool of shuffled(stack.tools, caller)) {
          if (isOver || total(tally) >= CALLS) return;
          if (heap.length === 0 && total(tally) > CALLS / 4) heap.push(heapUsed());
          await takeTurn(caller, tool);
        }
      }
    } catch (error) {
      isOver = true;
      throw error;
    }
  }

  it("used every tool at least ten times, and met every fault", () => {
    const requests = stack.requests();
    expect(made).toBeGreaterThanOrEqual(CALLS);
    for (const tool of stack.tools) expect([tool, countOf(tally, tool) >= 10]).toEqual([tool, true]);
    for (const [name, count] of hits) expect([name, count > 0]).toEqual([name, true]);
    const faulty = sum(hits.values()) / requests;
    expect(faulty).toBeGreaterThan(FAULTY * 0.8);
  });

  it("left every object in a state that the answers allow", () => {
    const { org } = stack.sandbox;
    for (const caller of callers) {
      for (const subject of [...caller.subjects, ...caller.settled]) {
        const found = KINDS[subject.kind].inOrg(org, subject.name, subject.home);
        if (found.length > 1) throw caller.wrong(subject, "was created twice");
        const id = subject.id ?? idInLog(org, subject);
        const isTaken = found.length === 0 && id !== undefined && wasTaken(org, id);
        if (isTaken && /^00[ug]/.test(id)) continue;
        const state = found[0]?.state ?? null;
        if (!subject.observe(state)) throw caller.wrong(subject, `is ${JSON.stringify(state)}`);
      }
    }
  });

  it("lost objects to nobody but churn", () => {
    const lost = callers.flatMap(({ subjects }) => subjects.filter((subject) => subject.lost));
    const churns = hits.get("churn") ?? 0;
    // One user and one group each time.
    expect(lost.length).toBeLessThanOrEqual(2 * churns);
  });

  it("made no change twice", () => {
    const counts = new Map<string, number>();
    for (const { type, targets } of eventsOf(stack.sandbox.org)) {
      for (const { id } of targets)
        counts.set(`${type} ${String(id)}`, (counts.get(`${type} ${String(id)}`) ?? 0) + 1);
    }
    for (const caller of callers) {
      for (const subject of caller.subjects) {
        for (const [event, asked] of subject.events) {
          const happened = counts.get(`${event} ${subject.id}`) ?? 0;
          if (happened > asked)
            throw caller.wrong(subject, `${event} happened ${happened} times for ${asked}`);
        }
      }
    }
  });

  it("left no rejection unhandled", () => {
    expect(rejections).toEqual([]);
  });

  it("left no socket and no timer behind, once the servers were closed", () => {
    expect(leaks).toEqual([]);
  });

  it("kept its memory within bounds", () => {
    const [early = 0, late = 0] = heap;
    expect(late - early).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

function shuffled(tools: readonly string[], { random }: Caller): readonly string[] {
  return tools
    .map((tool) => ({ tool, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ tool }) => tool);
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, each) => all + each, 0);
const countOf = (tally: Tally, tool: string): number => sum(tally.get(tool)?.values() ?? []);
const total = (tally: Tally): number => sum([...tally.keys()].map((tool) => countOf(tally, tool)));

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What there is more of, but for the org's own listening socket. */
function grown(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...after]
    .filter(([name, count]) => name !== "TCPServerWrap" && count > (before.get(name) ?? 0))
    .map(([name, count]) => `${count} ${name}, ${before.get(name) ?? 0} at the start`);
}

/** After a collection, in bytes. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}
