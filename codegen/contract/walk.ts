import { isObject } from "./json.js";
import type { Document, JsonObject, Operation, Schema } from "./openapi.js";
import { METHODS } from "./openapi.js";

const LISTS = ["allOf", "oneOf", "anyOf"] as const;
const SINGLES = ["items", "additionalProperties", "not"] as const;

/**
 * The schemas directly inside an upstream schema. Goes by keyword, never by "every object below": Okta has
 * properties that are themselves called `$ref`, `properties`, `enum` or `default`.
 */
export function subschemas(schema: JsonObject): JsonObject[] {
  const found = [
    ...(isObject(schema.properties) ? Object.values(schema.properties) : []),
    ...SINGLES.map((keyword) => schema[keyword]),
    ...LISTS.flatMap((keyword) => schema[keyword]),
  ];
  return found.filter(isObject);
}

/** Rebuilds a schema from the inside out: `change` sees each schema after the ones within it. */
function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const next = { ...schema };
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    next.properties = Object.fromEntries(entries.map(([name, value]) => [name, mapSchema(value, change)]));
  }
  for (const keyword of LISTS) {
    const branches = schema[keyword];
    if (branches) next[keyword] = branches.map((branch) => mapSchema(branch, change));
  }
  if (schema.items) next.items = mapSchema(schema.items, change);
  if (schema.not) next.not = mapSchema(schema.not, change);
  if (typeof schema.additionalProperties === "object") {
    next.additionalProperties = mapSchema(schema.additionalProperties, change);
  }
  return change(next);
}

/** `mapSchema` over every schema of the document: components, parameters, bodies, responses, headers. */
export function mapSchemas(document: Document, change: (schema: Schema) => Schema): Document {
  const map = <T extends { schema?: Schema }>(holder: T): T =>
    holder.schema ? { ...holder, schema: mapSchema(holder.schema, change) } : holder;
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
    name,
    mapSchema(schema, change),
  ]);
  const mapped = mapOperations(document, (operation) => ({
    ...operation,
    ...(operation.parameters && { parameters: operation.parameters.map(map) }),
    ...(operation.requestBody && { requestBody: mapContent(operation.requestBody, map) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => {
        const headers = Object.entries(response.headers ?? {}).map(([name, header]) => [name, map(header)]);
        const next = mapContent(response, map);
        return [status, response.headers ? { ...next, headers: Object.fromEntries(headers) } : next];
      }),
    ),
  }));
  return { ...mapped, components: { ...mapped.components, schemas: Object.fromEntries(schemas) } };
}

type MediaType = { schema?: Schema };

function mapContent<T extends { content?: { "application/json": MediaType } }>(
  holder: T,
  map: (media: MediaType) => MediaType,
): T {
  return holder.content
    ? { ...holder, content: { "application/json": map(holder.content["application/json"]) } }
    : holder;
}

/** One operation and where it stands. */
export interface Located {
  path: string;
  method: (typeof METHODS)[number];
  operation: Operation;
}

/** Every operation, in the document's order of paths and the fixed order of methods. */
export function operations(document: Document): Located[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
}

/** A copy of the document with each operation changed. */
export function mapOperations(
  document: Document,
  change: (operation: Operation, at: Located) => Operation,
): Document {
  const paths: Document["paths"] = {};
  for (const at of operations(document)) {
    paths[at.path] = { ...paths[at.path], [at.method]: change(at.operation, at) };
  }
  return { ...document, paths };
}
