import { OktaMcpError } from "../../errors.js";
import { isObject } from "../../tool/paths.js";
import type { ArgumentsSchema, ToolDescriptor } from "../../tool/tool.js";

/** One argument of a tool as a flag: `--user-id <string>` for `user_id`. */
export interface ArgumentFlag {
  /** As the tool names it. */
  readonly name: string;
  /** Without dashes. */
  readonly flag: string;
  /** What stands behind the flag in `--help`; a switch takes nothing. */
  readonly value: string | undefined;
  readonly words: string;
  readonly choices: readonly string[];
  readonly type: ArgumentType;
  readonly required: boolean;
}

type ArgumentType = "string" | "number" | "boolean" | "list" | "object";

interface Property {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
}

/** The flags of a tool, in the order of its input schema. */
export function argumentFlags({ inputSchema }: Pick<ToolDescriptor, "inputSchema">): ArgumentFlag[] {
  const { properties, required = [] }: ArgumentsSchema = inputSchema;
  return Object.entries(properties).map(([name, property]) => {
    const { description, enum: values = [], default: standard }: Property = property;
    const type = typeOf(property);
    const choices = values.filter((value) => typeof value === "string");
    const notes = [
      required.includes(name) && "required",
      choices.length > 0 && choices.length <= 12 && `one of ${choices.join(", ")}`,
      standard !== undefined && `default ${String(standard)}`,
    ].filter(Boolean);
    return {
      name,
      flag: name.replaceAll("_", "-"),
      value: VALUES[type],
      words: [description ?? COMMON[name], notes.length > 0 && `(${notes.join("; ")})`]
        .filter(Boolean)
        .join(" "),
      choices,
      type,
      required: required.includes(name),
    };
  });
}

const VALUES: Record<ArgumentType, string | undefined> = {
  string: "text",
  number: "number",
  boolean: undefined,
  list: "a,b",
  object: "json",
};

/** What the server's instructions tell a model once for all tools, for who reads `--help`. */
const COMMON: Readonly<Record<string, string>> = {
  fetch_all: "Read page after page, up to max-items",
  count_only: "Only count",
  max_items: "Most to read with fetch-all",
  limit: "Items of one page",
  detail: "Whole objects, or their summary",
  fields: "Just these fields, as dotted paths such as profile.email",
  dry_run: "Show what would be sent, and change nothing",
  confirm: "The code of an earlier call that asked for consent",
};

function typeOf({ type }: Property): ArgumentType {
  switch (type) {
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "object":
      return "object";
    default:
      return "string";
  }
}

/**
 * Arguments of a call from its flags: JSON for objects, `a,b` or repeated flags for lists. What does not read as its
 * type stays text, for the tool to say what is wrong with it.
 * @param given values by argument name, several where a flag was repeated
 * @throws OktaMcpError `arguments_invalid` for an object that is no JSON
 */
export function readArguments(
  flags: readonly ArgumentFlag[],
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  return Object.fromEntries(
    flags.flatMap((flag) => {
      const values = given[flag.name];
      return values && values.length > 0 ? [[flag.name, readValue(flag, values)]] : [];
    }),
  );
}

function readValue({ type, flag, name }: ArgumentFlag, values: readonly string[]): unknown {
  const last = values.at(-1) ?? "";
  switch (type) {
    case "number":
      return last.trim() !== "" && Number.isFinite(Number(last)) ? Number(last) : last;
    case "boolean":
      return last === "true" ? true : last === "false" ? false : last;
    case "list":
      return values.flatMap((value) =>
        value.trim().startsWith("[") ? parseJson(value, flag, name) : split(value),
      );
    case "object":
      return parseJson(last, flag, name);
    case "string":
      return last;
  }
}

const split = (value: string) =>
  value
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);

function parseJson(text: string, flag: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(`--${flag}`, error, field);
  }
}

/**
 * The arguments of a call written as one JSON object.
 * @param source what to call it in an error: `--json`, `stdin`
 * @throws OktaMcpError `arguments_invalid`
 */
export function readJsonArguments(text: string, source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notJson(source, error);
  }
  if (isObject(value)) return value;
  throw new OktaMcpError("arguments_invalid", `${source} holds JSON, but no object.`, {
    next: 'Write the arguments as one object, for example {"limit":5}.',
  });
}

function notJson(source: string, cause: unknown, field?: string): OktaMcpError {
  // Where, but not what: the parser's message repeats the text, which may hold a secret.
  const at = /position (\d+)/.exec(String(cause))?.[1];
  const place = at === undefined ? "" : ` (character ${Number(at) + 1})`;
  return new OktaMcpError("arguments_invalid", `${source} is not valid JSON${place}.`, {
    ...(field !== undefined && { field }),
    next: "Quote it for your shell: single quotes around the whole in sh, bash and zsh; a file by `-` and stdin works in every shell.",
  });
}
