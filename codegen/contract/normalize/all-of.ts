import { canonical } from "../json.js";
import type { Schema } from "../openapi.js";

/** Keywords that describe the place a schema is used in, not the values it allows. */
const PLACE = new Set(["readOnly", "writeOnly", "nullable", "default", "deprecated", "x-okta-lifecycle"]);

/**
 * One form for "that schema, used this way". Okta writes it as `$ref` with siblings (which OpenAPI 3.0 tells tools
 * to ignore), or as `allOf` with a second branch that holds prose or a flag. Here: a bare `$ref`, or
 * `{ allOf: [{ $ref }], readOnly: true }`. Branches that say nothing are dropped, a single inline branch is unwrapped.
 */
export function unwrapAllOf(schema: Schema): Schema {
  if (schema.$ref !== undefined) return refWithSiblings(schema);
  if (!schema.allOf) return schema;
  const { allOf, ...own } = schema;
  const substantial = allOf.filter((branch) => !isPlaceOnly(branch));
  const lifted = Object.assign({}, ...allOf.filter(isPlaceOnly).map(withoutType), own);
  const [only, ...others] = substantial;
  if (!only) return allOf.some(({ type }) => type !== undefined) ? { type: "object", ...lifted } : lifted;
  if (others.length > 0) return { ...lifted, allOf: substantial };
  if (only.$ref !== undefined) return Object.keys(lifted).length === 0 ? only : { ...lifted, allOf: [only] };
  return disagree(lifted, only) ? { ...lifted, allOf: [only] } : { ...only, ...lifted };
}

/** `type` and `format` beside a `$ref` repeat the target's. */
function refWithSiblings(schema: Schema): Schema {
  const { $ref, type: _type, format: _format, ...siblings } = schema;
  if ($ref === undefined || Object.keys(siblings).length === 0) return { $ref };
  return unwrapAllOf({ ...siblings, allOf: [{ $ref }, ...(siblings.allOf ?? [])] });
}

/** `type: object` alone says nothing in an `allOf`: whatever it stands beside is an object already. */
function isPlaceOnly(branch: Schema): boolean {
  return Object.keys(withoutType(branch)).every((keyword) => PLACE.has(keyword)) && isObjectOrUntyped(branch);
}

function isObjectOrUntyped({ type }: Schema): boolean {
  return type === undefined || type === "object";
}

function withoutType({ type: _type, ...rest }: Schema): Schema {
  return rest;
}

function disagree(a: Schema, b: Schema): boolean {
  const theirs = new Map(Object.entries(b));
  return Object.entries(a).some(
    ([key, value]) => theirs.has(key) && canonical(theirs.get(key)) !== canonical(value),
  );
}
