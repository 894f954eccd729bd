import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allowlist } from "../../codegen/allowlist/index.js";
import type { Document } from "../../codegen/contract/openapi.js";
import { introduce } from "../../src/mcp/introduction.js";
import { GENERATED } from "./names.js";
import { catalog, descriptors, load } from "./tools.js";

const contract: Document = JSON.parse(
  readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"),
);
const knownScopes = Object.values(contract.components.securitySchemes).flatMap((scheme) =>
  scheme.type === "oauth2" ? Object.values(scheme.flows).flatMap(({ scopes }) => Object.keys(scopes)) : [],
);
/** Arguments that many tools share: the server's instructions explain them once. */
const SHARED = ["fetch_all", "count_only", "max_items", "detail", "fields", "dry_run", "confirm"];
/** And those whose name says it all. */
const EXPLAINED = new RegExp(`^(?:${SHARED.join("|")}|limit|type|(?:group|app|policy|rule)_id)$`);
const generated = descriptors.filter(({ origin }) => origin === "generated");

describe("the catalogue", () => {
  it("has the 43 generated tools, in order, over the operations they are named for", () => {
    const allowed = allowlist.flatMap(({ operations }) => operations);
    expect(generated.map(({ name }) => name)).toEqual(GENERATED.map(([name]) => name));
    expect(allowed.map(({ tool, operationId }) => [tool, operationId])).toEqual(GENERATED);
    expect(GENERATED).toHaveLength(43);
  });

  it("lists generated tools by toolset in the allowlist's order", () => {
    const wanted = allowlist.flatMap(({ toolset, operations }) => operations.map(() => toolset));
    expect(generated.map(({ toolset }) => toolset)).toEqual(wanted);
  });

  it("has arguments without words only where the instructions explain them", () => {
    const { instructions } = introduce({ version: "1", org: "acme.okta.com", logs: true });
    expect(SHARED.filter((name) => !instructions.includes(name))).toEqual([]);
    expect(instructions.length).toBeLessThan(1_500);
  });

  it("has a lookup for each tool that names an object, which itself is a tool", async () => {
    const names = new Set(descriptors.map(({ name }) => name));
    const tools = await Promise.all(descriptors.map(load));
    const lookups = tools.flatMap((tool) => tool.lookups ?? []);
    expect(new Set(lookups).size).toBe(5);
    expect(lookups.filter((name) => !names.has(name))).toEqual([]);
  });

  it("has no name twice", () => {
    expect(new Set(descriptors.map(({ name }) => name)).size).toBe(descriptors.length);
  });

  it.each(["", "no_such_tool", "constructor", "__proto__", "toString"])(
    "loads nothing for %j",
    async (name) => {
      expect(await catalog.load(name)).toBeUndefined();
    },
  );
});

describe.each(descriptors.map((descriptor) => [descriptor.name, descriptor] as const))(
  "%s",
  (name, descriptor) => {
    const { title, description, safety, scopes, annotations, inputSchema } = descriptor;

    it("has a name clients accept", () => {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(name.length).toBeLessThanOrEqual(32);
    });

    it("says in one to three sentences what it does", () => {
      expect(title.length).toBeGreaterThan(0);
      expect(description.length).toBeGreaterThan(1);
      expect(description.length).toBeLessThanOrEqual(400);
      expect(description).toMatch(/\.$/);
    });

    it("has all four hints, and they fit its safety", () => {
      const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint, ...others } = annotations;
      // Safety speaks of the org; export_records leaves it as it is, but writes a file on the user's machine.
      expect(readOnlyHint).toBe(safety === "read" && name !== "export_records");
      // These updates ask in some cases, as what is destructive does in all.
      const mayAsk = ["update_user", "update_policy", "update_policy_rule"].includes(name);
      expect(destructiveHint).toBe(safety === "destructive" || mayAsk);
      expect([idempotentHint, openWorldHint].map((hint) => typeof hint)).toEqual(["boolean", "boolean"]);
      expect(others).toEqual({});
    });

    it("needs scopes the contract knows, and no `manage` to read", () => {
      expect(scopes.filter((scope) => !knownScopes.includes(scope))).toEqual([]);
      if (descriptor.origin === "generated") expect(scopes.length).toBeGreaterThan(0);
      if (safety === "read") expect(scopes.filter((scope) => !scope.endsWith(".read"))).toEqual([]);
    });

    it("takes a closed plain object", () => {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      const keywords = ["type", "properties", "required", "additionalProperties"];
      expect(Object.keys(inputSchema).filter((keyword) => !keywords.includes(keyword))).toEqual([]);
    });

    it("has an input schema that is strict JSON Schema 2020-12", () => {
      const validate = new Ajv2020({ strict: true, allErrors: true }).compile(inputSchema);
      expect(validate({ no_such_argument: 1 })).toBe(false);
      expect(JSON.stringify(validate.errors)).toContain('"additionalProperty":"no_such_argument"');
    });

    it("describes every argument, but for what its name or the server's instructions say", () => {
      const silent = Object.entries(inputSchema.properties).filter(([, shape]) => !("description" in shape));
      const untold = silent.map(([key]) => key).filter((key) => !EXPLAINED.test(key));
      expect(untold).toEqual([]);
    });

    it("loads, and its Zod schema takes what the advertised schema shows", async () => {
      const tool = await load(descriptor);
      const { properties, required, additionalProperties } = z.toJSONSchema(tool.input, { io: "input" });
      expect(tool).toMatchObject({ name, inputSchema });
      expect(Object.keys(properties ?? {})).toEqual(Object.keys(inputSchema.properties));
      expect(required ?? []).toEqual(inputSchema.required ?? []);
      expect(additionalProperties).toBe(false);
      const shown = Object.entries(inputSchema.properties).map(([key, value]) => [key, facts(value)]);
      const held = Object.entries(properties ?? {}).map(([key, value]) => [key, facts(value)]);
      expect(shown).toEqual(held);
    });

    it("names an unknown argument in its refusal", async () => {
      const tool = await load(descriptor);
      const { error } = tool.input.safeParse({ no_such_argument: 1 });
      expect(error?.issues).toContainEqual(
        expect.objectContaining({ code: "unrecognized_keys", keys: ["no_such_argument"], path: [] }),
      );
    });
  },
);

/** What both schemas must say of an argument; bodies, which are shown in part, are all objects. */
function facts(schema: unknown): unknown {
  // A number's bounds are told by the error alone.
  const { type = "object", const: only, default: value, ...others } = Object(schema);
  const values = only === undefined ? others.enum : [only];
  return { type, ...(type === "object" ? {} : { values, value }) };
}
