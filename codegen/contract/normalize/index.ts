import type { Document, Schema } from "../openapi.js";
import { mapOperations, mapSchemas } from "../walk.js";
import { unwrapAllOf } from "./all-of.js";
import { soundDefault } from "./defaults.js";
import { plainEnum } from "./enums.js";
import { knownFormat } from "./formats.js";
import { listResponse } from "./list-response.js";
import { plainParameters } from "./parameters.js";
import { lookaheads } from "./patterns.js";
import { statedType } from "./types.js";

const SCHEMA_RULES: readonly ((schema: Schema) => Schema)[] = [
  plainEnum,
  knownFormat,
  lookaheads,
  statedType,
  unwrapAllOf,
];

/**
 * Undoes the quirks of Okta's document that a general rule can recognise, one file per rule. What a rule can not
 * know is left to `corrections.ts`; ordering comes last of all, in `order.ts`.
 */
export function normalize(document: Document): Document {
  const plain = mapSchemas(document, (schema) =>
    SCHEMA_RULES.reduce((changed, rule) => rule(changed), schema),
  );
  const called = mapOperations(plain, (operation, at) => listResponse(plainParameters(operation, at), at));
  // Last: a default is judged by the type behind `$ref` and `allOf`, once those are in their final form; without its
  // default an `allOf` may have nothing left to say beside the reference.
  return mapSchemas(called, (schema) => unwrapAllOf(soundDefault(schema, called.components.schemas)));
}
