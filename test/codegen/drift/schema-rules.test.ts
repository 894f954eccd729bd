import { describe, expect, it } from "vitest";
import type { Schema } from "../../../codegen/contract/openapi.js";
import { compareContracts } from "../../../codegen/drift/compare.js";
import { RULES, type RuleId, type Severity } from "../../../codegen/drift/rules.js";
import { ref } from "../contract/documents.js";
import { things } from "./things.js";

const text: Schema = { type: "string" };
const A: Schema = { type: "object", properties: { kind: text, a: text } };
const B: Schema = { type: "object", properties: { kind: text, b: text } };
const C: Schema = { type: "object", properties: { kind: text, c: text } };
const schemas = { A, B, C };
const kinds = (...names: string[]): Schema => ({
  oneOf: names.map(ref),
  discriminator: {
    propertyName: "kind",
    mapping: Object.fromEntries(names.map((name) => [name.toLowerCase(), ref(name).$ref])),
  },
});
const object = (x: Schema | undefined, more: Schema = {}): Schema => ({
  type: "object",
  ...(x && { properties: { x } }),
  ...more,
});
const required: Schema = { required: ["x"] };
const string = (more: Schema): Schema => object({ ...text, ...more });
const stage = (lifecycle: string): Schema => ({ "x-okta-lifecycle": { lifecycle } });

type Row = [
  rule: RuleId,
  before: Schema,
  after: Schema,
  request: Severity | undefined,
  answer: Severity | undefined,
  words: string,
];

