import { describe, expect, it } from "vitest";
import { answerOnlyFields } from "../../codegen/answer-only.js";
import type { Schema } from "../../codegen/contract/openapi.js";
import type { AnswerOnlyFields } from "../../codegen/model.js";
import { SchemaReader } from "../../codegen/schema.js";
import { ref } from "./contract/documents.js";

const text: Schema = { type: "string" };
const fixed: Schema = { type: "string", readOnly: true };

function object(properties: Record<string, Schema>, more: Schema = {}): Schema {
  return { type: "object", properties, ...more };
}

function find(answer: Schema, request: Schema, schemas: Record<string, Schema> = {}): AnswerOnlyFields {
  const sides = { answers: new SchemaReader(schemas), requests: new SchemaReader(schemas) };
  return answerOnlyFields(sides.answers.read(answer), sides.requests.read(request), sides);
}

type Case = [given: string, answer: Schema, request: Schema, always: string[]];

const cases: Case[] = [
  ["nothing where both sides agree", object({ a: text }), object({ a: text }), []],
  ["read-only fields", object({ id: fixed, a: text }), object({ id: fixed, a: text }), ["id"]],
  ["fields the request does not declare", object({ a: text, etag: text }), object({ a: text }), ["etag"]],
  ["fields a request that is open would take: none", object({ a: text }), object({}), []],
  ["fields of the request alone: none", object({}), object({ secret: text }), []],
  [
    "fields of objects within",
    object({ profile: object({ name: text, made: fixed }) }),
    object({ profile: object({ name: text, made: fixed }) }),
    ["profile.made"],
  ],
  [
    "a whole object that is read-only, not its parts",
    object({ _links: object({ self: text }, { readOnly: true }) }),
    object({ _links: object({ self: text }, { readOnly: true }) }),
    ["_links"],
  ],
  [
    "fields of items",
    object({ keys: { type: "array", items: object({ kid: text, created: fixed }) } }),
    object({ keys: { type: "array", items: object({ kid: text, created: fixed }) } }),
    ["keys[].created"],
  ],
  [
    "fields under any key",
    object({ apps: { type: "object", additionalProperties: object({ id: fixed, on: text }) } }),
    object({ apps: { type: "object", additionalProperties: object({ id: fixed, on: text }) } }),
    ["apps.*.id"],
  ],
  ["several, in order", object({ b: fixed, a: fixed }), object({ b: fixed, a: fixed }), ["a", "b"]],
];

describe("answerOnlyFields", () => {
  it.each(cases)("finds %s", (_, answer, request, always) => {
    expect(find(answer, request)).toEqual({ always });
  });

  it("ends where a schema contains itself", () => {
    const schemas = { Tree: object({ id: fixed, child: ref("Tree") }) };
    expect(find(ref("Tree"), ref("Tree"), schemas)).toEqual({ always: ["child.id", "id"] });
  });

  const variants: Record<string, Schema> = {
    Rule: object(
      { id: fixed, type: text },
      { discriminator: { propertyName: "type", mapping: { A: ref("RuleA").$ref, B: ref("RuleB").$ref } } },
    ),
    RuleA: { allOf: [ref("Rule"), object({ a: fixed })] },
    RuleB: { allOf: [ref("Rule"), object({ b: text })] },
  };

  it("splits by variant what not all variants have", () => {
    expect(find(ref("Rule"), ref("Rule"), variants)).toEqual({
      always: ["id"],
      byVariant: { property: "type", paths: { A: ["a"] } },
    });
  });

  it("looks only at the variants a request may have", () => {
    const { mapping } = variants.Rule?.discriminator ?? {};
    const request: Schema = {
      oneOf: [ref("RuleB")],
      discriminator: { propertyName: "type", ...(mapping && { mapping }) },
    };
    expect(find(ref("Rule"), request, variants)).toEqual({ always: ["id"] });
  });

  it("follows the discriminator of a union within", () => {
    const holder = object({ rule: ref("Rule") });
    expect(find(holder, holder, variants)).toEqual({ always: ["rule.a", "rule.id"] });
  });
});
