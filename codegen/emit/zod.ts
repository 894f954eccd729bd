import type { ArrayNode, NumberNode, ObjectNode, SchemaNode, StringNode, UnionNode } from "../model.js";
import { camelCase, propertyName } from "./source.js";

/**
 * How a schema is written: `whole` for a body that must be complete, `partial` for one that Okta merges into the
 * object itself, where null clears a field and no field is required.
 */
export type ZodMode = "whole" | "partial";

/** The name of the constant that holds a named schema. */
export function zodName(schema: string, mode: ZodMode): string {
  return camelCase(mode === "partial" ? `${schema}Patch` : schema);
}

/** The Zod expression of a node; read-only fields are left out of objects. */
export function zodExpression(node: SchemaNode, mode: ZodMode = "whole"): string {
  const expression = bare(node, mode);
  return node.nullable ? `${expression}.nullable()` : expression;
}

function bare(node: SchemaNode, mode: ZodMode): string {
  switch (node.kind) {
    case "string":
      return stringExpression(node);
    case "number":
      return numberExpression(node);
    case "boolean":
      return "z.boolean()";
    case "array":
      return arrayExpression(node, mode);
    case "object":
      return objectExpression(node, mode);
    case "union":
      return unionExpression(node, mode);
    case "reference":
      return zodName(node.name, mode);
    case "any":
      return "z.unknown()";
  }
}

/** Formats of which Zod knows more than "a string"; Okta's e-mail addresses may hold letters of any script. */
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "z.iso.datetime({ offset: true })",
  date: "z.iso.date()",
  email: "z.email({ pattern: z.regexes.unicodeEmail })",
  uri: "z.url()",
  uuid: "z.guid()",
  ipv4: "z.ipv4()",
  ipv6: "z.ipv6()",
};

function stringExpression({ values, format, pattern, minLength, maxLength }: StringNode): string {
  if (values) {
    const [only] = values;
    return values.length === 1 ? `z.literal(${JSON.stringify(only)})` : `z.enum(${JSON.stringify(values)})`;
  }
  let expression = (format && FORMATS[format]) ?? "z.string()";
  if (minLength) expression += `.min(${minLength})`;
  if (maxLength !== undefined) expression += `.max(${maxLength})`;
  if (pattern !== undefined) expression += `.regex(new RegExp(${JSON.stringify(pattern)}, "u"))`;
  return expression;
}

function numberExpression({ integer, values, minimum, maximum }: NumberNode): string {
  if (values) return `z.literal(${JSON.stringify(values)})`;
  let expression = integer ? "z.int()" : "z.number()";
  if (minimum !== undefined) expression += `.min(${minimum})`;
  if (maximum !== undefined) expression += `.max(${maximum})`;
  return expression;
}

function arrayExpression({ items, minItems, maxItems }: ArrayNode, mode: ZodMode): string {
  let expression = `z.array(${zodExpression(items, mode)})`;
  if (minItems) expression += `.min(${minItems})`;
  if (maxItems !== undefined) expression += `.max(${maxItems})`;
  return expression;
}

function objectExpression({ properties, additional }: ObjectNode, mode: ZodMode): string {
  const writable = properties.filter(({ readOnly }) => !readOnly);
  if (properties.length === 0 && additional !== "closed") {
    const values = additional === "open" ? "z.unknown()" : zodExpression(additional, mode);
    return `z.record(z.string(), ${values})`;
  }
  const members = writable.map(({ name, required, node }) => {
    const expression = zodExpression(node, mode);
    if (mode === "partial") {
      return `${propertyName(name)}: ${node.nullable ? expression : `${expression}.nullable()`}.optional()`;
    }
    return `${propertyName(name)}: ${required ? expression : `${expression}.optional()`}`;
  });
  const shape = `{ ${members.join(", ")} }`;
  if (additional === "closed") return `z.strictObject(${shape})`;
  if (additional === "open") return `z.looseObject(${shape})`;
  return `z.object(${shape}).catchall(${zodExpression(additional, mode)})`;
}

function unionExpression({ discriminator, variants }: UnionNode, mode: ZodMode): string {
  const options = variants.map(({ node }) => zodExpression(node, mode)).join(", ");
  // A partial body may leave the discriminator out, since Okta knows it of the object.
  return discriminator === undefined || mode === "partial"
    ? `z.union([${options}])`
    : `z.discriminatedUnion(${JSON.stringify(discriminator)}, [${options}])`;
}
