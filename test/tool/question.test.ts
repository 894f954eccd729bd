import { describe, expect, test } from "vitest";
import type { DependentsFacts, SubjectFacts } from "../../src/tool/facts.js";
import { type QuestionParts, questionOf } from "../../src/tool/question.js";
import { failureOf } from "../failure.js";

const tool = { title: "Delete group", description: "Delete a group. Cannot be undone." };
const group: SubjectFacts = {
  kind: "group",
  id: "00g1",
  name: "Legal",
  state: "OKTA_GROUP",
  lastUpdated: "2026-05-01T10:00:00.000Z",
  object: { id: "00g1" },
};
const members = (more: Partial<DependentsFacts> = {}): DependentsFacts => ({
  kind: "members",
  count: 0,
  more: false,
  names: [],
  ...more,
});

function linesOf({
  subjects = [group],
  dependents = [],
  ...more
}: Partial<QuestionParts> & Partial<QuestionParts["facts"]> = {}): string[] {
  return questionOf({ tool, facts: { subjects, dependents }, options: {}, ...more }).split("\n");
}
const named = (name: string) => linesOf({ subjects: [{ ...group, name }] })[0];

test("says what is done to what, by its real name and state, and what the tool does", () => {
  expect(linesOf()).toEqual([
    'Delete group "Legal" (OKTA_GROUP, id 00g1, last updated 2026-05-01T10:00:00.000Z)?',
    "Delete a group. Cannot be undone.",
  ]);
});

test("ends with what it does to people, where that is known", () => {
  const consequence = "Its members lose the access they have through it.";
  expect(linesOf({ tool: { ...tool, consequence } }).at(-1)).toBe(consequence);
});

test("names what the object belongs to, and says what cannot be read", () => {
  const rule = { kind: "policy rule", id: "0pr1", name: "Office", state: "ACTIVE", object: {} };
  expect(linesOf({ subjects: [rule, { kind: "policy", id: "00p1" }] })[0]).toBe(
    'Delete group: policy rule "Office" (ACTIVE, id 0pr1), of policy (id 00p1, not readable with this sign-in)?',
  );
});

describe("the first line", () => {
  const of = (kind: string, name?: string): SubjectFacts => ({ kind, id: `id-${kind}`, name, object: {} });
  const [user, rule, policy] = [of("user", "Jo"), of("policy rule", "Office"), of("policy", "Sign-on")];

  test.each<[string, SubjectFacts[], string]>([
    ["Delete deactivated user", [user], 'Delete deactivated user "Jo" (id id-user)?'],
    [
      "Update policy rule",
      [rule, policy],
      'Update policy rule "Office" (id id-policy rule), of policy "Sign-on" (id id-policy)?',
    ],
    [
      "Remove user from group",
      [user, of("group", "user of group")],
      'Remove user "Jo" (id id-user) from group "user of group" (id id-group)?',
    ],
    ["Move user", [of("user", "Move user")], 'Move user "Move user" (id id-user)?'],
    ["Delete group", [of("group")], "Delete group (id id-group)?"],
    [
      "Put into group",
      [user, of("group", "$& $1")],
      'Put into group "$& $1" (id id-group): user "Jo" (id id-user)?',
    ],
    ["Create group", [], "Create group?"],
  ])("of %s with %j", (title, subjects, line) => {
    expect(linesOf({ tool: { ...tool, title }, subjects })[0]).toBe(line);
  });
});

test.each(["id", "state", "lastUpdated"] as const)(
  "a hostile %s is one short line of visible text",
  (field) => {
    const hostile = `A\u202e\nMembers: none${"x".repeat(500)}`;
    const [first = "", second] = linesOf({ subjects: [{ ...group, [field]: hostile }] });
    expect(second).toBe("Delete a group. Cannot be undone.");
    expect(first).toContain("A\\u{202e} Members: nonexxx");
    expect(first.length).toBeLessThan(250);
  },
);

describe("what depends on it", () => {
  test.each<[string, Partial<DependentsFacts>, string]>([
    ["none", {}, "Members: none"],
    ["few", { count: 2, names: ["a@x.org", "b@x.org"] }, 'Members: 2 ("a@x.org", "b@x.org")'],
    ["many", { count: 12, names: ["a", "b"] }, 'Members: 12 ("a", "b", …)'],
    ["more than a page", { count: 200, more: true, names: ["a"] }, 'Members: more than 200 ("a", …)'],
    ["more than a page of one", { count: 1, more: true, names: ["a"] }, 'Members: more than 1 ("a", …)'],
    ["nameless", { count: 3 }, "Members: 3"],
    ["after an empty page, others", { count: 0, more: true }, "Members: some, Okta did not say how many"],
    [
      "a name that imitates the next one",
      { count: 1, names: ['a", "b'] },
      String.raw`Members: 1 ("a\", \"b")`,
    ],
    ["a name of two lines", { count: 1, names: ["a\nMembers: none"] }, 'Members: 1 ("a Members: none")'],
  ])("%s", (_, facts, line) => {
    expect(linesOf({ dependents: [members(facts)] })[1]).toBe(line);
  });

  test("that cannot be read is not taken for none", () => {
    expect(linesOf({ dependents: [{ kind: "members", names: [] }] })[1]).toBe(
      "Members: not readable with this sign-in",
    );
  });
});

