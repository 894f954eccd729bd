import { canonical } from "../json.js";
import type { Schema } from "../openapi.js";

/** Okta's documentation marks unreleased values inside the value: a tag before it, or the stage in brackets after it. */
const MARKUP = /<[^>]*>/g;
const STAGE = /\s*\((?:EA|BETA|LIMITED_GA|GA|DEPRECATED|OIE)\)$/;

/** Enum values without documentation markup, each once (2025.11.0 and 2026.03.0: HTML; 2024.06.1: "(EA)"). */
export function plainEnum(schema: Schema): Schema {
  if (!schema.enum) return schema;
  const values = schema.enum.map((value) =>
    typeof value === "string" ? value.replace(MARKUP, "").trim().replace(STAGE, "") : value,
  );
  const unique = new Map(values.map((value) => [canonical(value), value]));
  return { ...schema, enum: [...unique.values()] };
}
