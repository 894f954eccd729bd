import type { z } from "zod";
import {
  definition,
  isRequired,
  membersOf,
  unwrapped,
  valueAtPath,
  variantsByValue,
} from "./schema-shape.js";

/** More names or values than this are counted, not named. */
export const MAX_LISTED = 24;
const MAX_VALUES = 8;
const MAX_NEEDS = 12;
const MAX_DEPTH = 5;

/** Formats with an example, which says more than their names. */
const FORMATS: Readonly<Record<string, string>> = {
  datetime: "a date and time with its zone, such as 2026-01-31T12:00:00Z",
  date: "a date, such as 2026-01-31",
  email: "an e-mail address, such as jane@example.com",
  url: "a URL, such as https://example.com/path",
  guid: "a UUID, such as 123e4567-e89b-42d3-a456-426614174000",
  ipv4: "an IPv4 address, such as 192.0.2.1",
  ipv6: "an IPv6 address, such as 2001:db8::1",
};

export function formatWords(format: string | undefined): string | undefined {
  return format !== undefined && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
}

/** A schema in the words of JSON Schema's types: `string`, `array of string`, `object with app.url: string`. */
export function typeWords(schema: z.ZodType): string {
  const bare = unwrapped(schema);
  const { type, format, element, entries, values } = definition(bare);
  switch (type) {
    case "string":
      return formatWords(format) ?? patternWords(bare) ?? "string";
    case "number":
      return format === undefined ? "number" : "integer";
    case "enum":
      return listed(Object.values(entries ?? {}), "one of ", MAX_VALUES);
    case "literal":
      return (values ?? []).map((each) => JSON.stringify(each)).join(" or ");
    case "array":
      return element ? `array of ${bracketed(typeWords(element))}` : "array";
    case "union":
      return unionWords(bare);
    case "object": {
      const needs = needsOf(bare);
      if (needs.length > 0) return `object with ${needs.join("; ")}`;
      const names = membersOf(bare).map(([name]) => name);
      return `object${listed(names, " of ", MAX_VALUES)}`;
    }
    default:
      return typeName(type);
  }
}

function bracketed(words: string): string {
  return words.includes(" ") ? `(${words})` : words;
}

/** Zod's name of a type, where it is another than JSON Schema's. */
export function typeName(zodName: string): string {
  return { int: "integer", record: "object", unknown: "anything" }[zodName] ?? zodName;
}

/**
 * What an object cannot do without, at its deepest: `settings.app.url: string`.
 * @param value what is there already, and not needed any more
 */
export function needsOf(schema: z.ZodType, value?: unknown): string[] {
  const needs = leaves(schema, [], value);
  const rest = needs.length - MAX_NEEDS;
  return rest > 0 ? [...needs.slice(0, MAX_NEEDS), `${rest} more`] : needs;
}

function leaves(schema: z.ZodType, path: readonly string[], value: unknown): string[] {
  return membersOf(schema).flatMap(([name, member]) => {
    if (!isRequired(member)) return [];
    const here = [...path, name];
    const bare = unwrapped(member);
    const given = valueAtPath(value, [name]);
    const inner =
      definition(bare).type === "object" && here.length < MAX_DEPTH ? leaves(bare, here, given) : [];
    if (inner.length > 0) return inner;
    return given === undefined ? [`${here.join(".")}: ${typeWords(bare)}`] : [];
  });
}

function unionWords(union: z.ZodType): string {
  const { discriminator, options = [] } = definition(union);
  if (discriminator !== undefined) {
    return `object with ${discriminator}: ${listed([...variantsByValue(union).keys()], "one of ", MAX_LISTED)}`;
  }
  return [...new Set(options.map(typeWords))].slice(0, 3).join(" or ");
}

/** What our own patterns say of themselves, of a text that no pattern allows. */
function patternWords(schema: z.ZodType): string | undefined {
  const issue = schema.safeParse("").error?.issues.find(({ code }) => code === "invalid_format");
  return issue?.message.startsWith("Invalid") ? undefined : issue?.message;
}

/** Names in a row, as far as there is room. */
export function listed(names: readonly string[], before: string, most = MAX_LISTED): string {
  if (names.length === 0) return "";
  const rest = names.length - most;
  return `${before}${names.slice(0, most).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
