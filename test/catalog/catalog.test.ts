import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allowlist } from "../../codegen/allowlist/index.js";
import type { Document } from "../../codegen/contract/openapi.js";
import { GENERATED } from "./names.js";
import { catalog, descriptors, load } from "./tools.js";

const contract: Document = JSON.parse(
  readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"),
);
const knownScopes = Object.values(contract.components.securitySchemes).flatMap((scheme) =>
  scheme.type === "oauth2" ? Object.values(scheme.flows).flatMap(({ scopes }) => Object.keys(scopes)) : [],
);
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
      expect(destructiveHint).toBe(safety === "destructive");
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

    it("describes every argument", () => {
      const words = Object.values(inputSchema.properties).map((property) => "description" in property);
      expect(words).toEqual(words.map(() => true));
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
  const { type = "object", const: only, default: value, minimum, maximum, ...others } = Object(schema);
  const values = only === undefined ? others.enum : [only];
  return { type, ...(type === "object" ? {} : { values, value, minimum, maximum }) };
}
