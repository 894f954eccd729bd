import { describe, expect, it } from "vitest";
import type { Schema } from "../../../codegen/contract/openapi.js";
import { argumentsSchema } from "../../../codegen/emit/json-schema.js";
import type { BodyModel, SchemaNode, ToolModel } from "../../../codegen/model.js";
import { SchemaReader } from "../../../codegen/schema.js";
import { ref } from "../contract/documents.js";
import { allowed } from "../widgets.js";
import { onlyToolset, widgetModel } from "./formatted.js";

const text: Schema = { type: "string" };

const [template] = onlyToolset(widgetModel(allowed.create)).tools;

/** What is shown of one argument of that type. */
function shown(schema: Schema, schemas: Record<string, Schema> = {}): unknown {
  const reader = new SchemaReader(schemas);
  const node = reader.read(schema);
  return argumentOf(node, reader);
}

function argumentOf(
  node: SchemaNode,
  reader: SchemaReader,
  body?: BodyModel,
  kind?: ToolModel["kind"],
): unknown {
  if (!template) throw new Error("no tool to start from");
  const role = body ? ({ kind: "body" } as const) : ({ kind: "detail" } as const);
  const argument = { name: "a", words: "Words", required: false, role, node };
  const tool: ToolModel = {
    ...template,
    arguments: [argument],
    ...(body && { body }),
    ...(kind && { kind }),
  };
  return argumentsSchema(tool, reader).properties?.a;
}

/** What is shown of a body with these main fields. */
function shownBody(
  schema: Schema,
  show: string[],
  kind: ToolModel["kind"],
  schemas: Record<string, Schema> = {},
) {
  const reader = new SchemaReader(schemas);
  const node = reader.read(schema);
  return argumentOf(node, reader, { argument: "a", node, show }, kind);
}

describe("argumentsSchema: an argument", () => {
  it.each<[string, Schema, object]>([
    ["a string, without its limits", { type: "string", maxLength: 9, format: "uri" }, { type: "string" }],
    ["an enum", { type: "string", enum: ["A", "B"] }, { type: "string", enum: ["A", "B"] }],
    ["an enum of numbers", { type: "integer", enum: [1, 2] }, { type: "integer", enum: [1, 2] }],
    ["a number, without its bounds", { type: "integer", minimum: 0, maximum: 9 }, { type: "integer" }],
    ["a boolean", { type: "boolean" }, { type: "boolean" }],
    ["an array", { type: "array", items: text }, { type: "array", items: { type: "string" } }],
    ["an object, open", { type: "object", properties: { x: text } }, { type: "object" }],
    ["a union of objects", { oneOf: [{ type: "object" }, { properties: { x: text } }] }, { type: "object" }],
    ["a union of several types", { oneOf: [text, { type: "array", items: text }] }, {}],
    ["anything", {}, {}],
  ])("%s", (_, schema, want) => {
    expect(shown(schema)).toEqual({ ...want, description: "Words" });
  });
});

describe("argumentsSchema: a body", () => {
  const user: Schema = {
    type: "object",
    properties: {
      profile: { type: "object", properties: { login: text, age: { type: "integer" } }, required: ["login"] },
      secret: text,
    },
    required: ["profile"],
  };
  const profile = { login: { type: "string" }, age: { type: "integer" } };

  it("to be created shows its main fields and those required among them, and stays open", () => {
    expect(shownBody(user, ["profile.login", "profile.age"], "create")).toEqual({
      type: "object",
      properties: { profile: { type: "object", properties: profile, required: ["login"] } },
      required: ["profile"],
      description: "Words",
    });
  });

  it.each(["replace", "partial"] as const)("to be changed requires nothing, and null clears (%s)", (kind) => {
    const clearable = { login: { type: ["string", "null"] }, age: { type: ["integer", "null"] } };
    expect(shownBody(user, ["profile.login", "profile.age"], kind)).toEqual({
      type: "object",
      properties: { profile: { type: "object", properties: clearable } },
      description: "Words",
    });
  });

  it("by variant shows the discriminator's values, and requires what all variants require", () => {
    const mapping = { CAT: ref("Cat").$ref, DOG: ref("Dog").$ref };
    const properties = { type: text, name: text };
    const schemas: Record<string, Schema> = {
      Cat: { type: "object", properties, required: ["name"] },
      Dog: { type: "object", properties: { ...properties, tricks: text }, required: ["name", "tricks"] },
    };
    const pet: Schema = {
      oneOf: [ref("Cat"), ref("Dog")],
      discriminator: { propertyName: "type", mapping },
    };
    expect(shownBody(pet, ["type", "name", "tricks"], "create", schemas)).toEqual({
      type: "object",
      properties: {
        type: { type: "string", enum: ["CAT", "DOG"] },
        name: { type: "string" },
        tricks: { type: "string" },
      },
      required: ["type", "name"],
      description: "Words",
    });
  });
});

describe("argumentsSchema: the root", () => {
  it("is closed, and lists required arguments first", () => {
    const [tool] = onlyToolset(widgetModel(allowed.delete)).tools;
    const schema = tool && argumentsSchema(tool, { resolve: () => ({ kind: "string" }) });
    expect(schema).toMatchObject({ type: "object", required: ["widget_id"], additionalProperties: false });
    expect(Object.keys(schema?.properties ?? {})).toEqual(["widget_id", "dry_run", "confirm"]);
  });

  it("has no list of required arguments where none is", () => {
    const model = widgetModel(allowed.list);
    const [tool] = onlyToolset(model).tools;
    const schema = tool && argumentsSchema(tool, { resolve: () => ({ kind: "string" }) });
    expect(schema?.type).toBe("object");
    expect(schema).not.toHaveProperty("required");
  });
});
