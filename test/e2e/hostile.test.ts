import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sessionOf } from "./support/tool-case.js";

const session = sessionOf({ asking: true });

let before = 0;
beforeEach(() => {
  before = session().sandbox.requests.length;
});
afterEach(() => {
  expect(session().sandbox.requests.slice(before)).toEqual([]);
});

const hostile = [
  "../apps",
  "..",
  "%2e%2e",
  "%2e%2e%2fapps",
  "a/../b",
  "a\\b",
  "x?y",
  "x#y",
  "x\r\nHost: evil",
  "x\u0000",
  "x\ud800",
  "x\u202e",
  "",
  "x".repeat(1_000),
];

describe("an identifier that is none is refused, and nothing is sent", () => {
  test.each(hostile)("%j", async (id) => {
    const { client, fail } = session();
    const { tools } = await client.listTools();
    const taking = tools.filter(({ inputSchema }) =>
      Object.keys(inputSchema.properties ?? {}).some((name) => name.endsWith("_id")),
    );
    expect(taking.length).toBeGreaterThan(25);
    for (const { name, inputSchema } of taking) {
      const ids = Object.keys(inputSchema.properties ?? {}).filter((property) => property.endsWith("_id"));
      for (const hit of ids) {
        const args = Object.fromEntries(
          ids.map((each) => [each, each === hit ? id : "00u1a2b3c4d5e6f7g8h9"]),
        );
        expect(await fail(name, { ...valuesFor(inputSchema.required ?? []), ...args }), name).toMatch(
          new RegExp(`^arguments_invalid: (.*\n)*?.*${hit}: `),
        );
      }
    }
  });
});

/** Something for what else a tool requires. */
function valuesFor(required: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {
    changes: { profile: {} },
    rule: { type: "SIGN_ON", name: "x" },
  };
  return Object.fromEntries(required.flatMap((name) => (name in values ? [[name, values[name]]] : [])));
}

test.each<[string, string, Record<string, unknown>]>([
  ["a NUL in a query", "list_users", { search: "profile.login eq \u0000" }],
  ["a line break in a query", "list_users", { q: "a\r\nb" }],
  ["half a character in a query", "list_groups", { q: "\ud83d" }],
  ["a control character in a body", "create_group", { group: { profile: { name: "a\u0007" } } }],
  [
    "half a character in a body",
    "update_group",
    { group_id: "00g1", changes: { profile: { name: "\udfff" } } },
  ],
  ["a cursor from elsewhere", "list_users", { after: "00uabcdefghij" }],
  ["a cursor with a path", "list_users", { after: "../../x" }],
  ["1 MB", "create_user", { user: { profile: { login: "x".repeat(1_000_000) } } }],
])("%s is refused, and nothing is sent", async (_, tool, args) => {
  expect(await session().fail(tool, args)).toMatch(/^arguments_(invalid|too_large): /);
});
