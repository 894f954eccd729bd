import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import type { Dependents, RequiredState, Subject } from "../../src/tool/change.js";
import {
  checkStates,
  checkUnchanged,
  type Facts,
  firstObject,
  readFacts,
  versionOf,
} from "../../src/tool/facts.js";
import type { OktaCall } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";

const answering =
  (data: unknown, headers: Record<string, string> = {}): OktaCall =>
  async () => ({ data, response: new Response(null, { headers }) });
const failing =
  (code: "forbidden" | "not_found" | "timeout"): OktaCall =>
  () =>
    Promise.reject(new OktaMcpError(code, "No."));

const jane = {
  id: "00u1",
  status: "ACTIVE",
  lastUpdated: "2026-05-01T10:00:00.000Z",
  lastLogin: "2026-05-01T09:00:00.000Z",
  profile: { login: "jane@example.com", title: "Clerk" },
  _links: { self: {} },
};
const user = (read: OktaCall): Subject => ({
  kind: "user",
  id: "jane@example.com",
  name: "profile.login",
  state: "status",
  read,
});
const group = (read: OktaCall): Subject => ({
  kind: "group",
  id: "00g1",
  name: "profile.name",
  state: "type",
  read,
});
const members = (list: OktaCall): Dependents => ({ kind: "members", name: "profile.login", list });
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ profile: { login: `u${at}` } }));

describe("a subject", () => {
  test("is told by Okta's own id, its name, its state and its version", async () => {
    const { subjects } = await readFacts({ subjects: [user(answering(jane, { etag: 'W/"1"' }))] });
    expect(subjects).toEqual([
      {
        kind: "user",
        id: "00u1",
        name: "jane@example.com",
        state: "ACTIVE",
        lastUpdated: jane.lastUpdated,
        object: jane,
        etag: 'W/"1"',
      },
    ]);
  });

  test("may lack a name and a state; its id is the caller's then", async () => {
    const { subjects } = await readFacts({
      subjects: [user(answering({ profile: { login: "" }, status: 5 }))],
    });
    expect(subjects).toMatchObject([{ id: "jane@example.com", name: undefined, state: undefined }]);
  });

  test.each(["not_found", "timeout"] as const)("that changes and is %s is an error", async (code) => {
    const about = { subjects: [user(failing(code)), group(answering({ id: "00g1" }))] };
    expect((await failureOf(() => readFacts(about))).code).toBe(code);
  });

  test("may be forbidden to read, and is told of as it was named", async () => {
    const facts = await readFacts({ subjects: [user(failing("forbidden")), group(failing("forbidden"))] });
    expect(facts.subjects).toEqual([
      { kind: "user", id: "jane@example.com", refusal: expect.objectContaining({ code: "forbidden" }) },
      { kind: "group", id: "00g1", refusal: expect.objectContaining({ code: "forbidden" }) },
    ]);
    expect((await failureOf(() => firstObject(facts))).code).toBe("forbidden");
  });

  test.each(["not_found", "timeout"] as const)("that it belongs to and is %s is an error", async (code) => {
    const about = { subjects: [user(answering(jane)), group(failing(code))] };
    expect((await failureOf(() => readFacts(about))).code).toBe(code);
  });
});

test("the first object is the one that changes", async () => {
  const facts = await readFacts({ subjects: [user(answering(jane)), group(answering({ id: "00g1" }))] });
  expect(firstObject(facts)).toBe(jane);
});

describe("dependents", () => {
  const of = async (list: OktaCall) =>
    (await readFacts({ subjects: [], dependents: [members(list)] })).dependents[0];

  test.each<[string, OktaCall, object]>([
    ["none", answering([]), { count: 0, more: false, names: [] }],
    ["two", answering(people(2)), { count: 2, more: false, names: ["u0", "u1"] }],
    [
      "many: the first five by name",
      answering(people(9)),
      { count: 9, names: ["u0", "u1", "u2", "u3", "u4"] },
    ],
    [
      "more than a page",
      answering(people(3), { link: '<https://x/?after=3>; rel="next"' }),
      { count: 3, more: true },
    ],
    [
      "a page with a link to itself",
      answering(people(3), { link: '<https://x/>; rel="self"' }),
      { more: false },
    ],
    ["some without a name", answering([{}, ...people(1)]), { count: 2, names: ["u0"] }],
    ["an answer that is no list", answering({ error: 1 }), { count: 0 }],
  ])("%s", async (_, list, facts) => {
    expect(await of(list)).toMatchObject({ kind: "members", ...facts });
  });

  test("that are forbidden to read are not taken for none", async () => {
    expect(await of(failing("forbidden"))).toEqual({ kind: "members", names: [] });
  });

  test("that could not be read are an error: nobody agrees to what is not known", async () => {
    expect((await failureOf(() => of(failing("timeout")))).code).toBe("timeout");
  });
});

