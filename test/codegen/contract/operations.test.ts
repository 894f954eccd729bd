import { describe, expect, it } from "vitest";
import { facts } from "../../../codegen/contract/facts.js";
import { normalize } from "../../../codegen/contract/normalize/index.js";
import type { JsonObject, Method, Operation } from "../../../codegen/contract/openapi.js";
import { reads, ref, upstream, writes } from "./documents.js";

function normalized(method: Method, item: JsonObject): Operation | undefined {
  return normalize(facts(upstream({ paths: { "/it": item } }))).paths["/it"]?.[method];
}

const query = (name: string, schema: JsonObject): JsonObject => ({ name, in: "query", schema });
const text = { type: "string" };

describe("parameters", () => {
  it.each<[string, JsonObject, JsonObject[]]>([
    ["a limit typed as string", query("limit", text), [query("limit", { type: "integer" })]],
    [
      "a limit keeps its bounds and its default",
      query("limit", { type: "integer", minimum: 1, maximum: 200, default: 20, format: "int32" }),
      [query("limit", { type: "integer", minimum: 1, maximum: 200, default: 20, format: "int32" })],
    ],
    [
      "a limit of -1",
      query("limit", { type: "integer", default: -1 }),
      [query("limit", { type: "integer" })],
    ],
    [
      "a number that is no limit",
      query("size", { type: "integer", default: -1 }),
      [query("size", { type: "integer", default: -1 })],
    ],
    [
      "a limit in a header",
      { name: "limit", in: "header", schema: text },
      [{ name: "limit", in: "header", schema: text }],
    ],
  ])("of a read: %s", (_, parameter, want) => {
    expect(normalized("get", reads("getIt", {}, { parameters: [parameter] }))?.parameters).toEqual(want);
  });

  it.each(["Content-Type", "content-type"])("never hold %s", (name) => {
    const parameters = [
      { name, in: "header", schema: text },
      { name: "If-Match", in: "header", schema: text },
    ];
    const kept = normalized("get", reads("getIt", {}, { parameters }))?.parameters;
    expect(kept).toEqual([{ name: "If-Match", in: "header", schema: text }]);
  });

  it("are left out when none is left", () => {
    const parameters = [{ name: "Content-Type", in: "header", schema: text }];
    expect(normalized("get", reads("getIt", {}, { parameters }))).not.toHaveProperty("parameters");
  });

  it("of a write hold no page", () => {
    const parameters = [query("limit", text), query("after", text), query("activate", { type: "boolean" })];
    const kept = normalized("post", writes("createIt", {}, { parameters }))?.parameters;
    expect(kept).toEqual([query("activate", { type: "boolean" })]);
  });
});

describe("a list declared as one of its items", () => {
  const variants = { oneOf: [ref("A"), ref("B")], discriminator: { propertyName: "type" } };
  const paged = { parameters: [query("after", text)] };
  const answer = (item: JsonObject) =>
    normalized("get", item)?.responses["200"]?.content?.["application/json"].schema;

  it("answers an array", () => {
    expect(answer(reads("listThings", variants, paged))).toEqual({ type: "array", items: variants });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["a get", reads("getThing", variants, paged), variants],
    ["a name that only begins alike", reads("listenThings", variants, paged), variants],
    ["a list without pages", reads("listThings", variants), variants],
    [
      "a choice without discriminator",
      reads("listThings", { oneOf: [ref("A")] }, paged),
      { oneOf: [ref("A")] },
    ],
    ["an envelope", reads("listThings", ref("Things"), paged), ref("Things")],
    [
      "an array",
      reads("listThings", { type: "array", items: variants }, paged),
      { type: "array", items: variants },
    ],
  ])("but not %s", (_, item, want) => {
    expect(answer(item)).toEqual(want);
  });
});
