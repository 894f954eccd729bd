import type { Schema } from "../openapi.js";

/** The words of OpenAPI 3.0.3 (Data Types), JSON Schema (Validation, section 7.3) and the OpenAPI format registry. */
const KNOWN = new Set([
  ...["int32", "int64", "float", "double", "byte", "binary", "password"],
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname"],
  ...["ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid"],
  ...["json-pointer", "relative-json-pointer", "regex"],
]);

/** Okta's own words for formats that have a standard one. */
const ALIASES: Record<string, string> = { url: "uri", base64: "byte" };

/** Keeps `format` when a validator could know it; Okta also puts sentences there ("SCIM Filter expression"). */
export function knownFormat(schema: Schema): Schema {
  if (schema.format === undefined) return schema;
  const { format, ...rest } = schema;
  const standard = Object.hasOwn(ALIASES, format) ? ALIASES[format] : format;
  return standard !== undefined && KNOWN.has(standard) ? { ...rest, format: standard } : rest;
}
