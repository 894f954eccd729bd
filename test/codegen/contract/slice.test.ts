import { describe, expect, it } from "vitest";
import { isObject, objectAt } from "../../../codegen/contract/json.js";
import type { JsonObject } from "../../../codegen/contract/openapi.js";
import { slice } from "../../../codegen/contract/slice.js";
import { reads, ref, upstream, writes } from "./documents.js";

const schemaNames = (document: JsonObject): string[] =>
  Object.keys(objectAt(objectAt(document, "components"), "schemas")).sort();

const kept = (document: JsonObject, operationId = "getIt"): string[] =>
  schemaNames(slice(document, [{ operationId }]).document);

describe("slice keeps the schemas an operation reaches", () => {
  const leaf = { type: "string" };
  it.each<[string, JsonObject]>([
    ["a property", { properties: { a: ref("Leaf") } }],
    ["items", { type: "array", items: ref("Leaf") }],
    ["additionalProperties", { additionalProperties: ref("Leaf") }],
    ["not", { not: ref("Leaf") }],
    ["allOf", { allOf: [ref("Leaf")] }],
    ["oneOf", { oneOf: [{ items: ref("Leaf") }] }],
    ["anyOf", { anyOf: [ref("Leaf")] }],
    [
      "a discriminator mapping",
      { discriminator: { propertyName: "t", mapping: { A: "#/components/schemas/Leaf" } } },
    ],
    ["a mapping by bare name", { discriminator: { propertyName: "t", mapping: { A: "Leaf" } } }],
  ])("through %s", (_, schema) => {
    const document = upstream({
      paths: { "/it": reads("getIt", ref("Top")) },
      schemas: { Top: schema, Leaf: leaf, Other: leaf },
    });
    expect(kept(document)).toEqual(["Leaf", "Top"]);
  });

  it("from parameters, bodies, answers and headers, and nowhere else", () => {
    const document = upstream({
      paths: {
        "/it": {
          post: {
            operationId: "getIt",
            parameters: [{ name: "q", in: "query", schema: ref("Query") }],
            requestBody: {
              content: { "application/json": { schema: ref("Body") }, "text/xml": { schema: ref("Xml") } },
            },
            responses: {
              "200": {
                headers: { ETag: { schema: ref("Tag") } },
                content: { "application/json": { schema: ref("Ok") } },
              },
              "404": { content: { "application/json": { schema: ref("Error") } } },
            },
          },
        },
        "/other": reads("getOther", ref("Other")),
      },
      schemas: Object.fromEntries(
        ["Query", "Body", "Xml", "Tag", "Ok", "Error", "Other"].map((name) => [name, { type: "string" }]),
      ),
    });
    expect(kept(document)).toEqual(["Body", "Error", "Ok", "Query", "Tag"]);
  });

  it("in a circle without end", () => {
    const schemas = { A: { properties: { b: ref("B") } }, B: { properties: { a: ref("A") } } };
    expect(kept(upstream({ paths: { "/it": reads("getIt", ref("A")) }, schemas }))).toEqual(["A", "B"]);
  });
});

describe("slice tells properties from keywords", () => {
  it.each(["$ref", "properties", "items", "allOf", "discriminator", "description", "default", "enum"])(
    "a property named %s",
    (name) => {
      const schemas = { Top: { type: "object", properties: { [name]: { type: "string" } } } };
      expect(kept(upstream({ paths: { "/it": reads("getIt", ref("Top")) }, schemas }))).toEqual(["Top"]);
    },
  );

  it("what looks like a reference inside an example or default is data", () => {
    const data = { a: ref("Nowhere"), $ref: "#/components/examples/Gone" };
    const schemas = { Top: { type: "object", example: data, default: data } };
    const document = upstream({ paths: { "/it": reads("getIt", ref("Top")) }, schemas });
    expect(kept(document)).toEqual(["Top"]);
  });
});

