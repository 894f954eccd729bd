import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FILE_NAME } from "../../src/tools/export/destination.js";
import { Caller, type Tally } from "./caller.js";
import { Secrets } from "./canaries.js";
import { planOf } from "./plan.js";
import { type Settings, startWorld, type World } from "./world.js";

/** The same seed makes the same calls: each world is alone with its org, and what happens in it depends on nothing else. */
const SEED = Number(process.env.HOSTILE_SEED ?? 6);
const CALLS = 20_000;

const ASKING: Settings = { confirm: "auto", canAsk: true, readOnly: false };
const BY_CODE: Settings = { ...ASKING, canAsk: false };
const WORLDS: readonly Settings[] = [
  ...[ASKING, ASKING, ASKING, ASKING],
  ...[BY_CODE, BY_CODE, BY_CODE],
  { ...ASKING, confirm: "off" },
  { ...BY_CODE, confirm: "strict" },
  { ...ASKING, readOnly: true },
];

const PROTOTYPES = [Object, Array, Function, String, Number, Boolean, Map, Set, Promise, RegExp, Date, Error];
const prototypeKeys = () => PROTOTYPES.map(({ prototype }) => Reflect.ownKeys(prototype).map(String));

describe(`${CALLS} hostile calls, HOSTILE_SEED=${SEED}`, () => {
  const tally: Tally = new Map();
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  const before = prototypeKeys();
  let callers: readonly Caller[] = [];
  let worlds: readonly World[] = [];
  let ends: readonly PromiseSettledResult<void>[] = [];

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    worlds = await Promise.all(WORLDS.map((settings, index) => startWorld(SEED * 100 + index, settings)));
    callers = worlds.map((world) => new Caller(world, tally));
    ends = await Promise.allSettled(
      callers.map((caller, index) =>
        fc.assert(
          fc.asyncProperty(planOf(worlds[index]?.tools.map(({ name }) => name) ?? []), (plan) =>
            caller.run(plan),
          ),
          { seed: SEED * 100 + index, numRuns: CALLS / WORLDS.length, endOnFailure: true },
        ),
      ),
    );
    // Time for what a call may have left behind to fail.
    await pause(50);
    // Two cores to itself are done in a third of it.
  }, 240_000);

  afterAll(async () => {
    process.off("unhandledRejection", note);
    await Promise.all(worlds.map((world) => world.close()));
  });

  it.each(WORLDS.map((settings, index) => ({ index, ...settings })))(
    "ask for nothing they may not, and are answered well: world $index, confirm $confirm, dialog $canAsk, read only $readOnly",
    ({ index }) => {
      const end = ends[index];
      if (end?.status === "rejected") throw end.reason;
    },
  );

  it("are all made", () => {
    expect(callers.reduce((sum, { calls }) => sum + calls, 0)).toBe(CALLS);
  });

  it("leave no rejection unhandled and no prototype changed", () => {
    expect(rejections).toEqual([]);
    expect(prototypeKeys()).toEqual(before);
  });

  it("leave exports alone in the directory, without secrets", async () => {
    const secrets = new Secrets([]);
    let exports = 0;
    for (const { exportDirectory } of worlds) {
      for (const name of await readdir(exportDirectory)) {
        expect(name).toMatch(FILE_NAME);
        expect(secrets.in(await readFile(join(exportDirectory, name), "utf8"))).toEqual([]);
        exports += 1;
      }
    }
    expect(exports).toBeGreaterThan(30);
  });

  it("get through and are refused, tool by tool: neither all nor none", () => {
    const ways = [...tally].map(([tool, counts]) => {
      const done = (counts.get("done") ?? 0) + (counts.get("dry run") ?? 0);
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return { tool, done, refused: all - done };
    });
    expect(ways.map(({ tool }) => tool).sort()).toEqual(
      (worlds[0]?.tools ?? []).map(({ name }) => name).sort(),
    );
    for (const way of ways) {
      expect(way.done, way.tool).toBeGreaterThan(5);
      expect(way.refused, way.tool).toBeGreaterThan(5);
    }
  });
});
