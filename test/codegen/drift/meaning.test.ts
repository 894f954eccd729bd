import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Document, Schema } from "../../../codegen/contract/openapi.js";
import { compareContracts } from "../../../codegen/drift/compare.js";
import { ref } from "../contract/documents.js";
import { type Things, things, told } from "./things.js";

const text: Schema = { type: "string" };
const contract: Document = JSON.parse(
  readFileSync(new URL("../../../specs/okta-management.json", import.meta.url), "utf8"),
);
const base: Schema = {
  type: "object",
  properties: { kind: text, name: text },
  discriminator: { propertyName: "kind", mapping: { CAT: ref("Cat").$ref, DOG: ref("Dog").$ref } },
};
const variant = (more: Schema): Schema => ({ allOf: [ref("Pet"), more] });
const pets = (pet: Schema, cat: Schema, dog: Schema = {}): Things => ({
  body: ref("Pet"),
  schemas: { Pet: pet, Cat: variant(cat), Dog: variant(dog) },
});
const lives: Schema = { type: "object", properties: { lives: { type: "integer" } } };

describe("what means the same is no change", () => {
  it("the committed contract against itself", () => {
    expect(compareContracts(contract, structuredClone(contract))).toEqual([]);
  });

  const same: [what: string, before: Things, after: Things][] = [
    ["a reference and what it leads to", { body: ref("A"), schemas: { A: text } }, { body: text }],
    [
      "properties inherited and own",
      {
        body: { allOf: [ref("A"), { type: "object", properties: { b: text } }] },
        schemas: { A: { type: "object", properties: { a: text } } },
      },
      { body: { type: "object", properties: { a: text, b: text } } },
    ],
    [
      "alternatives in another order",
      { body: { oneOf: [ref("A"), ref("B")] }, schemas: { A: text, B: lives } },
      { body: { oneOf: [ref("B"), ref("A")] }, schemas: { A: text, B: lives } },
    ],
    [
      "a field of the base that moved to each variant",
      pets(base, lives),
      {
        ...pets({ ...base, properties: { kind: text } }, lives),
        schemas: {
          Pet: { ...base, properties: { kind: text } },
          Cat: variant({ allOf: [lives, { properties: { name: text } }] }),
          Dog: variant({ properties: { name: text } }),
        },
      },
    ],
    [
      "a required discriminator, which is required anyway",
      pets(base, lives),
      pets({ ...base, required: ["kind"] }, lives),
    ],
    [
      "a read-only field required, for what is sent",
      { body: { type: "object", properties: { id: { ...text, readOnly: true } } } },
      { body: { type: "object", properties: { id: { ...text, readOnly: true } }, required: ["id"] } },
    ],
    [
      "a read-only field that is gone, for what is sent",
      { body: { type: "object", properties: { id: { ...text, readOnly: true } } } },
      { body: { type: "object" } },
    ],
  ];

  it.each(same)("%s", (_, before, after) => {
    expect(told(things(before), things(after))).toEqual([]);
  });
});

describe("a change is told once, where a person finds it", () => {
  it("in a variant, by the value that chooses it", () => {
    expect(told(things(pets(base, lives)), things(pets(base, { type: "object" })))).toEqual([
      "breaking property-gone: POST /things/{thingId}, body, CAT, lives: the field is gone",
    ]);
  });

  it("in the base, not again in each variant", () => {
    const after = { ...base, properties: { kind: text, name: { ...text, maxLength: 5 } } };
    expect(told(things(pets(base, lives)), things(pets(after, lives)))).toEqual([
      "breaking limit-tightened: POST /things/{thingId}, body, name: limit tightened: `maxLength none` became `maxLength 5`",
    ]);
  });

  it("in a component that is sent and answered: the worse of the two, and how many places there are", () => {
    const both = (A: Schema): Things => ({
      body: ref("A"),
      answer: { type: "array", items: ref("A") },
      schemas: { A },
    });
    const before = { ...text, enum: ["A", "B"] };
    expect(told(things(both(before)), things(both({ ...text, enum: ["A"] })))).toEqual([
      "breaking enum-value-gone: POST /things/{thingId}, body: the value `B` is gone +1",
    ]);
  });

  it("behind a circle of references", () => {
    const tree = (leaf: Schema): Things => ({
      answer: ref("Tree"),
      schemas: {
        Tree: { type: "object", properties: { children: { type: "array", items: ref("Tree") }, leaf } },
      },
    });
    expect(told(things(tree(text)), things(tree({ type: "boolean" })))).toEqual([
      "breaking type-changed: POST /things/{thingId}, answer, leaf: type `string` became `boolean`",
    ]);
  });

  it("without what follows from a changed type", () => {
    const before: Things = {
      body: { type: "object", properties: { a: { type: "object", properties: { b: text } } } },
    };
    const after: Things = { body: { type: "object", properties: { a: text } } };
    expect(told(things(before), things(after))).toHaveLength(1);
  });

  it("as a note, where a parameter has changed that no tool offers", () => {
    const q = { name: "q", in: "query" as const, schema: text };
    const id = { name: "thingId", in: "path" as const, required: true, schema: text };
    const before = things({ operation: { parameters: [id, q] } });
    const [change] = compareContracts(before, things({}), (_, parameter) => parameter !== "q");
    expect(change).toMatchObject({ rule: "parameter-gone", severity: "note" });
  });
});