describe("slice inlines what is no schema", () => {
  const components = {
    parameters: { Id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
    responses: { Gone: { $ref: "#/components/responses/Gone~1404" }, "Gone/404": { description: "Gone." } },
    headers: { Tag: { schema: { type: "string" } } },
    requestBodies: { Body: { content: { "application/json": { schema: { type: "object" } } } } },
  };
  const document = upstream({
    paths: {
      "/it/{id}": {
        parameters: [
          { $ref: "#/components/parameters/Id" },
          { name: "q", in: "query", schema: { type: "string" } },
        ],
        put: {
          operationId: "putIt",
          parameters: [{ name: "q", in: "query", schema: { type: "integer" } }],
          requestBody: { $ref: "#/components/requestBodies/Body" },
          responses: {
            "200": { headers: { ETag: { $ref: "#/components/headers/Tag" } } },
            "404": { $ref: "#/components/responses/Gone" },
          },
        },
      },
    },
    components,
  });
  const item = objectAt(objectAt(slice(document, [{ operationId: "putIt" }]).document, "paths"), "/it/{id}");
  const operation = objectAt(item, "put");

  it("parameters of the path become the operation's, which override them", () => {
    expect(Object.keys(item)).toEqual(["put"]);
    expect(operation.parameters).toEqual([
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "q", in: "query", schema: { type: "integer" } },
    ]);
  });

  it("request body, responses and headers", () => {
    expect(operation.requestBody).toEqual(components.requestBodies.Body);
    expect(operation.responses).toEqual({
      "200": { headers: { ETag: { schema: { type: "string" } } } },
      "404": { description: "Gone.", headers: {} },
    });
  });
});

describe("slice finds operations by id", () => {
  const document = upstream({
    paths: { "/groups": { ...reads("listGroups", {}), ...writes("createGroup", {}) } },
  });

  it("under a former id, and says so", () => {
    const { document: sliced, renamed } = slice(document, [
      { operationId: "addGroup", formerly: ["createGroup"] },
    ]);
    const item = objectAt(objectAt(sliced, "paths"), "/groups");
    expect(isObject(item.post) && item.post.operationId).toBe("addGroup");
    expect(renamed).toEqual([{ operationId: "addGroup", upstream: "createGroup" }]);
  });

  it("under its own id first", () => {
    const wanted = [{ operationId: "createGroup", formerly: ["listGroups"] }];
    expect(slice(document, wanted).renamed).toEqual([]);
  });

  it("or names the one that is missing, with all its ids", () => {
    const wanted = [{ operationId: "listGroups" }, { operationId: "newGroup", formerly: ["makeGroup"] }];
    expect(() => slice(document, wanted)).toThrow(/`newGroup`.*makeGroup/);
  });
});

describe("slice refuses references it can not follow", () => {
  it.each<[string, JsonObject, RegExp]>([
    ["a missing schema", reads("getIt", ref("Gone")), /`Gone`/],
    ["a schema elsewhere", reads("getIt", { $ref: "other.yaml#/A" }), /other\.yaml/],
    [
      "a missing parameter",
      reads("getIt", {}, { parameters: [{ $ref: "#/components/parameters/P" }] }),
      /getIt.*`?points/,
    ],
    [
      "a circle",
      reads("getIt", {}, { parameters: [{ $ref: "#/components/parameters/Me" }] }),
      /refers to itself/,
    ],
  ])("%s", (_, item, message) => {
    const components = { parameters: { Me: { $ref: "#/components/parameters/Me" } } };
    const document = upstream({ paths: { "/it": item }, components });
    expect(() => slice(document, [{ operationId: "getIt" }])).toThrow(message);
  });

  it("in operations that are wanted only", () => {
    const document = upstream({
      paths: { "/it": reads("getIt", {}), "/other": reads("getOther", ref("Gone")) },
    });
    expect(kept(document)).toEqual([]);
  });
});
