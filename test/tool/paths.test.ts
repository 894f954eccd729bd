import { describe, expect, test } from "vitest";
import { omitPaths, pickPaths, valueAt } from "../../src/tool/paths.js";

const user = {
  id: "00u1",
  profile: { login: "a@example.com", email: "a@example.com" },
  target: [
    { id: "1", type: "User", more: { x: 1 } },
    { id: "2", type: "App" },
  ],
  keys: { one: { secret: 1, kid: "a" }, two: { secret: 2, kid: "b" } },
};

describe("pickPaths", () => {
  test.each<[string[], unknown]>([
    [["id"], { id: "00u1" }],
    [["profile.login"], { profile: { login: "a@example.com" } }],
    [["target[].id"], { target: [{ id: "1" }, { id: "2" }] }],
    [["target.id", "target.more.x"], { target: [{ id: "1", more: { x: 1 } }, { id: "2" }] }],
    [["profile", "profile.login"], { profile: user.profile }],
    [["profile.login", "profile"], { profile: user.profile }],
    [["nope", "id.nope", "constructor", "__proto__.x"], { id: "00u1" }],
  ])("%j", (paths, picked) => {
    expect(pickPaths(user, paths)).toEqual(picked);
  });

  test("what is no object has no fields to pick", () => {
    expect(pickPaths("text", ["id"])).toBe("text");
  });
});

describe("omitPaths", () => {
  test.each<[string[], unknown]>([
    [["target", "keys", "profile.email"], { id: "00u1", profile: { login: "a@example.com" } }],
    [["id", "profile", "keys", "target[].more", "target[].type"], { target: [{ id: "1" }, { id: "2" }] }],
    [["id", "profile", "target", "keys.*.secret"], { keys: { one: { kid: "a" }, two: { kid: "b" } } }],
    [["id.x", "nope.x", "nope"], user],
  ])("%j", (paths, left) => {
    expect(omitPaths(user, paths)).toEqual(left);
  });

  test("the original is untouched, and a key named __proto__ stays a key", () => {
    const original = JSON.parse('{"a": 1, "__proto__": {"b": 2}}');
    expect(JSON.stringify(omitPaths(original, ["a"]))).toBe('{"__proto__":{"b":2}}');
    expect(original.a).toBe(1);
  });
});

test.each<[string, unknown]>([
  ["profile.login", "a@example.com"],
  ["profile", user.profile],
  ["target.0", undefined],
  ["toString", undefined],
  ["id.length", undefined],
])("valueAt %s", (path, value) => {
  expect(valueAt(user, path)).toEqual(value);
});
