import { describe, expect, it } from "vitest";
import type { Schema } from "../../codegen/contract/openapi.js";
import type { PropertyModel, SchemaNode } from "../../codegen/model.js";
import { SchemaReader } from "../../codegen/schema.js";
import { ref } from "./contract/documents.js";

const text: Schema = { type: "string" };

function read(schema: Schema, schemas: Record<string, Schema> = {}): SchemaNode {
  const reader = new SchemaReader(schemas);
  return reader.resolve(reader.read(schema));
}

function properties(schema: Schema, schemas: Record<string, Schema> = {}): Record<string, PropertyModel> {
  const node = read(schema, schemas);
  if (node.kind !== "object") throw new Error(`an object was expected, not ${node.kind}`);
  return Object.fromEntries(node.properties.map((property) => [property.name, property]));
}

describe("SchemaReader: plain schemas", () => {
  it.each<[string, Schema, SchemaNode]>([
    ["a string", text, { kind: "string" }],
    [
      "a string's limits",
      { type: "string", format: "uri", pattern: "^h", minLength: 1, maxLength: 9 },
      { kind: "string", format: "uri", pattern: "^h", minLength: 1, maxLength: 9 },
    ],
    ["an enum", { type: "string", enum: ["A"] }, { kind: "string", values: ["A"] }],
    ["an enum without type", { enum: ["A"] }, { kind: "string", values: ["A"] }],
    [
      "an enum of integers",
      { type: "integer", enum: [1, 2] },
      { kind: "number", integer: true, values: [1, 2] },
    ],
    [
      "a nullable enum that lists null",
      { type: "string", enum: ["A", null], nullable: true },
      { kind: "string", values: ["A"], nullable: true },
    ],
    ["digits that are text", { type: "string", enum: [1, "2FA"] }, { kind: "string", values: ["1", "2FA"] }],
    ["an integer", { type: "integer", minimum: 0 }, { kind: "number", integer: true, minimum: 0 }],
    ["a boolean", { type: "boolean", nullable: true }, { kind: "boolean", nullable: true }],
    [
      "an array",
      { type: "array", items: text, maxItems: 2 },
      { kind: "array", items: { kind: "string" }, maxItems: 2 },
    ],
    ["an array of anything", { type: "array" }, { kind: "array", items: { kind: "any" } }],
    ["nothing said", {}, { kind: "any" }],
  ])("%s", (_, schema, want) => {
    expect(read(schema)).toEqual(want);
  });
});

describe("SchemaReader: objects", () => {
  it.each<[string, Schema, unknown]>([
    ["declared properties close it", { type: "object", properties: { a: text } }, "closed"],
    ["nothing declared leaves it open", { type: "object" }, "open"],
    ["additionalProperties: false", { properties: { a: text }, additionalProperties: false }, "closed"],
    ["additionalProperties: true", { properties: { a: text }, additionalProperties: true }, "open"],
    ["additionalProperties: {}", { properties: { a: text }, additionalProperties: {} }, "open"],
    [
      "additionalProperties: a schema",
      { properties: { a: text }, additionalProperties: text },
      { kind: "string" },
    ],
    ["x-okta-extensible", { properties: { a: text }, "x-okta-extensible": true }, "open"],
  ])("%s", (_, schema, additional) => {
    expect(read(schema)).toMatchObject({ kind: "object", additional });
  });

  it("keeps properties that are called like keywords", () => {
    const found = properties({
      type: "object",
      properties: { $ref: text, properties: { type: "object", properties: { enum: text } }, required: text },
      required: ["$ref"],
    });
    expect(Object.keys(found)).toEqual(["$ref", "properties", "required"]);
    expect(found.$ref).toMatchObject({ required: true, node: { kind: "string" } });
    expect(found.properties?.node).toMatchObject({ kind: "object", additional: "closed" });
  });

  it("reads what stands beside a reference: nullable, read-only", () => {
    const found = properties(
      { properties: { status: { allOf: [ref("Status")], nullable: true, readOnly: true } } },
      { Status: { type: "string", enum: ["A"] } },
    );
    expect(found.status).toEqual({
      name: "status",
      required: false,
      readOnly: true,
      node: { kind: "reference", name: "Status", nullable: true },
    });
  });

  it.each<[string, Schema]>([
    ["its own word", { type: "string", readOnly: true }],
    ["the schema it refers to", ref("Id")],
    ["the only branch of its allOf", { allOf: [ref("Id")] }],
    ["a later branch of its allOf", { allOf: [ref("Name"), { readOnly: true }] }],
  ])("takes read-only from %s", (_, schema) => {
    const schemas: Record<string, Schema> = { Id: { type: "string", readOnly: true }, Name: text };
    expect(properties({ properties: { id: schema, name: ref("Name") } }, schemas)).toMatchObject({
      id: { readOnly: true },
      name: { readOnly: false },
    });
  });
});

