import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.js";
import type { Step } from "../../src/tool/gate.js";
import { failureOf } from "../failure.js";
import { LEGAL, refusal, type Scene, stage } from "./gate-stage.js";

const SENT = ["audit begun", "sent DELETE", "audit done"];
const FACTS = { subjects: [{ kind: "group", id: "00g1", object: LEGAL }], dependents: [] };
const RENAMED = { ...LEGAL, lastUpdated: "2026-05-02T10:00:00.000Z", profile: { name: "Finance" } };

describe("what happens, and in which order", () => {
  test.each<[string, Scene, Partial<Step>, readonly string[]]>([
    ["a change that takes nothing away", { safety: "write" }, {}, SENT],
    [
      "the same, of what was read",
      { safety: "write" },
      {
        facts: { subjects: [{ kind: "group", id: "00g1", object: LEGAL }], dependents: [] },
        mustBeUnchanged: true,
      },
      ["read", ...SENT],
    ],
    [
      "a destructive one, with the user's yes",
      { reply: "yes" },
      {},
      ["read", "listed", "asked", "read", "listed", ...SENT],
    ],
    [
      "one that asks for its object's state",
      { safety: "write", reply: "yes" },
      { asks: true },
      ["read", "listed", "asked", "read", "listed", ...SENT],
    ],
    ["a destructive one, confirmation off", { mode: "off", reply: "yes" }, {}, ["read", "listed", ...SENT]],
    ["a dry run", { input: { dry_run: true }, reply: "yes" }, {}, ["read", "listed"]],
    [
      "a dry run of a change that takes nothing away",
      { safety: "write", input: { dry_run: true } },
      {},
      ["read", "listed"],
    ],
    [
      "the state required",
      { mode: "off" },
      { requires: [{ field: "type", oneOf: ["OKTA_GROUP"], otherwise: "" }] },
      ["read", "listed", ...SENT],
    ],
    [
      "a state required of an object that nobody reads: Okta is asked",
      { safety: "write" },
      { requires: [{ field: "type", oneOf: ["BUILT_IN"], otherwise: "" }] },
      SENT,
    ],
  ])("%s", async (_, scene, step, order) => {
    const { events, pass } = stage(scene);
    await pass(step);
    expect(events).toEqual(order);
  });

  test("two steps: a question at first; then all is read again, and it is sent", async () => {
    const { events, records, pass } = stage();
    expect((await failureOf(() => pass())).code).toBe("confirmation_required");
    expect(events.splice(0)).toEqual(["read", "listed"]);
    await pass({}, { confirm: "code-1" });
    expect(events).toEqual(["read", "listed", ...SENT]);
    expect(records[0]).toMatchObject({ confirmation: "code", arguments: { group_id: "00g1" } });
  });

  test("two steps, and the object changes in between: another question", async () => {
    const { events, pass } = stage({ groups: [LEGAL, RENAMED] });
    await failureOf(() => pass());
    const error = await failureOf(() => pass({}, { confirm: "code-1" }));
    expect(error.code).toBe("confirmation_required");
    expect(error.message).toContain('group "Finance"');
    expect(events).toEqual(["read", "listed", "read", "listed"]);
  });
});

describe("nothing is sent", () => {
  test.each<[string, Scene, Partial<Step>, ErrorCode, readonly string[]]>([
    [
      "in another state",
      {},
      { requires: [{ field: "type", oneOf: ["BUILT_IN"], otherwise: "No." }] },
      "precondition_failed",
      ["read", "listed", "audit refused precondition_failed"],
    ],
    [
      "in another state, by a dry run",
      { input: { dry_run: true } },
      { requires: [{ field: "type", oneOf: ["BUILT_IN"], otherwise: "No." }] },
      "precondition_failed",
      ["read", "listed"],
    ],
    [
      "where the user says no",
      { reply: "no" },
      {},
      "confirmation_declined",
      ["read", "listed", "asked", "audit refused confirmation_declined"],
    ],
    [
      "where the user's client fails",
      { reply: "failed" },
      {},
      "confirmation_declined",
      ["read", "listed", "asked", "audit refused confirmation_declined"],
    ],
    [
      "where the user cannot be asked",
      { mode: "strict" },
      {},
      "confirmation_unavailable",
      ["read", "listed", "audit refused confirmation_unavailable"],
    ],
    [
      "where the object changes while the user reads",
      { reply: "yes", groups: [LEGAL, RENAMED] },
      {},
      "conflict",
      ["read", "listed", "asked", "read", "listed", "audit refused conflict"],
    ],
    [
      "where it is no longer what the change was made of",
      { safety: "write", groups: [RENAMED] },
      {
        facts: { subjects: [{ kind: "group", id: "00g1", object: LEGAL }], dependents: [] },
        mustBeUnchanged: true,
      },
      "conflict",
      ["read", "audit refused conflict"],
    ],
    [
      "where the attempt cannot be put on record",
      { safety: "write", auditFails: true },
      {},
      "audit_failed",
      ["audit begun"],
    ],
    [
      "where the call is cancelled while the user reads",
      { reply: "yes", cancelledAt: "asked" },
      {},
      "cancelled",
      ["read", "listed", "asked", "read", "listed", "audit refused cancelled"],
    ],
    [
      "where the call is cancelled while it is read",
      { safety: "write", cancelledAt: "read" },
      { mustBeUnchanged: true },
      "cancelled",
      ["read", "audit refused cancelled"],
    ],
  ])("%s", async (_, scene, step, code, order) => {
    const { events, pass } = stage(scene);
    const facts = { subjects: [{ kind: "group", id: "00g1", object: LEGAL }], dependents: [] };
    const error = await failureOf(() => pass({ ...(step.mustBeUnchanged && { facts }), ...step }));
    expect([error.code, events]).toEqual([code, order]);
  });
});

