import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Schema } from "../../../codegen/contract/openapi.js";
import { type ZodMode, zodExpression, zodName } from "../../../codegen/emit/zod.js";
import type { SchemaNode } from "../../../codegen/model.js";
import { SchemaReader } from "../../../codegen/schema.js";
import { ref } from "../contract/documents.js";

/** The expression as generated code would run it, with the named schemas in scope. */
function evaluate(
  node: SchemaNode,
  named: ReadonlyMap<string, SchemaNode> = new Map(),
  mode: ZodMode = "whole",
): z.ZodType {
  const constants = [...named].map(
    ([name, target]) => `const ${zodName(name, mode)} = ${zodExpression(target, mode)};`,
  );
  return new Function("z", `${constants.join("\n")}\nreturn ${zodExpression(node, mode)};`)(z);
}

function schemaOf(schema: Schema, schemas: Record<string, Schema> = {}, mode?: ZodMode): z.ZodType {
  const reader = new SchemaReader(schemas);
  const node = reader.read(schema);
  return evaluate(node, reader.named, mode);
}

const variants: Record<string, Schema> = {
  Cat: {
    type: "object",
    properties: { type: { type: "string" }, lives: { type: "integer" } },
    required: ["lives"],
  },
  Dog: {
    type: "object",
    properties: { type: { type: "string" }, tricks: { type: "array", items: { type: "string" } } },
  },
  Pet: { discriminator: { propertyName: "type", mapping: { CAT: ref("Cat").$ref, DOG: ref("Dog").$ref } } },
};
const person: Schema = {
  type: "object",
  properties: {
    id: { type: "string", readOnly: true },
    login: { type: "string", minLength: 2 },
    age: { type: "integer", minimum: 0 },
    pet: ref("Pet"),
  },
  required: ["login"],
};

type Case = [given: string, schema: Schema, accepted: unknown[], refused: unknown[]];

const values: Case[] = [
  ["string", { type: "string" }, ["", "a"], [1, null, undefined]],
  ["nullable", { type: "string", nullable: true }, ["a", null], [1, undefined]],
  ["lengths", { type: "string", minLength: 1, maxLength: 2 }, ["a", "ab"], ["", "abc"]],
  ["pattern", { type: "string", pattern: "^\\p{L}+$" }, ["é"], ["1", ""]],
  ["enum", { type: "string", enum: ["A", "B"] }, ["A"], ["C", "a", null]],
  ["enum with null", { type: "string", enum: ["A", null], nullable: true }, ["A", null], ["null"]],
  ["enum of numbers", { type: "integer", enum: [1, 2] }, [1, 2], ["1", 3]],
  ["integer", { type: "integer", minimum: 1, maximum: 3 }, [1, 3], [0, 4, 1.5, "1"]],
  ["number", { type: "number", minimum: 0 }, [0, 0.5], [-0.5, Number.NaN]],
  ["boolean", { type: "boolean" }, [true, false], ["true", 0]],
  [
    "array",
    { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 },
    [["a"]],
    [[], ["a", "b", "c"], [1], "a"],
  ],
  [
    "date-time",
    { type: "string", format: "date-time" },
    ["2026-01-31T00:00:00Z", "2026-01-31T00:00:00.000+02:00"],
    ["2026-01-31", "today"],
  ],
  ["date", { type: "string", format: "date" }, ["2026-01-31"], ["2026-02-31", "31.1.2026"]],
  ["email", { type: "string", format: "email" }, ["jörg@münchen.example"], ["joerg", "a@b@c"]],
  [
    "email with a length",
    { type: "string", format: "email", minLength: 5, maxLength: 10 },
    ["ab@cd.ef"],
    ["abcdefgh@cd.ef"],
  ],
  ["uri", { type: "string", format: "uri" }, ["https://a.example/b"], ["a.example"]],
  ["an object without declarations", { type: "object" }, [{}, { a: 1 }], [[], "a", null]],
  [
    "further keys, open",
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: true },
    [{ a: "a", b: 1 }],
    [{ a: 1 }],
  ],
  [
    "further keys, typed",
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "boolean" } },
    [{ a: "a", b: true }],
    [{ b: "a" }],
  ],
  ["a record", { type: "object", additionalProperties: { type: "boolean" } }, [{}, { x: true }], [{ x: 1 }]],
  [
    "x-okta-extensible",
    { type: "object", properties: { a: { type: "string" } }, "x-okta-extensible": true },
    [{ custom: 1 }],
    [{ a: 1 }],
  ],
  [
    "a plain union",
    { oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    ["a", ["a"]],
    [1, [1]],
  ],
];

const bodies: Case[] = [
  [
    "a whole body",
    person,
    [{ login: "jo" }, { login: "jo", pet: { type: "CAT", lives: 9 } }, { login: "jo", pet: { type: "DOG" } }],
    [
      {},
      { login: "j" },
      { login: "jo", id: "1" },
      { login: "jo", shoe: 42 },
      { login: "jo", age: null },
      { login: "jo", pet: { lives: 9 } },
      { login: "jo", pet: { type: "COW" } },
      { login: "jo", pet: { type: "CAT" } },
      { login: "jo", pet: { type: "CAT", lives: 9, tricks: [] } },
    ],
  ],
];

const partials: Case[] = [
  [
    "a partial body",
    person,
    [{}, { login: null }, { age: 3 }, { pet: null }, { pet: { lives: 8 } }, { pet: { tricks: null } }],
    [{ login: "j" }, { id: "1" }, { shoe: 42 }, { pet: { lives: 8, tricks: [] } }, { pet: { type: "COW" } }],
  ],
];

describe.each([
  ["whole", [...values, ...bodies]],
  ["partial", partials],
] as const)("emitted expressions, %s", (mode, cases) => {
  describe.each(cases)("%s", (_, schema, accepted, refused) => {
    const zod = schemaOf(schema, variants, mode);
    it.each(accepted.map((value) => [JSON.stringify(value) ?? "undefined", value]))(
      "takes %s",
      (_text, value) => {
        expect(zod.safeParse(value).error?.issues ?? []).toEqual([]);
      },
    );
    it.each(refused.map((value) => [JSON.stringify(value) ?? "undefined", value]))(
      "refuses %s",
      (_text, value) => {
        expect(zod.safeParse(value).success).toBe(false);
      },
    );
  });
});
