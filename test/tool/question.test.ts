import { describe, expect, test } from "vitest";
import type { DependentsFacts, SubjectFacts } from "../../src/tool/facts.js";
import { type QuestionParts, questionOf } from "../../src/tool/question.js";

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
    'Delete group: group "Legal" (OKTA_GROUP, id 00g1, last updated 2026-05-01T10:00:00.000Z)',
    "Delete a group. Cannot be undone.",
  ]);
});

test("names what the object belongs to, and says what cannot be read", () => {
  const rule = { kind: "policy rule", id: "0pr1", name: "Office", state: "ACTIVE", object: {} };
  expect(linesOf({ subjects: [rule, { kind: "policy", id: "00p1" }] })[0]).toBe(
    'Delete group: policy rule "Office" (ACTIVE, id 0pr1), of policy (id 00p1, not readable with this sign-in)',
  );
});

describe("what depends on it", () => {
  test.each<[string, Partial<DependentsFacts>, string]>([
    ["none", {}, "Members: none"],
    ["few", { count: 2, names: ["a@x.org", "b@x.org"] }, 'Members: 2 ("a@x.org", "b@x.org")'],
    ["many", { count: 12, names: ["a", "b"] }, 'Members: 12 ("a", "b", …)'],
    ["more than a page", { count: 200, more: true, names: ["a"] }, 'Members: 200 or more ("a", …)'],
    ["nameless", { count: 3 }, "Members: 3"],
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
  const REST = "(OKTA_GROUP, id 00g1, last updated 2026-05-01T10:00:00.000Z)";
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
    expect(named(name)).toBe(`Delete group: group "${shown}" ${REST}`);
  });

  test("that is very long is cut, and what follows it is still there", () => {
    expect(named("x".repeat(10_000))).toBe(`Delete group: group "${"x".repeat(100)}…" ${REST}`);
  });

  test.each(["x".repeat(99) + '"'.repeat(50), "\\".repeat(500), '"\\'.repeat(500)])(
    "that is cut in the middle of an escape still ends with its own quote: %#",
    (name) => {
      expect(named(name)).toMatch(/^Delete group: group "(?:[^"\\]|\\.)*" \(OKTA_GROUP, /);
    },
  );
});

describe("what changes", () => {
  const changed = (path: readonly string[], from: unknown, to: unknown) =>
    linesOf({ changed: [{ path, from, to }] })[1];

  test.each<[string, readonly string[], unknown, unknown, string]>([
    ["a value", ["profile", "name"], "A", "B", 'profile.name: "A" -> "B"'],
    ["a field added", ["a"], null, 5, "a: nothing -> 5"],
    ["a field gone", ["a"], [1, 2], undefined, "a: [1,2] -> nothing"],
    ["a value of two lines", ["a"], "x", "y\nb: 1 -> 2", String.raw`a: "x" -> "y\nb: 1 -> 2"`],
    ["a value that imitates another", ["a"], "x", 'y" -> "z', String.raw`a: "x" -> "y\" -> \"z"`],
    ["a field that imitates another", ["a: 1 -> 1, b"], null, 2, '"a: 1 -> 1, b": nothing -> 2'],
    ["a field of two lines", ["a\nb"], null, 2, '"a b": nothing -> 2'],
    [
      "a secret",
      ["credentials", "password", "value"],
      null,
      "hunter2",
      'credentials.password.value: nothing -> "[hidden]"',
    ],
    [
      "a secret inside",
      ["settings"],
      {},
      { client_secret: "s3cret" },
      'settings: {} -> {"client_secret":"[hidden]"}',
    ],
  ])("%s", (_, path, from, to, line) => {
    expect(changed(path, from, to)).toBe(line);
  });

  test("a long value is cut", () => {
    const line = changed(["a"], "x".repeat(5_000), 1) ?? "";
    expect(line).toMatch(/^a: "x+… -> 1$/);
    expect(line.length).toBeLessThan(200);
  });

  test("of very many fields the first are told, and how many more there are", () => {
    const many = Array.from({ length: 53 }, (_, at) => ({ path: [`f${at}`], from: at, to: 0 }));
    const lines = linesOf({ changed: many });
    expect(lines.slice(1, -1)).toHaveLength(21);
    expect(lines.at(-2)).toBe("… and 33 fields more");
  });
});

test("arguments that say how it is done are told", () => {
  expect(linesOf({ options: { send_email: true, note: "a\nb" } }).slice(1, -1)).toEqual([
    "send_email: true",
    String.raw`note: "a\nb"`,
  ]);
});
