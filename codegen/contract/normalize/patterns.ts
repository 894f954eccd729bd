import type { Schema } from "../openapi.js";

/** A group of one anchor or one class without a quantifier, which says no more than what is in it. */
const POINTLESS_GROUP = /\(\?:(\$|\\[dwsDWS])\)(?![?*+{])/g;

/**
 * Gives a pattern its lookaheads back, which Okta's publishing turns into groups: as they stand, no ISO 8601
 * duration fits `^P(?:$)(\d+Y)?…(T(?:\d)(\d+H)?…)?$`. A group of the end means "not the end yet".
 */
export function lookaheads(schema: Schema): Schema {
  if (schema.pattern === undefined) return schema;
  const pattern = schema.pattern.replace(POINTLESS_GROUP, (_, inner: string) =>
    inner === "$" ? "(?!$)" : `(?=${inner})`,
  );
  return { ...schema, pattern };
}
