import { describe, expect, it } from "vitest";
import { normalize } from "../../../codegen/contract/normalize/index.js";
import type { Schema } from "../../../codegen/contract/openapi.js";
import { contractOf, ref } from "./documents.js";

type Case = [name: string, given: Schema, want: Schema];

const OTHERS: Record<string, Schema> = {
  Status: { type: "string", enum: ["ACTIVE", "INACTIVE"] },
  Links: { type: "object", properties: { self: { type: "string" } } },
};

function normalized(given: Schema): Schema | undefined {
  return normalize(contractOf({ ...OTHERS, Given: given })).components.schemas.Given;
}

function table(title: string, cases: Case[]): void {
  describe(title, () => {
    it.each(cases)("%s", (_, given, want) => {
      expect(normalized(given)).toEqual(want);
    });
  });
}

table("enum values", [
  [
    "lose HTML (2026.03.0)",
    { type: "string", enum: ["A", '<x-lifecycle class="ea"></x-lifecycle> CLIENT_UPDATE'] },
    { type: "string", enum: ["A", "CLIENT_UPDATE"] },
  ],
  [
    "lose the release stage (2024.06.1)",
    { type: "string", enum: ["A (EA)"] },
    { type: "string", enum: ["A"] },
  ],
  ["are kept once", { type: "string", enum: ["A", " A", "<b>A</b>"] }, { type: "string", enum: ["A"] }],
  ["may hold spaces", { type: "string", enum: ["OAuth 2.0"] }, { type: "string", enum: ["OAuth 2.0"] }],
  ["may be no strings", { type: "boolean", enum: [true] }, { type: "boolean", enum: [true] }],
]);

table("format", [
  ["of a known word stays", { type: "string", format: "date-time" }, { type: "string", format: "date-time" }],
  ["in prose is dropped", { type: "string", format: "SCIM Filter expression" }, { type: "string" }],
  [
    "in prose on a number is dropped",
    { type: "integer", format: "Integer between 0 and 1000" },
    { type: "integer" },
  ],
  ["that is a type is dropped", { type: "boolean", format: "boolean" }, { type: "boolean" }],
  [
    "by Okta's word gets the standard one",
    { type: "string", format: "url" },
    { type: "string", format: "uri" },
  ],
  ["by an inherited name is dropped", { type: "string", format: "toString" }, { type: "string" }],
]);

table("pattern", [
  [
    "gets its lookaheads back",
    { type: "string", pattern: "^P(?:$)(\\d+D)?(T(?:\\d)(\\d+H)?)?$" },
    { type: "string", pattern: "^P(?!$)(\\d+D)?(T(?=\\d)(\\d+H)?)?$" },
  ],
  [
    "with groups that say something stays",
    { type: "string", pattern: "^(?:\\d)+(?:ab|c)(?:$)?" },
    { type: "string", pattern: "^(?:\\d)+(?:ab|c)(?:$)?" },
  ],
]);

table("a type left out", [
  ["beside properties", { properties: { a: {} } }, { type: "object", properties: { a: {} } }],
  ["beside items", { items: { type: "string" } }, { type: "array", items: { type: "string" } }],
  ["beside an enum of strings", { enum: ["otp"] }, { type: "string", enum: ["otp"] }],
  ["beside a mixed enum stays open", { enum: ["a", 1] }, { enum: ["a", 1] }],
  ["with nothing beside it stays open", {}, {}],
]);

const inProperty = (schema: Schema): Schema => ({ type: "object", properties: { p: schema } });