describe("what Okta refuses", () => {
  const requires = [{ field: "type", oneOf: ["BUILT_IN", "APP_GROUP"], otherwise: "Call this first." }];
  const REFUSED = ["audit begun", "sent DELETE", "audit failed", "read"];
  const sent = (groups: Scene["groups"], status = 403) =>
    stage({ safety: "write", answer: () => refusal(status), ...(groups && { groups }) });

  test.each([400, 403, 409])("is told in the words of the state that is why: HTTP %i", async (status) => {
    const { events, records, pass } = sent([LEGAL], status);
    expect(await failureOf(() => pass({ requires }))).toMatchObject({
      code: "precondition_failed",
      message: "The type is OKTA_GROUP, not BUILT_IN or APP_GROUP. Nothing was done.",
      next: "Call this first.",
    });
    expect(events).toEqual(REFUSED);
    expect(records[1]).toMatchObject({ outcome: "failed", http_status: status, okta_request_id: "req-1" });
  });

  test.each<[string, Scene["groups"]]>([
    ["the state is right", [{ ...LEGAL, type: "APP_GROUP" }]],
    ["the object cannot be read", [refusal(403)]],
    ["the object is gone", [refusal(404)]],
  ])("keeps Okta's own words where %s", async (_, groups) => {
    const { pass } = sent(groups);
    expect(await failureOf(() => pass({ requires }))).toMatchObject({
      code: "forbidden",
      okta: { status: 403 },
    });
  });

  test("keeps Okta's own words where no state is required, and where the object was read before", async () => {
    for (const step of [
      {},
      { requires: [{ field: "type", oneOf: ["OKTA_GROUP"], otherwise: "" }], facts: FACTS },
    ]) {
      const { events, pass } = sent([LEGAL]);
      expect((await failureOf(() => pass(step))).code).toBe("forbidden");
      expect(events).not.toContain("read");
    }
  });

  test("or may not have refused is left as it is", async () => {
    const { events, pass } = sent([LEGAL], 503);
    expect((await failureOf(() => pass({ requires }))).code).toBe("okta_unavailable");
    expect(events).toEqual(["audit begun", "sent DELETE", "audit unknown"]);
  });
});

describe("an object that the sign-in may change but not read", () => {
  const unread: Scene = { groups: [refusal(403)] };

  test("is told as such, and changed with consent", async () => {
    const { events, questions, pass } = stage({ ...unread, reply: "yes" });
    await pass();
    expect(questions[0]).toMatch(
      /^Title of delete_group: group \(id 00g1, not readable with this sign-in\)\?\n/,
    );
    expect(events).toEqual(["read", "listed", "asked", "read", "listed", ...SENT]);
  });

  test("is not changed where its state would have to be known", async () => {
    const { events, pass } = stage({ ...unread, reply: "yes" });
    const requires = [{ field: "type", oneOf: ["OKTA_GROUP"], otherwise: "" }];
    expect((await failureOf(() => pass({ requires }))).code).toBe("forbidden");
    expect(events).toEqual(["read", "listed", "audit refused forbidden"]);
  });
});

describe("the question", () => {
  test("tells what the arguments say besides, but no id, code or patch", async () => {
    const input = { send_email: true, confirm: "x", dry_run: false, changes: { a: 1 }, user_id: "00u1" };
    const { questions, pass } = stage({ reply: "yes", input });
    await pass();
    expect(questions[0]?.split("\n")).toEqual([
      'Title of delete_group: group "Legal" (OKTA_GROUP, id 00g1, last updated 2026-05-01T10:00:00.000Z)?',
      "Members: none",
      "send_email: true",
      "Describes delete_group.",
    ]);
  });
});
