import type { Schema, SchemaType } from "../openapi.js";

/**
 * States the type that other keywords imply. Okta often leaves `type` out beside `properties`, which JSON Schema
 * reads as "anything that is not an object will do".
 */
export function statedType(schema: Schema): Schema {
  if (schema.type !== undefined) return schema;
  const type = impliedType(schema);
  return type === undefined ? schema : { ...schema, type };
}

function impliedType(schema: Schema): SchemaType | undefined {
  if (schema.properties) return "object";
  if (schema.items) return "array";
  if (schema.enum && schema.enum.length > 0 && schema.enum.every((value) => typeof value === "string"))
    return "string";
  return undefined;
}