table("allOf", [
  ["with an empty branch", inProperty({ allOf: [ref("Status"), {}] }), inProperty(ref("Status"))],
  ["with one reference", inProperty({ allOf: [ref("Status")] }), inProperty(ref("Status"))],
  [
    "with a flag for a branch",
    inProperty({ allOf: [ref("Links"), { readOnly: true }] }),
    inProperty({ allOf: [ref("Links")], readOnly: true }),
  ],
  [
    "with a flag beside it",
    inProperty({ allOf: [ref("Status")], nullable: true }),
    inProperty({ allOf: [ref("Status")], nullable: true }),
  ],
  [
    "with a typed flag for a branch",
    inProperty({ allOf: [ref("Links"), { type: "object", readOnly: true }] }),
    inProperty({ allOf: [ref("Links")], readOnly: true }),
  ],
  [
    "in place of siblings of a $ref",
    inProperty({ ...ref("Links"), readOnly: true }),
    inProperty({ allOf: [ref("Links")], readOnly: true }),
  ],
  [
    "not for a type beside a $ref",
    inProperty({ ...ref("Status"), type: "string" }),
    inProperty(ref("Status")),
  ],
  [
    "of one inline branch",
    { allOf: [{ type: "string", maxLength: 3 }], nullable: true },
    { type: "string", maxLength: 3, nullable: true },
  ],
  [
    "of one inline branch that disagrees",
    { minLength: 1, allOf: [{ type: "string", minLength: 3 }] },
    { minLength: 1, allOf: [{ type: "string", minLength: 3 }] },
  ],
  ["of nothing but flags", { allOf: [{}, { readOnly: true }] }, { readOnly: true }],
  ["of nothing but a type", { allOf: [{ type: "object" }] }, { type: "object" }],
  [
    "with properties in a branch",
    { allOf: [ref("Links"), { properties: { a: { type: "string" } } }] },
    { allOf: [ref("Links"), { type: "object", properties: { a: { type: "string" } } }] },
  ],
  [
    "with a requirement on the other branch's properties",
    { allOf: [ref("Links"), { required: ["self"] }] },
    { allOf: [ref("Links"), { required: ["self"] }] },
  ],
  ["inside allOf", { allOf: [{ allOf: [ref("Status"), {}] }] }, ref("Status")],
]);

table("a default that can not be one", [
  [
    "remark on a time",
    { type: "string", format: "date-time", default: "Assigned" },
    { type: "string", format: "date-time" },
  ],
  [
    "remark on a read-only id",
    { type: "string", readOnly: true, default: "Assigned" },
    { type: "string", readOnly: true },
  ],
  ["remark on a string", { type: "string", default: "7 days prior to until" }, { type: "string" }],
  ["remark on a number", { type: "integer", default: "Last / Lowest Priority" }, { type: "integer" }],
  ["object on a string", { type: "string", nullable: true, default: {} }, { type: "string", nullable: true }],
  ["null", { type: "string", nullable: true, default: null }, { type: "string", nullable: true }],
  ["empty text", { type: "string", default: "" }, { type: "string" }],
  ["fraction on an integer", { type: "integer", default: 1.5 }, { type: "integer" }],
  ["below the minimum", { type: "integer", minimum: 0, default: -1 }, { type: "integer", minimum: 0 }],
  ["above the maximum", { type: "number", maximum: 5, default: 6 }, { type: "number", maximum: 5 }],
  ["outside the enum", { type: "string", enum: ["A"], default: "B" }, { type: "string", enum: ["A"] }],
  ["of unknown type", { default: "x" }, {}],
  [
    "outside the enum behind a $ref",
    inProperty({ ...ref("Status"), default: "GONE" }),
    inProperty(ref("Status")),
  ],
  ["list on an object", { type: "object", default: [] }, { type: "object" }],
]);

const sound: Schema[] = [
  { type: "string", default: "source.login" },
  { type: "string", enum: ["OAuth 2.0"], default: "OAuth 2.0" },
  { type: "string", format: "date-time", default: "2030-01-01T00:00:00Z" },
  { type: "boolean", default: false },
  { type: "integer", minimum: 0, maximum: 9, default: 0 },
  { type: "array", items: { type: "string" }, default: [] },
  { type: "object", default: {} },
  inProperty({ allOf: [ref("Status")], default: "ACTIVE" }),
];
table(
  "a sound default stays",
  sound.map((schema) => [JSON.stringify(schema), schema, schema]),
);

table("facts that look wrong and are kept", [
  [
    "a read-only field that is required",
    { type: "object", properties: { id: { type: "string", readOnly: true } }, required: ["id"] },
    { type: "object", properties: { id: { type: "string", readOnly: true } }, required: ["id"] },
  ],
  [
    "a required name that is not declared here",
    { type: "object", required: ["x"] },
    { type: "object", required: ["x"] },
  ],
]);
