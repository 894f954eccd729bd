import { ContractError } from "./errors.js";
import { isObject, listAt, objectAt } from "./json.js";
import type { Json, JsonObject, Method } from "./openapi.js";
import { JSON_CONTENT, METHODS } from "./openapi.js";
import { dereference, schemaName } from "./reference.js";
import { subschemas } from "./walk.js";

/** An operation the server is built from, with the ids older releases gave it. */
export interface WantedOperation {
  operationId: string;
  formerly?: readonly string[];
}

/** An operation that this release still has under a former id. */
export interface Renamed {
  operationId: string;
  upstream: string;
}

export interface Slice {
  /** An upstream document with nothing but the wanted operations and the schemas they reach. */
  document: JsonObject;
  renamed: Renamed[];
}

/**
 * Keeps the wanted operations and all schemas reachable from their parameters, bodies, responses and headers,
 * by `$ref` and by discriminator mapping. All other references are inlined; a path's common parameters become
 * its operations' own. Examples are never followed, so their dangling references never matter. The result shares
 * objects with the document and must not be written to.
 *
 * @throws ContractError `operation_missing`, `reference_dangling` or `not_openapi`.
 */
export function slice(document: JsonObject, wanted: readonly WantedOperation[]): Slice {
  const upstream = indexOperations(document);
  const paths: Record<string, JsonObject> = {};
  const renamed: Renamed[] = [];
  for (const { operationId, formerly = [] } of wanted) {
    const found = [operationId, ...formerly]
      .map((id) => upstream.get(id))
      .find((entry) => entry !== undefined);
    if (found === undefined) throw missing(operationId, formerly);
    const { path, method, operation } = found;
    const name = String(operation.operationId);
    if (name !== operationId) renamed.push({ operationId, upstream: name });
    const item = paths[path] ?? {};
    item[method] = { ...inlineOperation(document, found), operationId };
    paths[path] = item;
  }
  const components = objectAt(document, "components");
  const schemas = objectAt(components, "schemas");
  const kept = [...reachableSchemas(Object.values(paths).flatMap(operationSchemas), schemas)];
  return {
    document: {
      ...document,
      paths,
      components: {
        schemas: Object.fromEntries(kept.map((name) => [name, schemas[name] ?? {}])),
        securitySchemes: objectAt(components, "securitySchemes"),
      },
    },
    renamed,
  };
}

interface UpstreamOperation {
  path: string;
  method: Method;
  item: JsonObject;
  operation: JsonObject;
}

/** Every operation of an upstream document by its id. */
export function indexOperations(document: JsonObject): Map<string, UpstreamOperation> {
  const index = new Map<string, UpstreamOperation>();
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    if (!isObject(item)) continue;
    for (const method of METHODS) {
      const operation = item[method];
      if (!isObject(operation) || typeof operation.operationId !== "string") continue;
      index.set(operation.operationId, { path, method, item, operation });
    }
  }
  return index;
}

function missing(operationId: string, formerly: readonly string[]): ContractError {
  const also = formerly.length === 0 ? "" : ` (nor under its former ids ${formerly.join(", ")})`;
  return new ContractError(
    "operation_missing",
    `The document has no operation \`${operationId}\`${also}. If it was renamed, add the new id to the allowlist.`,
  );
}

function inlineOperation(document: JsonObject, { path, item, operation }: UpstreamOperation): JsonObject {
  const place = `operation ${String(operation.operationId)}`;
  const resolve = (value: Json | undefined, part: string) =>
    dereference(document, value, `${place}, ${part}`);
  // An operation's parameter overrides the path's of the same place and name (OpenAPI 3.0.3, Path Item Object).
  const parameters = new Map<string, JsonObject>();
  for (const entry of [...listAt(item, "parameters"), ...listAt(operation, "parameters")]) {
    const parameter = resolve(entry, `a parameter of ${path}`);
    parameters.set(`${String(parameter.in)} ${String(parameter.name)}`, parameter);
  }
  const responses = Object.entries(objectAt(operation, "responses")).map(([status, entry]) => {
    const response = resolve(entry, `response ${status}`);
    const headers = Object.entries(objectAt(response, "headers")).map(([name, header]) => [
      name,
      resolve(header, `header ${name} of response ${status}`),
    ]);
    return [status, { ...response, headers: Object.fromEntries(headers) }];
  });
  return {
    ...operation,
    parameters: [...parameters.values()],
    ...(operation.requestBody !== undefined && {
      requestBody: resolve(operation.requestBody, "request body"),
    }),
    responses: Object.fromEntries(responses),
  };
}

/** The schemas that stand in the operations of an inlined path item. */
function operationSchemas(item: JsonObject): JsonObject[] {
  return Object.values(item)
    .filter(isObject)
    .flatMap((operation) => {
      const responses = Object.values(objectAt(operation, "responses")).filter(isObject);
      const media = [objectAt(operation, "requestBody"), ...responses].flatMap((body) =>
        objectAt(objectAt(body, "content"), JSON_CONTENT),
      );
      const headers = responses.flatMap((response) => Object.values(objectAt(response, "headers")));
      const holders = [...listAt(operation, "parameters"), ...media, ...headers].filter(isObject);
      return holders.map((holder) => holder.schema).filter(isObject);
    });
}

/**
 * The names of all component schemas that the given ones lead to.
 *
 * @throws ContractError `reference_dangling` naming the missing schema.
 */
export function reachableSchemas(roots: readonly JsonObject[], schemas: JsonObject): Set<string> {
  const names = new Set<string>();
  const pending = [...roots];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    const mapping = isObject(schema.discriminator) ? objectAt(schema.discriminator, "mapping") : {};
    const references = [schema.$ref, ...Object.values(mapping)];
    for (const reference of references.filter((value) => typeof value === "string")) {
      const name = schemaName(reference);
      if (names.has(name)) continue;
      const target = schemas[name];
      if (!isObject(target)) {
        throw new ContractError("reference_dangling", `Schema \`${name}\` is referred to but not declared.`);
      }
      names.add(name);
      pending.push(target);
    }
    pending.push(...subschemas(schema));
  }
  return names;
}
