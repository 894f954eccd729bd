import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../codegen/contract/openapi.js";

/**
 * The committed contract as an upstream document: it is OpenAPI, after all. What the corrections put right is right
 * in it.
 */
export function upstreamForm(): JsonObject {
  return JSON.parse(readFileSync(new URL("../../../specs/okta-management.json", import.meta.url), "utf8"));
}

/** An object inside a document, by its keys. */
export function inside(document: JsonObject, ...keys: string[]): JsonObject {
  return keys.reduce<JsonObject>((at, key) => {
    const value = at[key];
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new Error(`no object at ${key}`);
    return value;
  }, document);
}