/** Given a schema before and after: what is found when it is sent, and when it is answered. */
const rows: Row[] = [
  ["property-added", object(undefined), object(text), "compatible", "compatible", "x: new field"],
  [
    "property-added-required",
    object(undefined),
    object(text, required),
    "breaking",
    "compatible",
    "x: new field, required",
  ],
  ["property-gone", object(text), object(undefined), "breaking", "breaking", "x: the field is gone"],
  [
    "property-required",
    object(text),
    object(text, required),
    "breaking",
    "compatible",
    "x: the field became required",
  ],
  [
    "property-optional",
    object(text, required),
    object(text),
    "compatible",
    "compatible",
    "x: the field is no longer required",
  ],
  [
    "property-read-only",
    string({}),
    string({ readOnly: true }),
    "breaking",
    undefined,
    "x: the field became read-only",
  ],
  [
    "property-writable",
    string({ readOnly: true }),
    string({}),
    "compatible",
    undefined,
    "x: the field can be written now",
  ],
  [
    "property-writable-required",
    object({ ...text, readOnly: true }, required),
    object(text, required),
    "breaking",
    undefined,
    "x: the field can be written now, and is required",
  ],
  [
    "property-write-only",
    string({}),
    string({ writeOnly: true }),
    undefined,
    "breaking",
    "x: the field is no longer answered",
  ],
  [
    "property-readable",
    string({ writeOnly: true }),
    string({}),
    undefined,
    "compatible",
    "x: the field is answered now",
  ],
  [
    "extra-closed",
    object(text, { additionalProperties: true }),
    object(text, { additionalProperties: false }),
    "breaking",
    "breaking",
    "other keys are no longer allowed",
  ],
  [
    "extra-unstated",
    object(text, { "x-okta-extensible": true }),
    object(text),
    "breaking",
    "compatible",
    "other keys are no longer declared",
  ],
  [
    "extra-ruled-out",
    object(text),
    object(text, { additionalProperties: false }),
    "breaking",
    "note",
    "keys that are not declared are ruled out now",
  ],
  [
    "extra-opened",
    object(text),
    object(text, { additionalProperties: true }),
    "compatible",
    "compatible",
    "other keys are allowed now",
  ],
  [
    "extra-typed",
    object(text, { additionalProperties: true }),
    object(text, { additionalProperties: text }),
    "breaking",
    "compatible",
    "other keys must have a certain type now",
  ],
  [
    "extra-untyped",
    object(text, { additionalProperties: text }),
    object(text, { additionalProperties: true }),
    "compatible",
    "compatible",
    "other keys may be of any type now",
  ],
  [
    "type-changed",
    object(text),
    object({ type: "boolean" }),
    "breaking",
    "breaking",
    "x: type `string` became `boolean`",
  ],
  [
    "type-narrowed",
    object({ type: "number" }),
    object({ type: "integer" }),
    "breaking",
    "compatible",
    "x: type `number` was narrowed to `integer`",
  ],
  [
    "type-widened",
    object(text),
    object({}),
    "compatible",
    "breaking",
    "x: type `string` was widened to `any`",
  ],
  [
    "enum-value-gone",
    string({ enum: ["A", "B"] }),
    string({ enum: ["A"] }),
    "breaking",
    "compatible",
    "x: the value `B` is gone",
  ],
  [
    "enum-value-added",
    string({ enum: ["A"] }),
    string({ enum: ["B", "A"] }),
    "compatible",
    "compatible",
    "x: new value `B`",
  ],
  [
    "enum-introduced",
    string({}),
    string({ enum: ["A", "B"] }),
    "breaking",
    "compatible",
    "x: only certain values now: `A, B`",
  ],
  [
    "enum-dropped",
    string({ enum: ["A"] }),
    string({}),
    "compatible",
    "compatible",
    "x: no longer bound to certain values (were `A`)",
  ],
  [
    "limit-tightened",
    string({ maxLength: 9 }),
    string({ maxLength: 5 }),
    "breaking",
    "compatible",
    "x: limit tightened: `maxLength 9` became `maxLength 5`",
  ],
  [
    "limit-loosened",
    object({ type: "integer", minimum: 3 }),
    object({ type: "integer" }),
    "compatible",
    "compatible",
    "x: limit loosened: `minimum 3` became `minimum none`",
  ],
  [
    "pattern-changed",
    string({ pattern: "^a" }),
    string({ pattern: "^b" }),
    "breaking",
    "compatible",
    "x: pattern `^a` became `^b`",
  ],
  [
    "pattern-dropped",
    string({ pattern: "^a" }),
    string({}),
    "compatible",
    "compatible",
    "x: pattern `^a` dropped",
  ],
  [
    "format-changed",
    string({ format: "date" }),
    string({ format: "date-time" }),
    "breaking",
    "breaking",
    "x: format `date` became `date-time`",
  ],
  ["format-added", string({}), string({ format: "uri" }), "breaking", "compatible", "x: format `uri` stated"],
  [
    "format-dropped",
    string({ format: "uri" }),
    string({}),
    "compatible",
    "compatible",
    "x: format `uri` no longer stated",
  ],
  [
    "null-refused",
    string({ nullable: true }),
    string({}),
    "breaking",
    "compatible",
    "x: may no longer be null",
  ],
  ["null-allowed", string({}), string({ nullable: true }), "compatible", "compatible", "x: may be null"],
  [
    "default-changed",
    string({ default: "a" }),
    string({ default: "b" }),
    "breaking",
    undefined,
    "x: default `a` became `b`: leaving it out means another thing",
  ],
  ["default-added", string({}), string({ default: "b" }), "compatible", undefined, "x: default `b` stated"],
  [
    "default-dropped",
    string({ default: "b" }),
    string({}),
    "compatible",
    undefined,
    "x: default `b` no longer stated",
  ],
  ["deprecated", string({}), string({ deprecated: true }), "compatible", "compatible", "x: deprecated"],
  ["undeprecated", string({ deprecated: true }), string({}), "note", "note", "x: no longer deprecated"],
  ["stage", string(stage("EA")), string(stage("GA")), "note", "note", "x: release stage `EA` became `GA`"],
  [
    "exclusion-changed",
    string({}),
    string({ not: { enum: ["a"] } }),
    "breaking",
    "compatible",
    "x: what is ruled out has changed",
  ],
  ["variant-gone", kinds("A", "B"), kinds("A"), "breaking", "compatible", "the variant `b` is gone"],
  ["variant-added", kinds("A"), kinds("A", "B"), "compatible", "compatible", "new variant `b`"],
  [
    "discriminator-changed",
    kinds("A", "B"),
    {
      ...kinds("A", "B"),
      discriminator: { propertyName: "form", mapping: kinds("A", "B").discriminator?.mapping ?? {} },
    },
    "breaking",
    "breaking",
    "variants are chosen by `form`, no longer by `kind`",
  ],
  [
    "discriminator-dropped",
    kinds("A", "B"),
    { oneOf: [ref("A"), ref("B")] },
    "compatible",
    "compatible",
    "no field is named any more that chooses the variant (was `kind`)",
  ],
  [
    "discriminator-stated",
    { oneOf: [ref("A"), ref("B")] },
    kinds("A", "B"),
    "compatible",
    "compatible",
    "variants are chosen by `kind` now",
  ],
  [
    "choice-changed",
    kinds("A"),
    { oneOf: [ref("B"), ref("C")] },
    "breaking",
    "compatible",
    "the choice between `a` became one between `B, C`",
  ],
  [
    "choice-introduced",
    { type: "object", additionalProperties: true },
    { type: "object", additionalProperties: true, oneOf: [ref("A"), ref("B")] },
    "breaking",
    "compatible",
    "became a choice between `A, B`",
  ],
  [
    "choice-dropped",
    { type: "object", additionalProperties: true, oneOf: [ref("A"), ref("B")] },
    { type: "object", additionalProperties: true },
    "breaking",
    "breaking",
    "no longer a choice between `A, B`",
  ],
];

/** The one change of a schema on one side; other notes than that would be found, too. */
function found(side: "body" | "answer", before: Schema, after: Schema) {
  // Other components stand for the rest of the document, and must not matter.
  const [was, is] = [before, after].map((schema) => things({ [side]: schema, schemas }));
  return was && is ? compareContracts(was, is) : [];
}

describe("a change of a schema, given before and after", () => {
  it.each(rows)("%s", (rule, before, after, request, answer, words) => {
    const want = (severity: Severity | undefined, side: string) =>
      severity === undefined ? [] : [[rule, severity, `${side}${words}`]];
    const lines = (side: "body" | "answer") =>
      found(side, before, after).map((change) => {
        const place = change.places[0]?.text.replace(`POST /things/{thingId}, ${side}`, side);
        return [change.rule, change.severity, `${place}: ${change.words}`];
      });
    const glue = /^x: /.test(words) ? ", " : ": ";
    expect(lines("body")).toEqual(want(request, `body${glue}`));
    expect(lines("answer")).toEqual(want(answer, `answer${glue}`));
  });

  it("has a row for every rule about schemas", () => {
    const tested = new Set(rows.map(([rule]) => rule));
    const others = /^(?:operation|scope|parameter|body|answer|error|header|schema)-/;
    expect(Object.keys(RULES).filter((id) => !others.test(id) && !tested.has(id as RuleId))).toEqual([]);
  });
});