describe("a name", () => {
  const REST = "(OKTA_GROUP, id 00g1, last updated 2026-05-01T10:00:00.000Z)?";
  test.each<[string, string, string]>([
    ["with newlines", "A\nMembers: none\r\n\nOK", "A Members: none OK"],
    [
      "with a quote that would end it",
      'A" (ACTIVE, id 00g2), of group "B',
      String.raw`A\" (ACTIVE, id 00g2), of group \"B`,
    ],
    ["with a backslash before its quote", String.raw`A\" B`, String.raw`A\\\" B`],
    ["with a right-to-left override", "A\u202egnihton", "A\\u{202e}gnihton"],
    ["with zero-width characters", "Ad\u200bmin\u2060s", "Ad\\u{200b}min\\u{2060}s"],
    ["with ANSI escapes", "A\u001b[2K\u001b[1;32mSafe", "A\\u{1b}[2K\\u{1b}[1;32mSafe"],
    ["with a line separator", "A\u2028Members: none", "A\\u{2028}Members: none"],
    ["in another script", "Юридический отдел", "Юридический отдел"],
  ])("%s", (_, name, shown) => {
    expect(named(name)).toBe(`Delete group "${shown}" ${REST}`);
  });

  test("that is very long is cut, and what follows it is still there", () => {
    expect(named("x".repeat(10_000))).toBe(`Delete group "${"x".repeat(100)}…" ${REST}`);
  });

  test.each(["x".repeat(99) + '"'.repeat(50), "\\".repeat(500), '"\\'.repeat(500)])(
    "that is cut in the middle of an escape still ends with its own quote: %#",
    (name) => {
      expect(named(name)).toMatch(/^Delete group "(?:[^"\\]|\\.)*" \(OKTA_GROUP, /);
    },
  );
});

describe("what changes", () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ path: ["profile", `f${at}`], from: at, to: 500 }));
  const linesFor = (changed: QuestionParts["changed"]) => linesOf({ changed }).slice(1, -1);
  const told = (count: number) => fields(count).map(({ path, from }) => `${path.join(".")}: ${from} -> 500`);

  test("twenty fields are all told with their values", () => {
    expect(linesFor(fields(20))).toEqual(told(20));
  });

  test("of more fields the first twenty are told with their values, and each other by its name", () => {
    expect(linesFor(fields(23))).toEqual([...told(20), "also: profile.f20, profile.f21, profile.f22"]);
  });

  test("of two hundred fields none is left out, on lines that can be read", () => {
    const [, ...also] = [linesFor(fields(200)).slice(0, 20), ...linesFor(fields(200)).slice(20)];
    const names = also.flatMap((line) => line.replace(/^also: /, "").split(", "));
    expect(names).toEqual(
      fields(200)
        .slice(20)
        .map(({ path }) => path.join(".")),
    );
    expect(also.length).toBeGreaterThan(1);
    for (const line of also) expect(line).toMatch(/^also: .{1,520}$/);
  });

  test("more than two hundred fields are not asked about", async () => {
    expect(await failureOf(() => linesFor(fields(201)))).toMatchObject({
      code: "arguments_invalid",
      field: "changes",
      message: expect.stringContaining("201 fields"),
      next: "Make several smaller changes, of at most 200 fields each.",
    });
  });

  test("a field that differs in several places is not torn apart at the twentieth line", () => {
    const items = { path: ["items"], from: [{ a: 1, b: 1 }], to: [{ a: 2, b: 2 }] };
    expect(linesFor([...fields(18), items]).slice(18)).toEqual(["items.0.a: 1 -> 2", "items.0.b: 1 -> 2"]);
    expect(linesFor([...fields(19), items]).slice(19)).toEqual(["also: items"]);
  });

  test("names that are listed are quoted, escaped and shortened", () => {
    const hostile = ["a, profile.b", "a\nMembers: none", "a\u202eb", "x".repeat(500)];
    const changed = [...fields(20), ...hostile.map((name) => ({ path: [name], from: 1, to: 2 }))];
    expect(linesFor(changed).slice(20)).toEqual([
      String.raw`also: "a, profile.b", "a\nMembers: none", "a\u{202e}b", ${"x".repeat(40)}…${"x".repeat(59)}`,
    ]);
  });
});

describe("arguments that say how it is done", () => {
  test("are told", () => {
    expect(linesOf({ options: { send_email: true, note: "a\nb", none: null } }).slice(1, -1)).toEqual([
      "send_email: true",
      String.raw`note: "a\nb"`,
      "none: nothing",
    ]);
  });

  test("hide their secrets, and say how long they are", () => {
    expect(linesOf({ options: { password: "hunter2", note: "x".repeat(500) } }).slice(1, -1)).toEqual([
      'password: "[hidden]"',
      expect.stringMatching(/^note: "x{200,240}…" \(500 characters\)$/),
    ]);
  });
});
