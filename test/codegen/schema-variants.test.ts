import { describe, expect, it } from "vitest";
import type { Schema } from "../../codegen/contract/openapi.js";
import type { SchemaNode } from "../../codegen/model.js";
import { SchemaReader } from "../../codegen/schema.js";
import { ref } from "./contract/documents.js";

const text: Schema = { type: "string" };

/** A base that its variants extend, as Okta writes policies and applications. */
const pets: Record<string, Schema> = {
  Pet: {
    type: "object",
    properties: { name: text, type: { type: "string", readOnly: true } },
    required: ["name"],
    discriminator: {
      propertyName: "type",
      mapping: { CAT: ref("Cat").$ref, DOG: ref("Dog").$ref, PUPPY: ref("Dog").$ref, FISH: ref("Fish").$ref },
    },
  },
  Cat: { allOf: [ref("Pet"), { type: "object", properties: { lives: { type: "integer" } } }] },
  Dog: { allOf: [ref("Pet"), { type: "object", properties: { tricks: text }, required: ["tricks"] }] },
  Fish: { allOf: [ref("Pet")] },
};

const mapping = pets.Pet?.discriminator?.mapping ?? {};

function readBoth(schema: Schema, schemas: Record<string, Schema> = pets) {
  const reader = new SchemaReader(schemas);
  return { node: reader.resolve(reader.read(schema)), named: reader.named };
}

const reference = (name: string): SchemaNode => ({ kind: "reference", name });

describe("SchemaReader: discriminated schemas", () => {
  it("reads a base with a mapping as the union of all its variants", () => {
    expect(readBoth(ref("Pet")).node).toEqual({
      kind: "union",
      discriminator: "type",
      variants: [
        { values: ["CAT"], node: reference("Cat") },
        { values: ["DOG", "PUPPY"], node: reference("Dog") },
        { values: ["FISH"], node: reference("Fish") },
      ],
    });
  });

  it("takes of the mapping only what oneOf lists", () => {
    const schema: Schema = { oneOf: [ref("Dog")], discriminator: { propertyName: "type", mapping } };
    expect(readBoth(schema).node).toMatchObject({ variants: [{ values: ["DOG", "PUPPY"] }] });
  });

  it("takes of the mapping only what anyOf lists", () => {
    const schema: Schema = {
      anyOf: [ref("Cat"), ref("Fish")],
      discriminator: { propertyName: "type", mapping },
    };
    expect(readBoth(schema).node).toMatchObject({ variants: [{ values: ["CAT"] }, { values: ["FISH"] }] });
  });

  it("narrows a variant's discriminator to its own values: first, required, writable", () => {
    const { named } = readBoth(ref("Pet"));
    const discriminators = ["Cat", "Dog", "Fish"].map((name) => {
      const node = named.get(name);
      return node?.kind === "object" ? node.properties[0] : undefined;
    });
    expect(discriminators).toEqual(
      [["CAT"], ["DOG", "PUPPY"], ["FISH"]].map((values) => ({
        name: "type",
        required: true,
        readOnly: false,
        node: { kind: "string", values },
      })),
    );
  });

  it("gives each variant what it inherits, and what it adds", () => {
    const { named } = readBoth(ref("Pet"));
    const shape = (name: string) => {
      const node = named.get(name);
      return node?.kind === "object" && node.properties.map((p) => (p.required ? p.name : `${p.name}?`));
    };
    expect(["Cat", "Dog", "Fish"].map(shape)).toEqual([
      ["type", "name", "lives?"],
      ["type", "name", "tricks"],
      ["type", "name"],
    ]);
  });

  it("narrows variants that are read on their own", () => {
    expect(readBoth(ref("Cat")).node).toMatchObject({ properties: [{ node: { values: ["CAT"] } }, {}, {}] });
  });

  it("narrows variants whose mapping stands only where they are used, also when they were read before", () => {
    const schemas: Record<string, Schema> = { Cat: { type: "object", properties: { lives: text } } };
    const reader = new SchemaReader(schemas);
    reader.read(ref("Cat"));
    reader.read({
      oneOf: [ref("Cat")],
      discriminator: { propertyName: "kind", mapping: { CAT: ref("Cat").$ref } },
    });
    expect(reader.named.get("Cat")).toMatchObject({
      properties: [{ name: "kind", required: true, node: { values: ["CAT"] } }, { name: "lives" }],
    });
  });

  it("refuses a schema that is a variant by two properties", () => {
    const schemas: Record<string, Schema> = {
      ...pets,
      Other: { discriminator: { propertyName: "kind", mapping: { X: ref("Cat").$ref } } },
    };
    expect(() => new SchemaReader(schemas)).toThrow("schema Cat is a variant by type and by kind");
  });

  it("reads oneOf without discriminator as a union to be tried in order", () => {
    expect(readBoth({ oneOf: [text, { type: "boolean" }] }).node).toEqual({
      kind: "union",
      variants: [
        { values: [], node: { kind: "string" } },
        { values: [], node: { kind: "boolean" } },
      ],
    });
  });

  it("reads a discriminator without mapping by its oneOf", () => {
    expect(readBoth({ oneOf: [ref("Cat")], discriminator: { propertyName: "type" } }).node).toEqual({
      kind: "union",
      variants: [{ values: [], node: reference("Cat") }],
    });
  });
});
