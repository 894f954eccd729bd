import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";

/** A fault of an argument, in words a model can act on. */
export interface Problem {
  /** Dotted path from the tool's arguments, for example `application.settings.app.url`. */
  field: string;
  text: string;
  /** The same for the same fault of the same value at the same place; may hold the value, so it is never shown. */
  key: string;
  /** The whole value's discriminator chooses no variant: there is nothing to hold the rest against. */
  noVariant: boolean;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const MAX_LISTED = 24;
/** A caller's own key in a path may be as long as the arguments. */
const MAX_KEY = 80;

/**
 * Turns Zod's issues into problems: path, what was expected, what is allowed. Values are never repeated, since they
 * may be secrets.
 */
export function problemsOf(
  issues: readonly Issue[],
  schema: z.ZodType,
  value: unknown,
  root: Path = [],
): Problem[] {
  return issues.flatMap((issue) => problems(issue, schema, value, root));
}

/** The error over the problems, at least one: a line for each, up to a number a reader still takes in. */
export function argumentsInvalid(problems: readonly Problem[]): OktaMcpError {
  const rest = problems.length - MAX_LISTED;
  const lines = problems.slice(0, MAX_LISTED).map(({ text }) => text);
  if (rest > 0) lines.push(`and ${rest} more faults`);
  return new OktaMcpError("arguments_invalid", lines.join("\n"), { field: problems[0]?.field });
}

function problems(issue: Issue, schema: z.ZodType, value: unknown, root: Path): Problem[] {
  const field = (path: Path): string =>
    [...root, ...path].map((key) => visibleText(String(key), MAX_KEY)).join(".") || "arguments";
  const problem = (path: Path, text: string, noVariant = false): Problem => ({
    field: field(path),
    text: `${field(path)}: ${text}`,
    key: JSON.stringify([issue.code, path, faultyValue(issue, value, path)]),
    noVariant,
  });
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = [...new Set(schemasAt(schema, issue.path, value).flatMap(keysOf))];
      return issue.keys.map((key) =>
        problem([...issue.path, key], `is not known here${listed(known, "; known: ")}`),
      );
    }
    case "invalid_value":
      return [
        problem(
          issue.path,
          `must be ${listed(issue.values.map(String), issue.values.length > 1 ? "one of " : "")}`,
        ),
      ];
    case "invalid_type": {
      const received = typeName(valueAtPath(value, issue.path));
      const text =
        received === "nothing"
          ? `is required (${expectedType(issue.expected)})`
          : `must be ${expectedType(issue.expected)}, not ${received}`;
      return [problem(issue.path, text)];
    }
    case "invalid_format":
      return [problem(issue.path, issue.format === "datetime" ? DATE_TIME : issue.message)];
    case "invalid_union":
      return unionProblems(issue, schema, value, root, problem);
    default:
      return [problem(issue.path, issue.message)];
  }
}

const DATE_TIME = "must be a date and time with its zone, such as 2026-01-31T12:00:00Z";

/** Zod's name of a type, where it is another than JSON Schema's. */
function expectedType(expected: string): string {
  return { int: "integer", record: "object" }[expected] ?? expected;
}

/** A key that no schema knows is the same fault whatever its value: who may keep it may change it. */
function faultyValue(issue: Issue, value: unknown, path: Path): unknown {
  return issue.code === "unrecognized_keys" ? undefined : valueAtPath(value, path);
}

function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  schema: z.ZodType,
  value: unknown,
  root: Path,
  problem: (path: Path, text: string, noVariant?: boolean) => Problem,
): Problem[] {
  if (issue.errors.length === 0) {
    const allowed = schemasAt(schema, issue.path.slice(0, -1), value).flatMap((union) =>
      discriminatorValues(union, issue.path.at(-1)),
    );
    const missing = typeName(valueAtPath(value, issue.path)) === "nothing";
    const text = `${missing ? "is required: " : "must be "}${listed(allowed, "one of ")}`;
    return [problem(issue.path, text, issue.path.length === 1)];
  }
  // The form with the fewest faults is most likely the one that was meant.
  const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  const nested = closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
  return problemsOf(nested, schema, value, root);
}

/** The schemas that stand at a path: several where a union without discriminator leaves it open. */
function schemasAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType[] {
  const bare = unwrapped(schema);
  const def = definition(bare);
  if (def.type === "union" && path.length > 0) {
    return (def.options ?? [])
      .filter((option) => fitsVariant(option, def, value))
      .flatMap((option) => schemasAt(option, path, value));
  }
  const [key, ...rest] = path;
  if (key === undefined) {
    if (def.type !== "union") return [bare];
    const variants = (def.options ?? []).filter((option) => fitsVariant(option, def, value));
    // No variant, or several: the union itself, whose discriminator is what there is to name.
    if (def.discriminator !== undefined && variants.length !== 1) return [bare];
    return variants.flatMap((variant) => schemasAt(variant, path, value));
  }
  const inner = valueAtPath(value, [key]);
  const shape = def.shape && Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  const next = def.type === "array" ? def.element : (shape ?? def.valueType ?? def.catchall);
  return next ? schemasAt(next, rest, inner) : [];
}

/** What is read of a Zod schema's definition. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  options?: readonly z.ZodType[];
  discriminator?: string;
  element?: z.ZodType;
  shape?: Readonly<Record<string, z.ZodType>>;
  valueType?: z.ZodType;
  catchall?: z.ZodType;
}

function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = definition(schema);
  return innerType ? unwrapped(innerType) : schema;
}

function fitsVariant(option: z.ZodType, { discriminator }: Definition, value: unknown): boolean {
  if (discriminator === undefined) return true;
  const values = option._zod.propValues?.[discriminator];
  return values?.has(valueAtPath(value, [discriminator]) as string) ?? true;
}

function discriminatorValues(union: z.ZodType, property: PropertyKey | undefined): string[] {
  const { options = [] } = definition(union);
  return options.flatMap((option) => [...(option._zod.propValues?.[String(property)] ?? [])].map(String));
}

function keysOf(schema: z.ZodType): string[] {
  return Object.keys(definition(schema).shape ?? {});
}

function valueAtPath(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    return typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  }, value);
}

function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function listed(names: readonly string[], before: string): string {
  if (names.length === 0) return "";
  const rest = names.length - MAX_LISTED;
  return `${before}${names.slice(0, MAX_LISTED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