describe("the states required", () => {
  const rule = { field: "status", oneOf: ["DEPROVISIONED", "STAGED"], otherwise: "Deactivate first." };
  const factsOf = (object: object) => readFacts({ subjects: [user(answering(object))] });

  test("passes", async () => {
    const facts = await factsOf({ ...jane, status: "DEPROVISIONED" });
    expect(() => checkStates([rule], facts)).not.toThrow();
  });

  test.each<[string, RequiredState, string | undefined]>([
    ["is one of", { field: "status", oneOf: ["ACTIVE"], otherwise: "" }, undefined],
    ["is none of", { field: "status", noneOf: ["DEPROVISIONED"], otherwise: "" }, undefined],
    ["is absent, and none of", { field: "system", noneOf: [true], otherwise: "" }, undefined],
    [
      "is one of those it must not be",
      { field: "status", noneOf: ["ACTIVE"], otherwise: "" },
      "The status is ACTIVE.",
    ],
    [
      "is of another subject",
      { subject: "group", field: "type", oneOf: ["OKTA_GROUP"], otherwise: "" },
      undefined,
    ],
    [
      "is of another subject, and wrong",
      { subject: "group", field: "type", oneOf: ["APP_GROUP"], otherwise: "" },
      "The type is OKTA_GROUP, not APP_GROUP.",
    ],
  ])("%s", async (_, rule, fault) => {
    const group = { kind: "group", id: "00g1", object: { type: "OKTA_GROUP" } };
    const { subjects } = await factsOf(jane);
    const check = () => checkStates([rule], { subjects: [...subjects, group], dependents: [] });
    if (fault === undefined) expect(check).not.toThrow();
    else expect((await failureOf(check)).message).toBe(`${fault} Nothing was done.`);
  });

  test("are all looked at", async () => {
    const fits = { field: "status", oneOf: ["ACTIVE"], otherwise: "" };
    const facts = await factsOf(jane);
    expect((await failureOf(() => checkStates([fits, rule], facts))).next).toBe("Deactivate first.");
  });

  test("cannot be told of an object that is forbidden to read", async () => {
    const facts = await readFacts({ subjects: [user(failing("forbidden"))] });
    expect((await failureOf(() => checkStates([rule], facts))).code).toBe("forbidden");
  });

  test.each([
    [jane, "The status is ACTIVE, not DEPROVISIONED or STAGED. Nothing was done."],
    [{ id: "00u1" }, "The status is undefined, not DEPROVISIONED or STAGED. Nothing was done."],
  ])("else says the state there is and what to do: %#", async (object, message) => {
    const facts = await factsOf(object);
    const error = await failureOf(() => checkStates([rule], facts));
    expect(error).toMatchObject({ code: "precondition_failed", next: "Deactivate first.", message });
  });
});

/** The facts of a user with some members, after a change of either. */
async function facts(object: object = {}, list: OktaCall = answering(people(2))): Promise<Facts> {
  return readFacts({ subjects: [user(answering({ ...jane, ...object }))], dependents: [members(list)] });
}

const SAME: readonly [string, object][] = [
  ["a sign-in", { lastLogin: "2026-05-02T00:00:00.000Z" }],
  ["other links", { _links: { other: {} } }],
  ["embedded statistics", { _embedded: { stats: { usersCount: 5 } } }],
  ["null for absence", { activated: null }],
];
const OTHER: readonly [string, object, string][] = [
  ["its version", { lastUpdated: "2026-05-02T00:00:00.000Z" }, "lastUpdated"],
  ["its name", { profile: { ...jane.profile, login: "j@example.com" } }, "profile.login"],
  ["its state", { status: "SUSPENDED" }, "status"],
  ["a field added", { profile: { ...jane.profile, costCenter: "7" } }, "profile.costCenter"],
  ["a field gone", { profile: { login: "jane@example.com" } }, "profile.title"],
];

describe("an object is unchanged after", () => {
  test.each(SAME)("%s", async (_, object) => {
    const [before, now] = [await facts(), await facts(object)];
    expect(() => checkUnchanged(before, now)).not.toThrow();
  });
});

describe("an object has changed by", () => {
  test.each(OTHER)("%s", async (_, object, field) => {
    const [before, now] = [await facts(), await facts(object)];
    const error = await failureOf(() => checkUnchanged(before, now));
    expect(error.code).toBe("conflict");
    expect(error.message).toContain(`different: ${field}. Nothing was done.`);
  });

  test("a new version, both of which the conflict names", async () => {
    const lastUpdated = "2026-05-02T00:00:00.000Z";
    const [before, now] = [await facts(), await facts({ lastUpdated })];
    expect((await failureOf(() => checkUnchanged(before, now))).message).toBe(
      `The user 00u1 has changed in the meantime: last updated ${jane.lastUpdated} when it was read, ${lastUpdated} now; different: lastUpdated. Nothing was done.`,
    );
  });

  test("very many fields, of which the first eight are named", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`field${at}`, at]));
    const [before, now] = [await facts(), await facts(many)];
    expect((await failureOf(() => checkUnchanged(before, now))).message).toContain("field7, 22 more.");
  });

  test("becoming unreadable", async () => {
    const subjects = [user(answering(jane)), group(answering({ id: "00g1", type: "OKTA_GROUP" }))];
    const before = await readFacts({ subjects });
    const now = await readFacts({ subjects: [user(answering(jane)), group(failing("forbidden"))] });
    expect((await failureOf(() => checkUnchanged(before, now))).message).toMatch(
      /^The group 00g1 has changed/,
    );
  });
});

describe("the version that consent is bound to", () => {
  const version = async (...args: Parameters<typeof facts>) => versionOf(await facts(...args));

  test("is the same for the same object, in whatever order it is written", async () => {
    const { login, title } = jane.profile;
    expect(await version({ profile: { title, login } })).toBe(await version());
  });

  test.each(SAME.slice(0, 3))("stays the same after %s", async (_, object) => {
    expect(await version(object)).toBe(await version());
  });

  test.each(OTHER)("is another by %s", async (_, object) => {
    expect(await version(object)).not.toBe(await version());
  });

  test.each<[string, OktaCall]>([
    ["a dependent more", answering(people(3))],
    ["other dependents", answering([...people(1), { profile: { login: "someone" } }])],
    ["more than can be counted", answering(people(2), { link: '<https://x/>; rel="next"' })],
    ["dependents that cannot be read", failing("forbidden")],
  ])("is another by %s", async (_, list) => {
    expect(await version({}, list)).not.toBe(await version());
  });
});
