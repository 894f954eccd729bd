import { describe, expect, it } from "vitest";
import { type ZodMode, zodExpression, zodName } from "../../../codegen/emit/zod.js";
import type { ObjectNode, PropertyModel, SchemaNode } from "../../../codegen/model.js";

type Case = [given: string, node: SchemaNode, want: string, mode?: ZodMode];

const text: SchemaNode = { kind: "string" };

function property(name: string, more: Partial<PropertyModel> = {}): PropertyModel {
  return { name, required: false, readOnly: false, node: text, ...more };
}

function object(
  properties: readonly PropertyModel[],
  additional: ObjectNode["additional"] = "closed",
): SchemaNode {
  return { kind: "object", properties, additional };
}

const kinds: Case[] = [
  ["a string", text, "z.string()"],
  ["a number", { kind: "number", integer: false }, "z.number()"],
  ["an integer", { kind: "number", integer: true }, "z.int()"],
  ["a boolean", { kind: "boolean" }, "z.boolean()"],
  ["an array", { kind: "array", items: text }, "z.array(z.string())"],
  ["anything", { kind: "any" }, "z.unknown()"],
  ["a reference", { kind: "reference", name: "OAuth2Client" }, "oAuth2Client"],
  ["a nullable string", { kind: "string", nullable: true }, "z.string().nullable()"],
  ["a nullable reference", { kind: "reference", name: "Profile", nullable: true }, "profile.nullable()"],
  [
    "a nullable object",
    { kind: "object", properties: [], additional: "closed", nullable: true },
    "z.strictObject({  }).nullable()",
  ],
];

const limits: Case[] = [
  ["one value", { kind: "string", values: ["A"] }, 'z.literal("A")'],
  ["an enum", { kind: "string", values: ["A", "B"] }, 'z.enum(["A","B"])'],
  ["an enum of numbers", { kind: "number", integer: true, values: [1, 2] }, "z.literal([1,2])"],
  ["lengths", { kind: "string", minLength: 2, maxLength: 5 }, "z.string().min(2).max(5)"],
  ["a length of at least nothing", { kind: "string", minLength: 0 }, "z.string()"],
  ["a length of nothing", { kind: "string", maxLength: 0 }, "z.string().max(0)"],
  ["a pattern", { kind: "string", pattern: '^\\d+"$' }, 'z.string().regex(new RegExp("^\\\\d+\\"$", "u"))'],
  ["bounds", { kind: "number", integer: true, minimum: 0, maximum: 9 }, "z.int().min(0).max(9)"],
  ["items", { kind: "array", items: text, minItems: 1, maxItems: 3 }, "z.array(z.string()).min(1).max(3)"],
];

const formats: Case[] = [
  ["date-time", { kind: "string", format: "date-time" }, "z.iso.datetime({ offset: true })"],
  ["date", { kind: "string", format: "date" }, "z.iso.date()"],
  ["email", { kind: "string", format: "email" }, "z.email({ pattern: z.regexes.unicodeEmail })"],
  ["uri", { kind: "string", format: "uri" }, "z.url()"],
  ["uuid", { kind: "string", format: "uuid" }, "z.guid()"],
  ["ipv4", { kind: "string", format: "ipv4" }, "z.ipv4()"],
  ["a format Zod does not know", { kind: "string", format: "password" }, "z.string()"],
  ["a format with a length", { kind: "string", format: "uri", maxLength: 99 }, "z.url().max(99)"],
];

const objects: Case[] = [
  [
    "a required and an optional property",
    object([property("id", { required: true }), property("name")]),
    "z.strictObject({ id: z.string(), name: z.string().optional() })",
  ],
  [
    "a read-only property",
    object([property("id", { readOnly: true, required: true })]),
    "z.strictObject({  })",
  ],
  [
    "names that are no identifiers",
    object([property("$ref"), property("x-y"), property("1st")]),
    'z.strictObject({ $ref: z.string().optional(), "x-y": z.string().optional(), "1st": z.string().optional() })',
  ],
  ["an open object", object([property("a")], "open"), "z.looseObject({ a: z.string().optional() })"],
  [
    "an object with typed further keys",
    object([property("a")], { kind: "boolean" }),
    "z.object({ a: z.string().optional() }).catchall(z.boolean())",
  ],
  ["an open record", object([], "open"), "z.record(z.string(), z.unknown())"],
  ["a typed record", object([], { kind: "boolean" }), "z.record(z.string(), z.boolean())"],
];

const unions: Case[] = [
  [
    "a plain union",
    { kind: "union", variants: [text, { kind: "boolean" as const }].map((node) => ({ values: [], node })) },
    "z.union([z.string(), z.boolean()])",
  ],
  [
    "a union by discriminator",
    {
      kind: "union",
      discriminator: "type",
      variants: ["Cat", "Dog"].map((name) => ({ values: [name], node: { kind: "reference", name } })),
    },
    'z.discriminatedUnion("type", [cat, dog])',
  ],
];

const partial: Case[] = [
  [
    "null clears what a whole body requires",
    object([property("name", { required: true })]),
    "z.strictObject({ name: z.string().nullable().optional() })",
    "partial",
  ],
  [
    "null is not said twice",
    object([property("name", { node: { kind: "string", nullable: true } })]),
    "z.strictObject({ name: z.string().nullable().optional() })",
    "partial",
  ],
  [
    "objects within are partial, too",
    object([property("inner", { node: object([property("a", { required: true })], "open") })]),
    "z.strictObject({ inner: z.looseObject({ a: z.string().nullable().optional() }).nullable().optional() })",
    "partial",
  ],
  ["references lead to partial schemas", { kind: "reference", name: "Profile" }, "profilePatch", "partial"],
  [
    "a discriminator may be left out",
    {
      kind: "union",
      discriminator: "type",
      variants: [{ values: ["CAT"], node: { kind: "reference", name: "Cat" } }],
    },
    "z.union([catPatch])",
    "partial",
  ],
];

describe.each([
  ["kinds", kinds],
  ["limits", limits],
  ["formats", formats],
  ["objects", objects],
  ["unions", unions],
  ["partial bodies", partial],
])("zodExpression: %s", (_, cases) => {
  it.each(cases)("%s", (_given, node, want, mode = "whole") => {
    expect(zodExpression(node, mode)).toBe(want);
  });
});

describe("zodName", () => {
  it.each([
    ["OpenIdConnectApplication", "whole", "openIdConnectApplication"],
    ["OAuth2Client", "partial", "oAuth2ClientPatch"],
    ["saml-attribute_statement", "whole", "samlAttributeStatement"],
  ] as const)("%s, %s", (schema, mode, want) => {
    expect(zodName(schema, mode)).toBe(want);
  });
});
