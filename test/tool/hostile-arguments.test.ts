import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as argument from "../../generated/schemas/arguments.js";
import { createUserBody } from "../../generated/schemas/users.js";
import { parseArguments } from "../../src/tool/arguments.js";
import { failureOf } from "../failure.js";

const input = z.strictObject({
  user_id: argument.idOrLogin.optional(),
  group_id: argument.oktaId.optional(),
  search: argument.text.optional(),
  user: createUserBody.optional(),
  changes: argument.changes.optional(),
});

const refusal = async (args: unknown) => (await failureOf(() => parseArguments(input, args))).code;

describe("an id that could leave its path segment is refused", () => {
  const hostile = [
    "../apps",
    "..",
    ".",
    "%2e%2e",
    "%2E%2E%2Fapps",
    "a/b",
    "a\\b",
    "00u1?x=1",
    "00u1#x",
    "00u1\r\nX-Evil: 1",
    "00u1\n",
    "00u1\u0000",
    "00u1\ud800",
    "\udc00",
    "a b",
    "\u202E00u1",
    "x".repeat(101),
    "",
  ];
  test.each(hostile)("user_id %j", async (id) => {
    expect(await refusal({ user_id: id })).toBe("arguments_invalid");
  });
  test.each([...hostile, "me@example.com", "é"])("group_id %j", async (id) => {
    expect(await refusal({ group_id: id })).toBe("arguments_invalid");
  });
});

test.each([
  "00u1a2b3c4d5e6f7g8h9",
  "jane.smith@example.com",
  "o'neil+x@example.com",
  "müller@example.com",
  "..a",
])("the login %j is good", (id) => {
  expect(parseArguments(input, { user_id: id })).toEqual({ user_id: id });
});

describe("text that cannot be sent as it is", () => {
  test.each(["\u0000", "a\u0007", "\ud83d", "x\udfff", "\u0085", "line\r\nbreak", "tab\t"])(
    "query text %j",
    async (search) => {
      expect(await refusal({ search })).toBe("arguments_invalid");
    },
  );

  const profile = { login: "a@example.com", email: "a@example.com", firstName: "A", lastName: "B" };
  test.each(["\u0000", "a\u001b[31m", "\ud800", "\udfffx"])("body text %j", async (title) => {
    expect(await refusal({ user: { profile: { ...profile, title } } })).toBe("arguments_invalid");
  });

  test("body keys with control characters or lone surrogates", async () => {
    expect(await refusal({ changes: { "a\u0000": 1 } })).toBe("arguments_invalid");
    expect(await refusal({ changes: { "\ud800": 1 } })).toBe("arguments_invalid");
  });

  test("body text may have lines, tabs and any whole character", () => {
    const changes = { note: "one\r\n\ttwo 🦊 \u202E" };
    expect(parseArguments(input, { changes })).toEqual({ changes });
  });
});

describe("keys that mean something to JavaScript", () => {
  test.each([
    '{"__proto__": {"user_id": "x"}}',
    '{"changes": {"profile": {"__proto__": {"admin": true}}}}',
    '{"changes": {"list": [{"__proto__": null}]}}',
  ])("%s is refused", async (json) => {
    expect(await refusal(JSON.parse(json))).toBe("arguments_invalid");
    expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "%s is a key like any other",
    async (key) => {
      expect(parseArguments(input, { changes: { [key]: { prototype: 1 } } })).toEqual({
        changes: { [key]: { prototype: 1 } },
      });
      const { message } = await failureOf(() => parseArguments(input, { [key]: 1 }));
      expect(message).toContain(`${key}: is not known here`);
    },
  );
});

describe("size", () => {
  const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

  test.each<[string, unknown]>([
    ["1 MB of text", { search: "x".repeat(1_000_000) }],
    [
      "1 MB of keys",
      { changes: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key-${at}-0123456789`, 1])) },
    ],
    ["1 MB of numbers", { changes: { list: Array.from({ length: 250_000 }, () => 1) } }],
    ["10,000 arrays deep", { changes: { list: nested(10_000) } }],
    ["10,000 objects deep", { changes: JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) }],
  ])("%s is too large", async (_, args) => {
    expect(await refusal(args)).toBe("arguments_too_large");
  });

  test("what any Okta request needs is not", () => {
    const changes = { notes: "x".repeat(150_000), deep: nested(25) };
    expect(parseArguments(input, { changes })).toEqual({ changes });
  });
});
