import { isObject } from "./json.js";
import type { Discriminator, Json, JsonObject, Lifecycle, Schema, SchemaType } from "./openapi.js";
import { schemaName, schemaRef } from "./reference.js";

const TYPES: readonly string[] = [
  "string",
  "number",
  "integer",
  "boolean",
  "array",
  "object",
] satisfies SchemaType[];

const NUMBERS = [
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** Keywords that say something only when true. */
const FLAGS = [
  "exclusiveMinimum",
  "exclusiveMaximum",
  "uniqueItems",
  "nullable",
  "readOnly",
  "writeOnly",
  "deprecated",
  "x-okta-extensible",
] as const;

const TEXTS = ["format", "pattern"] as const;
const BRANCHES = ["allOf", "oneOf", "anyOf"] as const;
const SINGLES = ["items", "not"] as const;

/** A schema's facts, as upstream states them: empty branches and false defaults are for `normalize` to judge. */
export function schemaFacts(schema: JsonObject): Schema {
  const kept: Schema = {};
  if (typeof schema.$ref === "string") kept.$ref = schemaRef(schemaName(schema.$ref));
  if (isType(schema.type)) kept.type = schema.type;
  for (const keyword of NUMBERS) {
    const value = schema[keyword];
    if (typeof value === "number") kept[keyword] = value;
  }
  for (const keyword of FLAGS) if (schema[keyword] === true) kept[keyword] = true;
  for (const keyword of TEXTS) {
    const value = schema[keyword];
    if (typeof value === "string") kept[keyword] = value;
  }
  if (Array.isArray(schema.enum))
    kept.enum = schema.enum.filter((value) => typeof value !== "object" || value === null);
  if (schema.default !== undefined) kept.default = schema.default;
  Object.assign(kept, structure(schema), lifecycle(schema));
  return kept;
}

function structure(schema: JsonObject): Schema {
  const kept: Schema = {};
  if (isObject(schema.properties) && Object.keys(schema.properties).length > 0) {
    const entries = Object.entries(schema.properties).map(([name, value]) => [
      name,
      schemaFacts(asObject(value)),
    ]);
    kept.properties = Object.fromEntries(entries);
  }
  if (Array.isArray(schema.required)) {
    const required = schema.required.filter((name) => typeof name === "string");
    if (required.length > 0) kept.required = required;
  }
  for (const keyword of BRANCHES) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) kept[keyword] = branches.map((branch) => schemaFacts(asObject(branch)));
  }
  for (const keyword of SINGLES) {
    const value = schema[keyword];
    if (isObject(value)) kept[keyword] = schemaFacts(value);
  }
  const additional = schema.additionalProperties;
  if (typeof additional === "boolean") kept.additionalProperties = additional;
  if (isObject(additional)) {
    const value = schemaFacts(additional);
    // `additionalProperties: {}` allows any value, which is what `true` says.
    kept.additionalProperties = Object.keys(value).length === 0 ? true : value;
  }
  if (isObject(schema.discriminator)) Object.assign(kept, discriminator(schema.discriminator));
  return kept;
}

function discriminator({ propertyName, mapping }: JsonObject): { discriminator?: Discriminator } {
  if (typeof propertyName !== "string") return {};
  if (!isObject(mapping)) return { discriminator: { propertyName } };
  const targets = Object.entries(mapping).flatMap(([value, target]) =>
    typeof target === "string" ? [[value, schemaRef(schemaName(target))]] : [],
  );
  return { discriminator: { propertyName, mapping: Object.fromEntries(targets) } };
}

/** Okta's release stage alone; the keyword also carries SKUs and marketing flags. */
export function lifecycle(holder: JsonObject): { "x-okta-lifecycle"?: Lifecycle } {
  const stage = holder["x-okta-lifecycle"];
  return isObject(stage) && typeof stage.lifecycle === "string"
    ? { "x-okta-lifecycle": { lifecycle: stage.lifecycle } }
    : {};
}

function isType(value: Json | undefined): value is SchemaType {
  return typeof value === "string" && TYPES.includes(value);
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
