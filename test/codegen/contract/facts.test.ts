import { describe, expect, it } from "vitest";
import { facts } from "../../../codegen/contract/facts.js";
import type { JsonObject } from "../../../codegen/contract/openapi.js";
import { schemaFacts } from "../../../codegen/contract/schema-facts.js";
import { reads, ref, upstream, writes } from "./documents.js";

const prose = {
  title: "T",
  description: "D",
  example: "E",
  examples: ["E"],
  externalDocs: { url: "u" },
  "x-tags": ["t"],
};

describe("schema facts", () => {
  const same: JsonObject[] = [
    {
      type: "string",
      minLength: 1,
      maxLength: 2,
      pattern: "^a$",
      format: "email",
      enum: ["a", "b"],
      default: "a",
    },
    { type: "integer", minimum: 1, maximum: 9, exclusiveMinimum: true, multipleOf: 2 },
    { type: "array", items: { type: "boolean" }, minItems: 1, maxItems: 3, uniqueItems: true },
    { type: "object", additionalProperties: false, minProperties: 1, maxProperties: 2 },
    { type: "object", properties: { id: { type: "string", readOnly: true } }, required: ["id"] },
    { readOnly: true, nullable: true, deprecated: true, "x-okta-extensible": true },
    { oneOf: [ref("A"), { type: "string" }], anyOf: [ref("B")], not: ref("C"), allOf: [ref("D")] },
    { type: "string", enum: ["a", null], nullable: true, writeOnly: true },
  ];
  it.each(same.map((schema) => [Object.keys(schema).join(", "), schema]))("keeps %s", (_, schema) => {
    expect(schemaFacts(schema)).toEqual(schema);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["prose", { type: "string", ...prose }, { type: "string" }],
    ["prose in a branch", { allOf: [ref("A"), { ...prose }] }, { allOf: [ref("A"), {}] }],
    ["keywords the contract does not know", { "x-enumDescriptions": { A: "a" }, xml: {} }, {}],
    ["flags that are false", { readOnly: false, nullable: false, uniqueItems: false }, {}],
    ["empty properties and required", { type: "object", properties: {}, required: [] }, { type: "object" }],
    [
      "keywords of the wrong type",
      { minLength: "5", pattern: 1, type: "file", required: true, enum: "A" },
      {},
    ],
    ["an anything schema", { additionalProperties: { description: "D" } }, { additionalProperties: true }],
    [
      "what surrounds the lifecycle stage",
      { "x-okta-lifecycle": { lifecycle: "EA", SKUs: ["s"], isGenerallyAvailable: false } },
      { "x-okta-lifecycle": { lifecycle: "EA" } },
    ],
    [
      "the short form of a mapping",
      { discriminator: { propertyName: "t", mapping: { A: "Leaf" } } },
      { discriminator: { propertyName: "t", mapping: { A: "#/components/schemas/Leaf" } } },
    ],
  ])("drops %s", (_, given, want) => {
    expect(schemaFacts(given)).toEqual(want);
  });

  it("keeps properties that are named like keywords", () => {
    const names = [
      "$ref",
      "properties",
      "description",
      "title",
      "example",
      "enum",
      "default",
      "type",
      "required",
    ];
    const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
    expect(schemaFacts({ type: "object", properties })).toEqual({ type: "object", properties });
  });
});

describe("operation facts", () => {
  const { paths, components, info } = facts(
    upstream({
      paths: {
        "/it": {
          ...writes("createIt", ref("It"), {
            ...prose,
            summary: "S",
            tags: ["T"],
            security: [{ oauth2: ["okta.it.manage"] }],
            deprecated: true,
            "x-okta-lifecycle": { lifecycle: "GA", isCorsEnabled: true },
            parameters: [
              {
                name: "q",
                in: "query",
                ...prose,
                schema: { type: "string", ...prose },
                style: "form",
                explode: false,
              },
              { name: "id", in: "path", required: true, schema: { type: "string" } },
            ],
          }),
          ...reads("getIt", { type: "object" }),
        },
      },
      components: {
        securitySchemes: {
          apiToken: { type: "apiKey", in: "header", name: "Authorization", description: "D" },
          oauth2: {
            type: "oauth2",
            flows: { authorizationCode: { tokenUrl: "/t", scopes: { "okta.it.manage": "D" } } },
          },
        },
      },
    }),
  );

  it("keep what a call needs", () => {
    expect(paths["/it"]?.post).toEqual({
      operationId: "createIt",
      parameters: [
        { name: "q", in: "query", schema: { type: "string" }, style: "form", explode: false },
        { name: "id", in: "path", required: true, schema: { type: "string" } },
      ],
      requestBody: { required: true, content: { "application/json": { schema: ref("It") } } },
      responses: { "204": { description: "" } },
      security: [{ oauth2: ["okta.it.manage"] }],
      deprecated: true,
      "x-okta-lifecycle": { lifecycle: "GA" },
    });
  });

  it("keep every scope, and the version, but our own title", () => {
    expect(components.securitySchemes).toEqual({
      apiToken: { type: "apiKey", in: "header", name: "Authorization" },
      oauth2: {
        type: "oauth2",
        flows: { authorizationCode: { tokenUrl: "/t", scopes: { "okta.it.manage": "" } } },
      },
    });
    expect(info).toEqual({ title: "Okta management API, facts only", version: "2030.01.0" });
  });

  it("name the type of a response header", () => {
    const item = reads("getIt", {});
    const document = upstream({ paths: { "/it": item } });
    const headers = { ETag: { description: "D", schema: { type: "string", example: "E" } } };
    Object.assign(item, { get: { operationId: "getIt", responses: { "200": { headers } } } });
    expect(facts(document).paths["/it"]?.get?.responses["200"]?.headers).toEqual({
      ETag: { schema: { type: "string" } },
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      "a body that is not JSON",
      { post: { operationId: "put", requestBody: { content: { "text/xml": {} } } } },
      /body of put is text\/xml/,
    ],
    [
      "a parameter without a schema",
      reads("get", {}, { parameters: [{ name: "q", in: "query" }] }),
      /get.*`q`/,
    ],
    [
      "a parameter without a place",
      reads("get", {}, { parameters: [{ name: "q", schema: {} }] }),
      /get.*`q`/,
    ],
  ])("refuse %s", (_, item, message) => {
    expect(() => facts(upstream({ paths: { "/it": item } }))).toThrow(message);
  });
});
