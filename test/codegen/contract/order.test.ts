import { describe, expect, it } from "vitest";
import { buildContract } from "../../../codegen/contract/build.js";
import { isObject } from "../../../codegen/contract/json.js";
import type { Json, JsonObject } from "../../../codegen/contract/openapi.js";
import { formatContract } from "../../../codegen/contract/refresh.js";
import { ref, upstream } from "./documents.js";

const text = { type: "string" };
const query = (name: string) => ({ name, in: "query", schema: text });

const DOCUMENT = upstream({
  paths: {
    "/b": {
      get: {
        operationId: "listB",
        parameters: [query("z"), query("a"), { name: "id", in: "path", required: true, schema: text }],
        security: [{ oauth2: ["okta.b.read", "okta.a.read"] }, { apiToken: [] }],
        responses: { "404": {}, "200": { content: { "application/json": { schema: ref("Thing") } } } },
      },
    },
    "/a": { get: { operationId: "getA", responses: { "200": {} } } },
  },
  schemas: {
    Thing: {
      type: "object",
      required: ["z", "a"],
      properties: {
        z: { type: "string", enum: ["B", "A"] },
        a: { oneOf: [ref("Y"), ref("X"), { type: "integer" }] },
        n: { type: "integer", enum: [10, 9, 1] },
        any: { anyOf: [ref("Y"), ref("X")] },
        all: { allOf: [ref("Y"), ref("X")] },
      },
      discriminator: { propertyName: "z", mapping: { B: "X", A: "Y" } },
    },
    Y: { type: "object" },
    X: { type: "object" },
  },
});

const WANTED = [{ operationId: "listB" }, { operationId: "getA" }];

/** The same facts with every key order and every meaningless list order turned round. */
function reversed(value: Json, key = ""): Json {
  if (Array.isArray(value)) {
    const items = value.map((entry) => reversed(entry));
    return key === "allOf" ? items : items.reverse();
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, entry]) => [name, reversed(entry, name)]));
}

const build = (document: JsonObject, wanted = WANTED) => buildContract(document, wanted, []).contract;

describe("order", () => {
  it("makes the same bytes of the same facts", () => {
    const turned = reversed(DOCUMENT);
    if (!isObject(turned)) throw new Error("unreachable");
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(DOCUMENT));
    expect(formatContract(build(turned, WANTED.toReversed()))).toBe(formatContract(build(DOCUMENT)));
  });

  const { paths, components } = build(DOCUMENT);
  const { Thing } = components.schemas;
  it.each<[string, unknown, unknown]>([
    ["paths", Object.keys(paths), ["/a", "/b"]],
    ["schemas", Object.keys(components.schemas), ["Thing", "X", "Y"]],
    ["parameters by place and name", paths["/b"]?.get?.parameters?.map(({ name }) => name), ["id", "a", "z"]],
    ["scopes", paths["/b"]?.get?.security, [{ apiToken: [] }, { oauth2: ["okta.a.read", "okta.b.read"] }]],
    ["properties", Object.keys(Thing?.properties ?? {}), ["a", "all", "any", "n", "z"]],
    ["required", Thing?.required, ["a", "z"]],
    ["enum of words", Thing?.properties?.z?.enum, ["A", "B"]],
    ["enum of numbers, by value", Thing?.properties?.n?.enum, [1, 9, 10]],
    ["alternatives", Thing?.properties?.a?.oneOf, [ref("X"), ref("Y"), { type: "integer" }]],
    ["choices of any", Thing?.properties?.any?.anyOf, [ref("X"), ref("Y")]],
    ["mapping", Object.keys(Thing?.discriminator?.mapping ?? {}), ["A", "B"]],
    ["but not allOf", Thing?.properties?.all?.allOf, [ref("Y"), ref("X")]],
  ])("sorts %s", (_, sorted, want) => {
    expect(JSON.stringify(sorted)).toBe(JSON.stringify(want));
  });

  it("leaves the document as it was", () => {
    const before = JSON.stringify(DOCUMENT);
    build(DOCUMENT);
    expect(JSON.stringify(DOCUMENT)).toBe(before);
  });
});
