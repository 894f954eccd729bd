import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.js";
import type { Step } from "../../src/tool/gate.js";
import { failureOf } from "../failure.js";
import { LEGAL, type Scene, stage } from "./gate-stage.js";

const SENT = ["audit begun", "sent DELETE", "audit done"];
const SUBJECT = { kind: "group", id: "00g1", name: "Legal", state: "OKTA_GROUP", object: LEGAL };
/** As an update knows the object that it was made of. */
const FACTS = { subjects: [SUBJECT], dependents: [] };
const CHANGED = [{ path: ["profile", "name"], from: "Legal", to: "Law" }];
const BUILT_IN = [{ field: "type", oneOf: ["BUILT_IN"], otherwise: "No." }];
const DRY: Scene = { input: { dry_run: true } };

describe("a change of what was read already", () => {
  test("that asks tells the user what was read, what depends on it and what changes", async () => {
    const { events, questions, pass } = stage({ safety: "write", reply: "yes" });
    await pass({ facts: FACTS, changed: CHANGED, asks: true });
    for (const part of [
      'group "Legal" (OKTA_GROUP, id 00g1)',
      "\nMembers: none\n",
      '\nprofile.name: "Legal" -> "Law"\n',
    ])
      expect(questions[0]).toContain(part);
    expect(events).toEqual(["listed", "asked", "read", "listed", ...SENT]);
  });

  test("is told by a dry run without another look, with all that depends on it", async () => {
    const { events, pass } = stage({ safety: "write", ...DRY });
    expect(await pass({ facts: FACTS, changed: CHANGED })).toMatchObject({
      dryRun: {
        dry_run: true,
        about: [{ kind: "group", id: "00g1", name: "Legal", state: "OKTA_GROUP" }],
        changed: [{ field: "profile.name", from: "Legal", to: "Law" }],
        depends_on_it: [{ kind: "members", count: 0 }],
        asks_first: false,
      },
    });
    expect(events).toEqual(["listed"]);
  });

  test("is put on record by the name that was read", async () => {
    const { records, pass } = stage({ safety: "write" });
    await pass({ facts: FACTS });
    expect(records[0]).toMatchObject({ objects: [{ kind: "group", id: "00g1", name: "Legal" }] });
  });
});

test.each<[string, Scene, Partial<Step>, boolean]>([
  ["of a destructive tool", DRY, {}, true],
  ["of an object in a state to ask in", { safety: "write", ...DRY }, { asks: true }, true],
  ["of what takes nothing away", { safety: "write", ...DRY }, {}, false],
])("a dry run %s says whether the user would be asked", async (_, scene, step, asks) => {
  expect(await stage(scene).pass(step)).toMatchObject({ dryRun: { asks_first: asks } });
});

test("a destructive tool asks whatever the object's state says", async () => {
  const { pass } = stage();
  expect((await failureOf(() => pass({ asks: false }))).code).toBe("confirmation_required");
});

describe("in another state than required, nothing is sent", () => {
  const REFUSED = "audit refused precondition_failed";
  test.each<[string, Scene, Partial<Step>, readonly string[]]>([
    ["where the object was read already", { safety: "write" }, { facts: FACTS }, [REFUSED]],
    ["where a dry run reads it", { safety: "write", ...DRY }, {}, ["read", "listed"]],
    [
      "where the user would be asked",
      { safety: "write", reply: "yes" },
      { asks: true },
      ["read", "listed", REFUSED],
    ],
  ])("%s", async (_, scene, step, order) => {
    const { events, pass } = stage(scene);
    const code: ErrorCode = "precondition_failed";
    expect((await failureOf(() => pass({ ...step, requires: BUILT_IN }))).code).toBe(code);
    expect(events).toEqual(order);
  });
});

describe("arguments that came in quotes", () => {
  const quoted: Scene = { input: { changes: '{"a":"5"}', note: "x" } };
  const given = { changes: { a: 5 } };

  test("are put on record as they were read", async () => {
    const { records, pass } = stage({ ...quoted, safety: "write" });
    await pass({ given });
    expect(records[0]).toMatchObject({ arguments: { group_id: "00g1", changes: { a: 5 }, note: "x" } });
  });

  test("are confirmed as they were read: the code is good for the same without quotes, and for nothing else", async () => {
    const { pass } = stage(quoted);
    await failureOf(() => pass({ given }));
    const other = await failureOf(() => pass({ given: { changes: { a: 6 } } }, { confirm: "code-1" }));
    expect(other.message).toMatch(/^The code given is used up, expired or for other arguments\./);
    await pass({ given }, { changes: given.changes, confirm: "code-1" });
  });
});

test.each<[string, object]>([
  ["another object", { group_id: "00g2" }],
  ["an option more", { send_email: true }],
])("a code is not good for %s", async (_, other) => {
  const { events, pass } = stage();
  await failureOf(() => pass());
  expect((await failureOf(() => pass({}, { ...other, confirm: "code-1" }))).code).toBe(
    "confirmation_required",
  );
  expect(events).not.toContain("sent DELETE");
});
