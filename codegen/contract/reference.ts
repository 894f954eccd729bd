import { ContractError } from "./errors.js";
import { isObject } from "./json.js";
import type { Json, JsonObject, Schema } from "./openapi.js";

const SCHEMAS = "#/components/schemas/";
const MAX_DEPTH = 20;

export function schemaRef(name: string): string {
  return SCHEMAS + name;
}

/**
 * The component a schema reference names. A discriminator mapping may hold the bare name as well
 * (OpenAPI 3.0.3, Discriminator Object).
 *
 * @throws ContractError `reference_dangling` when it points anywhere but at a component schema.
 */
export function schemaName(reference: string): string {
  const name = reference.startsWith(SCHEMAS) ? reference.slice(SCHEMAS.length) : reference;
  if (/^[\w.-]+$/.test(name)) return name;
  throw new ContractError("reference_dangling", `\`${reference}\` is not a reference to a component schema.`);
}

/**
 * The object at the end of a chain of local references, for everything but schemas.
 *
 * @throws ContractError `reference_dangling` naming the reference and the place it stands in.
 */
export function dereference(document: JsonObject, value: Json | undefined, place: string): JsonObject {
  const seen = new Set<string>();
  let current = value;
  while (isObject(current) && typeof current.$ref === "string") {
    const reference = current.$ref;
    if (seen.has(reference)) throw dangling(reference, place, "refers to itself");
    seen.add(reference);
    current = pointer(document, reference);
    if (current === undefined) throw dangling(reference, place, "points at nothing");
  }
  if (isObject(current)) return current;
  throw new ContractError("not_openapi", `${place} is not an object.`);
}

/** JSON Pointer in a URI fragment (RFC 6901, section 6). */
function pointer(document: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith("#/")) return undefined;
  let current: Json | undefined = document;
  for (const token of reference.slice(2).split("/")) {
    const key = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
    current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return current;
}

function dangling(reference: string, place: string, why: string): ContractError {
  return new ContractError("reference_dangling", `\`${reference}\` in ${place} ${why}.`);
}

/** A schema with the keywords found behind its `$ref` and `allOf`; the nearest wins. */
export function resolveSchema(schema: Schema, schemas: Record<string, Schema>, depth = 0): Schema {
  // A circle of bare references is nonsense, but must not hang.
  if (depth > MAX_DEPTH) return schema;
  const target = schema.$ref === undefined ? undefined : schemas[schemaName(schema.$ref)];
  const behind = [...(target ? [target] : []), ...(schema.allOf ?? [])];
  return Object.assign(
    {},
    ...behind.map((next) => resolveSchema(next, schemas, depth + 1)).reverse(),
    schema,
  );
}