describe("SchemaReader: allOf", () => {
  const base: Schema = { type: "object", properties: { id: text, name: text }, required: ["id"] };

  it("is flat, in the order of inheritance, and a later declaration wins", () => {
    const found = properties(
      {
        allOf: [ref("Base"), { properties: { name: { type: "integer" } }, required: ["name"] }],
        properties: { own: text },
      },
      { Base: base },
    );
    expect(Object.keys(found)).toEqual(["id", "name", "own"]);
    expect(found).toMatchObject({
      id: { required: true, node: { kind: "string" } },
      name: { required: true, node: { kind: "number" } },
      own: { required: false },
    });
  });

  it("goes down through several generations", () => {
    const schemas: Record<string, Schema> = {
      Base: base,
      Middle: { allOf: [ref("Base")], properties: { middle: text } },
    };
    expect(Object.keys(properties({ allOf: [ref("Middle"), { required: ["middle"] }] }, schemas))).toEqual([
      "id",
      "name",
      "middle",
    ]);
  });

  it("calls read-only what any branch calls so, however late", () => {
    const found = properties({
      allOf: [
        { properties: { early: { type: "string", readOnly: true }, late: text, never: text } },
        { properties: { early: text, late: { type: "string", readOnly: true } } },
      ],
    });
    expect(found).toMatchObject({
      early: { readOnly: true },
      late: { readOnly: true },
      never: { readOnly: false },
    });
  });

  it("of one branch alone is that branch", () => {
    expect(read({ allOf: [ref("Status")] }, { Status: { type: "string", enum: ["A"] } })).toEqual({
      kind: "string",
      values: ["A"],
    });
  });

  it.each<[string, Schema, object]>([
    ["required", { required: ["name"] }, { properties: [{ required: true }, { required: true }] }],
    ["additionalProperties", { additionalProperties: true }, { additional: "open" }],
    ["x-okta-extensible", { "x-okta-extensible": true }, { additional: "open" }],
  ])("of one branch keeps %s beside it", (_, beside, want) => {
    expect(read({ allOf: [ref("Base")], ...beside }, { Base: base })).toMatchObject(want);
  });

  it("is open when one branch is", () => {
    expect(
      read({ allOf: [{ "x-okta-extensible": true, properties: { a: text } }, { properties: { b: text } }] }),
    ).toMatchObject({ additional: "open" });
  });
});

describe("SchemaReader: named schemas", () => {
  it("collects them after those they refer to", () => {
    const reader = new SchemaReader({
      A: { type: "object", properties: { b: ref("B") } },
      B: { type: "object", properties: { c: ref("C") } },
      C: text,
    });
    reader.read(ref("A"));
    expect([...reader.named.keys()]).toEqual(["C", "B", "A"]);
  });

  it("follows a schema that is nothing but another name", () => {
    expect(read(ref("Alias"), { Alias: ref("Real"), Real: { type: "boolean" } })).toEqual({
      kind: "boolean",
    });
  });

  it("ends where a schema contains itself", () => {
    const reader = new SchemaReader({
      Tree: { type: "object", properties: { children: { type: "array", items: ref("Tree") } } },
    });
    expect(reader.resolve(reader.read(ref("Tree")))).toMatchObject({
      properties: [{ node: { kind: "array", items: { kind: "reference", name: "Tree" } } }],
    });
  });

  it.each([
    ["an unknown schema", "#/components/schemas/Nope", "the contract has no schema Nope"],
    ["what is no schema", "#/components/examples/X", "the contract refers to #/components/examples/X"],
  ])("says so when a reference leads to %s", (_, $ref, message) => {
    expect(() => read({ $ref })).toThrow(message);
  });
});
