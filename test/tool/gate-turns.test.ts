import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.js";
import type { Step } from "../../src/tool/gate.js";
import { failureOf } from "../failure.js";
import { LEGAL, refusal, type Scene, stage } from "./gate-stage.js";

const SENT = ["audit begun", "sent DELETE", "audit done"];
const LOOK = ["read", "listed"];
const RENAMED = { ...LEGAL, lastUpdated: "2026-05-02T10:00:00.000Z", profile: { name: "Finance" } };
const FACTS = { subjects: [{ kind: "group", id: "00g1", object: LEGAL }], dependents: [] };
/** A change of what was read. */
const UPDATE: Partial<Step> = { facts: FACTS, mustBeUnchanged: true };

const done = () => new Response(null, { status: 204 });
/** Long enough for the other change to come up to it. */
const slowly = async () => pause(20, done());

/** What happens once the first of the changes has been answered. */
const sinceAnswer = (events: readonly string[]) =>
  events.slice(events.findIndex((event) => event.startsWith("audit ") && event !== "audit begun"));

describe("of two changes of one object, side by side", () => {
  test.each<[string, Scene, Partial<Step>, readonly string[]]>([
    ["the second looks again where the first was told of the object", { mode: "off" }, {}, LOOK],
    ["the second looks again where it was made of what was read", { safety: "write" }, UPDATE, ["read"]],
    ["the second is just sent where it depends on nothing", { safety: "write" }, {}, []],
  ])("%s", async (_, scene, step, look) => {
    const { events, pass } = stage({ ...scene, answer: slowly });
    await Promise.all([pass(step), pass(step)]);
    expect(sinceAnswer(events)).toEqual(["audit done", ...look, ...SENT]);
  });

  test("the second is not sent where the first has changed what the user was told", async () => {
    const { events, records, pass } = stage({
      mode: "off",
      groups: [LEGAL, LEGAL, RENAMED],
      answer: slowly,
    });
    const [first, second] = [pass(), failureOf(() => pass())];
    await first;
    expect((await second).code).toBe("conflict");
    expect(sinceAnswer(events)).toEqual(["audit done", ...LOOK, "audit refused conflict"]);
    expect(records.at(-1)).toMatchObject({ confirmation: "off", outcome: "failed", code: "conflict" });
  });

  test("the second is sent though the first has failed", async () => {
    const answers = [refusal(400)];
    const { events, pass } = stage({
      safety: "write",
      answer: async () => pause(20, answers.shift() ?? done()),
    });
    const [first, second] = [failureOf(() => pass()), pass()];
    expect((await first).code).toBe("okta_rejected");
    await second;
    expect(sinceAnswer(events)).toEqual(["audit failed", ...SENT]);
  });
});

test("a change of another object of the same kind does not wait", async () => {
  let release = (): void => undefined;
  const held = new Promise<Response>((resolve) => {
    release = () => resolve(done());
  });
  const answers = [held];
  const { events, step, pass } = stage({ safety: "write", answer: () => answers.shift() ?? done() });
  const first = pass();
  await expect.poll(() => events).toContain("sent DELETE");
  await pass({ subjects: step.subjects.map((subject) => ({ ...subject, id: "00g2" })) });
  expect(events.filter((event) => event === "audit done")).toHaveLength(1);
  release();
  await first;
});

describe("before a second try", () => {
  /** Okta refuses the first try in this way, and no other. */
  const refusingFirst = (status: number, scene: Scene) => {
    const answers = [refusal(status)];
    return stage({ ...scene, retries: true, answer: () => answers.shift() ?? done() });
  };

  test.each<[string, Scene, Partial<Step>, readonly string[]]>([
    ["what the user was told is read again", { mode: "off" }, {}, LOOK],
    ["what the change was made of is read again", { safety: "write" }, UPDATE, ["read"]],
    ["nothing is read where the change depends on nothing", { safety: "write" }, {}, []],
  ])("%s", async (_, scene, step, look) => {
    for (const status of [429, 503]) {
      const { events, pass } = refusingFirst(status, scene);
      await pass(step);
      const [, ...after] = events.slice(events.indexOf("sent DELETE"));
      expect(after).toEqual([...look, "sent DELETE", "audit done"]);
    }
  });

  test.each<[string, number, Scene, Partial<Step>, ErrorCode, string]>([
    [
      "what the user was told",
      429,
      { mode: "off", groups: [LEGAL, RENAMED] },
      {},
      "conflict",
      "audit failed",
    ],
    [
      "the same, after a server error",
      503,
      { mode: "off", groups: [LEGAL, RENAMED] },
      {},
      "outcome_unknown",
      "audit unknown",
    ],
    [
      "what the change was made of",
      429,
      { safety: "write", groups: [LEGAL, RENAMED] },
      UPDATE,
      "conflict",
      "audit failed",
    ],
  ])("%s may have changed: then there is none", async (_, status, scene, step, code, last) => {
    const { events, pass } = refusingFirst(status, scene);
    expect((await failureOf(() => pass(step))).code).toBe(code);
    expect(events.filter((event) => event === "sent DELETE")).toHaveLength(1);
    expect(events.at(-1)).toBe(last);
  });
});
