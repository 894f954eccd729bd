import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CORRECTIONS } from "../../../codegen/contract/corrections.js";
import { isObject, objectAt } from "../../../codegen/contract/json.js";
import type { Document, JsonObject } from "../../../codegen/contract/openapi.js";
import { type ContractSource, formatContract } from "../../../codegen/contract/refresh.js";
import { reachableSchemas } from "../../../codegen/contract/slice.js";
import { mapSchemas, operations } from "../../../codegen/contract/walk.js";

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../specs/${name}`, import.meta.url)), "utf8");
const text = read("okta-management.json");
const contract: Document = JSON.parse(text);
const source: ContractSource = JSON.parse(read("source.json"));

/** Every text in the document, values and keys, with where it stands. */
function* strings(value: unknown, path = ""): Generator<[path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [`${path}/${key}`, key];
    yield* strings(entry, `${path}/${key}`);
  }
}

describe("the committed contract holds facts only", () => {
  const all = [...strings(contract)];

  it("no text is long enough for a sentence", () => {
    expect(all.filter(([, value]) => value.length > 120)).toEqual([]);
  });

  it("no text holds a space but our title and values of an enum", () => {
    const spaced = all.filter(([path, value]) => /\s/.test(value) && path !== "/info/title");
    expect(spaced.filter(([path]) => !/\/enum\/\d+$/.test(path))).toEqual([]);
    expect(all.length).toBeGreaterThan(5_000);
  });

  it("no enum value holds markup or the reader's words", () => {
    const values = all.filter(([path]) => /\/enum\/\d+$/.test(path)).map(([, value]) => value);
    expect(values.filter((value) => /[<>()]/.test(value) || value.split(" ").length > 2)).toEqual([]);
  });

  it("no schema keeps a keyword for the reader", () => {
    const seen = new Set<string>();
    mapSchemas(contract, (schema) => {
      for (const keyword of Object.keys(schema)) seen.add(keyword);
      return schema;
    });
    expect(
      [...seen].filter((keyword) => /description|title|example|externalDocs|summary/.test(keyword)),
    ).toEqual([]);
    expect(seen).toContain("readOnly");
  });
});

describe("the committed contract is whole", () => {
  it("is formatted as refresh writes it", () => {
    expect(text).toBe(formatContract(contract));
  });

  it("declares every schema it refers to, and no other", () => {
    const schemas = JSON.parse(text).components.schemas as JsonObject;
    const roots: JsonObject[] = [];
    for (const { operation } of operations(contract)) collect(JSON.parse(JSON.stringify(operation)), roots);
    expect([...reachableSchemas(roots, schemas)].sort()).toEqual(Object.keys(schemas).sort());
  });

  it("knows every scope its operations ask for", () => {
    const oauth2 = objectAt(JSON.parse(text).components.securitySchemes, "oauth2");
    const known = Object.keys(objectAt(objectAt(objectAt(oauth2, "flows"), "authorizationCode"), "scopes"));
    const asked = operations(contract).flatMap(({ operation }) => operation.security ?? []);
    const scopes = asked.flatMap((requirement) => requirement.oauth2 ?? []);
    expect(scopes.length).toBe(operations(contract).length);
    expect(scopes.filter((scope) => !known.includes(scope))).toEqual([]);
  });

  it("is what its source record counts", () => {
    const { operations: count, schemas } = source.counts.contract;
    expect(operations(contract).length).toBe(count);
    expect(Object.keys(contract.components.schemas).length).toBe(schemas);
    expect(contract.info.version).toBe(source.version);
    expect(Object.keys(source.corrections).sort()).toEqual(CORRECTIONS.map(({ id }) => id).sort());
    expect(source.url).toMatch(/^https:/);
  });
});

/** The outermost schemas of an operation: what stands under a `schema` key. */
function collect(value: unknown, roots: JsonObject[]): void {
  if (Array.isArray(value)) for (const entry of value) collect(entry, roots);
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key === "schema" && isObject(entry)) roots.push(entry);
    else collect(entry, roots);
  }
}
