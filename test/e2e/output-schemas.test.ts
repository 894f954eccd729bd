import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";
import { generatedCases } from "./cases/index.js";
import type { Args, Json } from "./support/session.js";
import { sessionOf } from "./support/tool-case.js";

const directory = mkdtempSync(join(tmpdir(), "okta-mcp-exports-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const { descriptors } = createCatalog({ exportDirectory: directory });
const session = sessionOf({
  asking: true,
  env: { OKTA_OUTPUT_SCHEMAS: "1", OKTA_EXPORT_DIR: directory },
});
const takes = (tool: string, argument: string) =>
  descriptors.some(
    ({ name, inputSchema }) => name === tool && Object.hasOwn(inputSchema.properties, argument),
  );

// The SDK's client holds answers against the schemas it has listed, and rejects those that do not fit.
let schemas: ReadonlyMap<string, unknown> = new Map();
beforeAll(async () => {
  const { tools } = await session().client.listTools();
  schemas = new Map(tools.map(({ name, outputSchema }) => [name, outputSchema]));
});

test("every tool is listed with one, in strict JSON Schema 2020-12", () => {
  expect([...schemas.keys()]).toEqual(descriptors.map(({ name }) => name));
  for (const schema of schemas.values()) new Ajv2020({ strict: true }).compile(Object(schema));
});

test("none by default", async () => {
  const { descriptors: standard } = createCatalog();
  expect(standard.filter(({ outputSchema }) => outputSchema !== undefined)).toEqual([]);
});

describe.each(generatedCases)("what $tool answers fits", ({ tool, prepare }) => {
  test("dry and in earnest, counted and cut short", async () => {
    const args = await prepare(session());
    if (takes(tool, "dry_run")) {
      expect(await session().ok(tool, { ...args, dry_run: true })).toMatchObject({ dry_run: true });
    }
    if (takes(tool, "count_only")) {
      const told = await session().ok(tool, { ...args, count_only: true });
      expect(told).toMatchObject({ complete: true, total_read: expect.any(Number) });
      await session().ok(tool, { ...args, fetch_all: true, detail: "full" });
      if (takes(tool, "limit")) await session().ok(tool, { ...args, limit: 1 });
    }
    if (takes(tool, "fields")) await session().ok(tool, { ...args, fields: ["id", "no.such.field"] });
    await session().ok(tool, args);
  });
});

const composites: readonly (readonly [tool: string, args: Args])[] = [
  ["okta_status", {}],
  ["describe_schema", { tool: "create_policy_rule", variant: "ACCESS_POLICY" }],
  ["describe_schema", { tool: "create_policy_rule" }],
  ["get_login_failures", {}],
  ["find_unused_applications", { days: 30 }],
  ["find_user", { query: "smith" }],
  ["find_group", { query: "nobody has this" }],
  ["export_records", { tool: "list_users", file: "users.csv" }],
];

describe("what tools written by hand answer fits", () => {
  test.each(composites)("%s %j", async (tool, args) => {
    await session().ok(tool, args);
  });

  test("and all of them are tried", () => {
    const own = descriptors.filter(({ origin }) => origin === "composite").map(({ name }) => name);
    expect(new Set(composites.map(([tool]) => tool))).toEqual(new Set(own));
  });
});

test("a cut list and its continuation fit", async () => {
  const first = await session().ok("list_users", { fetch_all: true, detail: "full" });
  expect(first).toMatchObject({ complete: false, note: expect.stringContaining("to stay under") });
  const rest = await session().ok("list_users", { after: first.next, detail: "full" });
  expect((rest.items as Json[]).length).toBeGreaterThan(0);
});

test("an update that changes nothing, and one that does, fit", async () => {
  const { id } = await session().ok("create_group", { group: { profile: { name: "Fitting" } } });
  const same = { group_id: id, changes: { profile: { name: "Fitting" } } };
  expect(await session().ok("update_group", same)).toMatchObject({ changed: [] });
  const other = { group_id: id, changes: { profile: { description: "Fits" } } };
  expect(await session().ok("update_group", other)).toMatchObject({
    changed: [{ field: "profile.description" }],
  });
});

test("an answer that does not fit would be seen", async () => {
  const { tools } = await session().client.listTools();
  const list = tools.find(({ name }) => name === "list_users");
  const fits = new Ajv2020({ strict: true }).compile(Object(list?.outputSchema));
  expect([
    fits({ items: [], count: 0, complete: true }),
    fits({ items: [] }),
    fits({ complete: "yes" }),
  ]).toEqual([true, false, false]);
});
