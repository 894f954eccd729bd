import { canonical, isObject } from "../json.js";
import type { Json, Schema } from "../openapi.js";
import { resolveSchema } from "../reference.js";

/**
 * Drops defaults that can not be one. A default is the value Okta assumes when the caller leaves the field out, so
 * it must be of the field's type, among its enum, within its limits; Okta also puts words for the reader there
 * ("Assigned", "current time", "7 days prior to until"). `null` and "" say no more than absence, and a read-only
 * field is never left out by a caller.
 */
export function soundDefault(schema: Schema, schemas: Record<string, Schema>): Schema {
  if (schema.default === undefined) return schema;
  const { default: value, ...rest } = schema;
  const target = resolveSchema(rest, schemas);
  return target.readOnly !== true && fits(value, target) ? schema : rest;
}

function fits(value: Json, target: Schema): boolean {
  if (value === null) return false;
  if (target.enum && !target.enum.some((allowed) => canonical(allowed) === canonical(value))) return false;
  switch (target.type) {
    case "string":
      return typeof value === "string" && isWord(value, target);
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value) && inRange(Number(value), target);
    case "number":
      return typeof value === "number" && inRange(value, target);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return target.enum !== undefined;
  }
}

/** Not a remark: no value Okta assumes has a space in it, unless its enum says so, and a time can be read as one. */
function isWord(value: string, target: Schema): boolean {
  if (value === "") return false;
  if (target.format === "date-time" || target.format === "date") return !Number.isNaN(Date.parse(value));
  return target.enum !== undefined || !/\s/.test(value);
}

function inRange(value: number, { minimum, maximum }: Schema): boolean {
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}
