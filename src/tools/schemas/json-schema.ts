import { z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema 2020-12 of what a Zod schema takes. Left out is what every call fulfils anyway: the bounds of the whole
 * numbers that JavaScript can tell apart, and that names are strings.
 */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  return {
    ...z.toJSONSchema(schema, {
      io: "input",
      override({ jsonSchema: node }) {
        if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
        if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
        delete node.propertyNames;
      },
    }),
  };
}

/** A schema too large to be shown: its members, each with its type and nothing of what stands below. */
export function outline({ $schema, type, required, properties }: JsonSchema): JsonSchema {
  const members = Object.entries((properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  return {
    $schema,
    ...(type !== undefined && { type }),
    properties: Object.fromEntries(members.map(([name, member]) => [name, bare(member)])),
    ...(required !== undefined && { required }),
  };
}

function bare({ type }: JsonSchema): JsonSchema {
  return type === undefined ? {} : { type };
}
