import { z } from "zod";
import { OktaMcpError } from "../../errors.js";
import { nearestNames } from "../../nearest.js";
import { MAX_RESULT, size } from "../../tool/shape.js";
import type { Tool, ToolResult } from "../../tool/tool.js";
import { visibleText } from "../../visible-text.js";
import { memberNames, membersAt, requiredNames, type Variants, variantsOf } from "./body-schema.js";
import { jsonSchema, outline } from "./json-schema.js";

/** Which part of what a tool takes. */
export interface Wanted {
  /** Value of the discriminator. */
  readonly variant?: string | undefined;
  /** Dotted path within the body, or, of a tool without one, within its arguments. */
  readonly field?: string | undefined;
}

/** Room for all that stands beside the schema. */
const ENVELOPE = 1_000;
/** Names listed where nothing is near. */
const MAX_NAMES = 40;

/**
 * What a tool's calls are held against, as JSON Schema 2020-12 made from the very Zod schema: the whole body, of one
 * variant where it has several, or the arguments of a tool without body. Without a variant where one is needed: the list
 * of them.
 * @param cap characters of the schema's JSON, over which only the outline is answered
 * @throws OktaMcpError `arguments_invalid` for a variant or a field there is not, with the nearest names
 */
export function describeTool(
  { name: tool, input, body }: Pick<Tool, "name" | "input" | "body">,
  { variant, field }: Wanted,
  cap = MAX_RESULT - ENVELOPE,
): ToolResult {
  const schema = body?.schema ?? input;
  const variants = variantsOf(schema);
  if (variants && variant === undefined) return listOfVariants(tool, variants, body?.argument);
  const chosen = variant === undefined ? schema : chooseVariant(tool, variants, variant);
  const path = field === undefined ? [] : pathOf(field, chosen, body?.argument);
  const part = narrow(chosen, path);
  const json = jsonSchema(part);
  const isCut = size(json) > cap;
  return {
    tool,
    ...(body && { argument: body.argument }),
    ...(variants && { discriminator: variants.discriminator, variant }),
    ...(path.length > 0 && { field: path.join(".") }),
    schema: isCut ? outline(json) : json,
    ...noteOf(isCut, body !== undefined && input.shape[body.argument] !== body.schema),
  };
}

function listOfVariants(tool: string, { discriminator, all }: Variants, argument?: string): ToolResult {
  return {
    tool,
    ...(argument !== undefined && { argument }),
    discriminator,
    variants: all.map(({ value, schema }) => ({ variant: value, required: requiredNames(schema) })),
    next: `Call again with variant, the value of ${discriminator}.`,
  };
}

function chooseVariant(tool: string, variants: Variants | undefined, variant: string): z.ZodType {
  const found = variants?.all.find(({ value }) => value === variant);
  if (found) return found.schema;
  const message = variants
    ? `variant: ${tool} has none of this name${near(
        variant,
        variants.all.map(({ value }) => value),
      )}`
    : `variant: ${tool} has one form alone; leave variant out`;
  throw new OktaMcpError("arguments_invalid", message, { field: "variant" });
}

/** Errors name a field from the tool's arguments on, so the body's own name may stand first. */
function pathOf(field: string, schema: z.ZodType, argument: string | undefined): string[] {
  const path = field.replaceAll("[]", "").split(".");
  return path[0] === argument && membersAt(schema, path[0] ?? "").length === 0 ? path.slice(1) : path;
}

function narrow(schema: z.ZodType, path: readonly string[]): z.ZodType {
  return path.reduce((at, name, index) => {
    const [first, ...rest] = membersAt(at, name);
    if (first) return rest.length > 0 ? z.union([first, ...rest]) : first;
    const above = path.slice(0, index).join(".");
    const place = above === "" ? "" : ` in ${visibleText(above, 200)}`;
    throw new OktaMcpError(
      "arguments_invalid",
      `field: there is no ${visibleText(name, 80)}${place}${near(name, memberNames(at))}`,
      { field: "field" },
    );
  }, schema);
}

function near(name: string, names: readonly string[]): string {
  if (names.length === 0) return "; nothing stands below it";
  const nearest = nearestNames(name, names);
  if (nearest.length > 0) return `; did you mean ${nearest.join(", ")}?`;
  const rest = names.length - MAX_NAMES;
  return `; there are ${names.slice(0, MAX_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function noteOf(isCut: boolean, isMerged: boolean): { note?: string } {
  const sentences = [
    isCut && "Too large to be shown whole: only its fields are. Narrow by field.",
    isMerged &&
      "The object is held against this once the changes are made: name in changes only what changes.",
  ].filter((sentence) => sentence !== false);
  return sentences.length > 0 ? { note: sentences.join(" ") } : {};
}
