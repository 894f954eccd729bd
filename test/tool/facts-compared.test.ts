import { setImmediate as moment } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import type { Dependents, Subject } from "../../src/tool/change.js";
import {
  checkStates,
  checkUnchanged,
  type DependentsFacts,
  type Facts,
  readFacts,
} from "../../src/tool/facts.js";
import { failureOf } from "../failure.js";

const LAST_UPDATED = "2026-05-01T10:00:00.000Z";
const rule = {
  kind: "policy rule",
  id: "0pr1",
  lastUpdated: LAST_UPDATED,
  object: { id: "0pr1", name: "Office" },
};
const policy = {
  kind: "policy",
  id: "00p1",
  lastUpdated: LAST_UPDATED,
  object: { id: "00p1", name: "Staff" },
};
const members = { kind: "members", count: 2, more: false, names: ["a", "b"] };

/** A rule of a policy, and what depends on it. */
const facts = (...dependents: DependentsFacts[]): Facts => ({ subjects: [rule, policy], dependents });
const conflictOf = async (before: Facts, now: Facts) => {
  const error = await failureOf(() => checkUnchanged(before, now));
  expect(error.code).toBe("conflict");
  return error.message;
};

describe("what depends on an object", () => {
  test("is unchanged as long as it is told in the same words", () => {
    const two = [members, { kind: "applications", names: [] }];
    expect(() => checkUnchanged(facts(...two), facts(...two))).not.toThrow();
  });

  test.each<[string, DependentsFacts, string]>([
    ["a member more", { ...members, count: 3 }, "members were 2 when the user was asked and are 3 now"],
    [
      "other members",
      { ...members, names: ["a", "c"] },
      "members were 2 when the user was asked and are 2 now, or others",
    ],
    ["more than a page", { ...members, more: true }, "members were 2"],
    [
      "members that cannot be read",
      { kind: "members", names: [] },
      "members were 2 when the user was asked and are unknown now",
    ],
  ])("has changed: %s", async (_, now, words) => {
    expect(await conflictOf(facts(members), facts(now))).toContain(words);
  });

  test("has changed where only the last of it has", async () => {
    const applications = { kind: "applications", count: 1, more: false, names: ["Wiki"] };
    const now = facts(members, { ...applications, count: 0, names: [] });
    expect(await conflictOf(facts(members, applications), now)).toContain("applications were 1");
  });
});

describe("of several objects", () => {
  test("each is held against itself", () => {
    expect(() => checkUnchanged(facts(), facts())).not.toThrow();
  });

  test("the one that has changed is named, with its own versions", async () => {
    const lastUpdated = "2026-05-02T10:00:00.000Z";
    const now = { ...policy, lastUpdated, object: { ...policy.object, name: "All" } };
    expect(await conflictOf(facts(), { subjects: [rule, now], dependents: [] })).toBe(
      `The policy 00p1 has changed in the meantime: last updated ${LAST_UPDATED} when it was read, ${lastUpdated} now; different: name. Nothing was done.`,
    );
  });
});

describe("what a conflict says", () => {
  const versus = (object: object, id = "0pr1") =>
    conflictOf(
      { subjects: [{ ...rule, id }], dependents: [] },
      { subjects: [{ ...rule, id, object: { ...rule.object, ...object } }], dependents: [] },
    );

  test("names eight fields, and says of no more", async () => {
    const eight = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`field${at}`, at]));
    expect(await versus(eight)).toMatch(/different: field0, [^.]*, field7\. Nothing/);
  });

  test("shows nothing invisible, and of long names the beginning", async () => {
    const message = await versus({ [`f\u202e${"x".repeat(500)}`]: 1 }, `i\u202e${"y".repeat(500)}`);
    expect(message).toContain("f\\u{202e}xxx");
    expect(message).toContain("i\\u{202e}yyy");
    expect(message.length).toBeLessThan(500);
  });
});

test("a state that is not the right one is one short line of visible text", async () => {
  const state = `A\u202e\nB${"x".repeat(500)}`;
  const subject = { ...rule, object: { status: state } };
  const requires = { field: "status", oneOf: ["ACTIVE"], otherwise: "" };
  const { message } = await failureOf(() => checkStates([requires], { subjects: [subject], dependents: [] }));
  expect(message).toContain("The status is A\\u{202e} Bxxx");
  expect(message.length).toBeLessThan(200);
});

describe("reading", () => {
  const failing = () => Promise.reject(new OktaMcpError("timeout", "Late."));
  const subject = (read: Subject["read"]): Subject => ({
    kind: "user",
    id: "00u1",
    name: "n",
    state: "s",
    read,
  });
  const dependents = (list: Dependents["list"]): Dependents => ({ kind: "members", list });

  test.each(["subjects", "dependents"] as const)(
    "%s that fail leaves no request under way",
    async (which) => {
      let ended = false;
      const slow = async () => {
        for (let count = 0; count < 5; count++) await moment();
        ended = true;
        return { data: {}, response: new Response() };
      };
      const about =
        which === "subjects"
          ? { subjects: [subject(failing), subject(slow)] }
          : { subjects: [], dependents: [dependents(failing), dependents(slow)] };
      expect((await failureOf(() => readFacts(about))).code).toBe("timeout");
      expect(ended).toBe(true);
    },
  );

  test.each([
    ['<https://x/?after=3>; rel="next"', true],
    ["<https://x/?after=3>;rel=next", true],
    ['<https://x/?after=3>; REL="Next"', true],
    ['<https://x/>; rel="self"', false],
    ['<https://x/?q=next>; rel="self"', false],
  ])("tells by the link %s whether there is a next page", async (link, more) => {
    const list = async () => ({ data: [{}], response: new Response(null, { headers: { link } }) });
    expect((await readFacts({ subjects: [], dependents: [dependents(list)] })).dependents).toMatchObject([
      { more },
    ]);
  });
});
