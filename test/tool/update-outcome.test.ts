import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import type { FieldChange } from "../../src/tool/update.js";
import { isAsAsked, outcomeOf, stillInDoubt } from "../../src/tool/update-outcome.js";

const change = (path: string, from: unknown, to: unknown): FieldChange => ({
  path: path.split("."),
  from,
  to,
});
const priority = change("priority", 2, 999);

describe("a field counts as changed as asked", () => {
  test.each<[string, FieldChange, unknown]>([
    ["when Okta answers it so", priority, { priority: 999 }],
    ["when Okta answers nothing", priority, undefined],
    [
      "when it is never answered",
      change("credentials.password.value", null, "s3cret"),
      { credentials: { password: {} } },
    ],
    ["when it was to go, and is gone", change("profile.title", "x", null), { profile: {} }],
    ["when it was to go, and is null", change("profile.title", "x", null), { profile: { title: null } }],
    ["when Okta has filled in the rest of it", change("a", null, { b: 1 }), { a: { b: 1, c: 2 } }],
    ["when Okta keeps a part of it secret", change("a", null, { b: 1, secret: "x" }), { a: { b: 1 } }],
    ["when a list comes in another order", change("ids", [], ["a", "b"]), { ids: ["b", "a"] }],
  ])("%s", (_, asked, answered) => {
    const outcome = outcomeOf([asked], answered);
    expect(outcome.not_taken).toBeUndefined();
    expect(outcome.changed.map(({ field }) => field)).toEqual([asked.path.join(".")]);
  });
});

describe("a field that Okta did not take as asked", () => {
  test("is no change when it is as before", () => {
    expect(outcomeOf([change("system", false, true)], { system: false })).toEqual({
      changed: [],
      not_taken: [{ field: "system", from: false, to: true }],
    });
  });

  test("is told as what it is now when Okta made something else of it", () => {
    expect(outcomeOf([change("priority", 1, 999)], { priority: 2 })).toEqual({
      changed: [{ field: "priority", from: 1, to: 2 }],
      not_taken: [{ field: "priority", from: 2, to: 999 }],
    });
  });

  test.each<[string, FieldChange, unknown]>([
    [
      "a field that was to go",
      change("credentials", { provider: 1 }, null),
      { credentials: { provider: 1 } },
    ],
    ["a list with one less", change("ids", ["a"], ["a", "b"]), { ids: ["a"] }],
    ["a field that became null", change("label", "x", "y"), { label: null }],
  ])("%s", (_, asked, answered) => {
    expect(outcomeOf([asked], answered).not_taken).toHaveLength(1);
  });

  test("is told without its secret", () => {
    const asked = change("credentials.password.value", null, "s3cret");
    const { not_taken } = outcomeOf([asked], { credentials: { password: { value: "other" } } });
    expect(JSON.stringify(not_taken)).not.toMatch(/s3cret|other/);
  });
});

describe("what is read after a lost answer", () => {
  test.each<[string, FieldChange, object, boolean]>([
    ["is as asked", priority, { priority: 999 }, true],
    ["is as before", priority, { priority: 2 }, false],
    [
      "does not tell of a password",
      change("credentials.password.value", null, "s3cret"),
      { credentials: {} },
      false,
    ],
    ["is without what was to go", change("title", "x", null), {}, true],
    ["still has what was to go", change("title", "x", null), { title: "x" }, false],
  ])("%s", (_, asked, now, is) => {
    expect(isAsAsked([asked], { ...now })).toBe(is);
  });

  test.each<[string, object, RegExp]>([
    [
      "as before",
      { priority: 2 },
      /may or may not have been made\. Read again right afterwards, it was still as before\.$/,
    ],
    ["another", { priority: 7 }, /Read again right afterwards, it was not as asked\.$/],
  ])("is told: %s", (_, now, words) => {
    const doubt = new OktaMcpError("outcome_unknown", "So the change may or may not have been made.");
    const told = stillInDoubt(doubt, { priority: 2 }, { ...now });
    expect(told.code).toBe("outcome_unknown");
    expect(told.message).toMatch(words);
  });
});
