import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { nearestNames } from "../nearest.js";
import { visibleText } from "../visible-text.js";
import { type Held, likelyPaths, namesAt } from "./likely-paths.js";
import {
  definition,
  membersOf,
  type Path,
  schemasAt,
  unwrapped,
  valueAtPath,
  variantsByValue,
} from "./schema-shape.js";
import { formatWords, listed, MAX_LISTED, typeName, typeWords } from "./schema-words.js";
import { type MeantVariant, meantVariant, noVariantText } from "./variant-words.js";

/** A fault of an argument, in words a model can act on. */
export interface Problem {
  /** Dotted path from the tool's arguments, for example `application.settings.app.url`. */
  readonly field: string;
  /** Found when they are wanted: of thousands of faults a few are told. */
  readonly words: () => Words;
  /** The same for the same fault of the same value at the same place; may hold the value, so it is never shown. */
  readonly key: string;
  /** The whole value's discriminator chooses no variant: there is nothing to hold the rest against. */
  readonly noVariant: boolean;
  /** The object of Okta's that the fault lies in, if it lies in one. */
  readonly body: () => Body | undefined;
}

interface Body {
  /** As its discriminator has chosen, or was most likely meant to. */
  readonly variant?: string;
}

interface Words {
  readonly text: string;
  /** What is known at the place, told once for all the faults there. */
  readonly known?: string;
}

type Issue = z.core.$ZodIssue;
type Tell = (issue: Issue, path: Path, words: () => string | Words, noVariant?: boolean) => Problem;

/** A caller's own key in a path may be as long as the arguments. */
const MAX_KEY = 80;

/**
 * Turns Zod's issues into problems: path, what was expected, what is allowed, what was likely meant. Values are never
 * repeated, since they may be secrets.
 * @param root the path of what was held, from the tool's arguments
 */
export function problemsOf(issues: readonly Issue[], held: Held, root: Path = []): Problem[] {
  const tell: Tell = (issue, path, words, noVariant = false) => ({
    field: fieldOf([...root, ...path]),
    words: () => {
      const said = words();
      return typeof said === "string" ? { text: said } : said;
    },
    key: JSON.stringify([issue.code, path, faultyValue(issue, held.value, path)]),
    noVariant,
    body: () => bodyAt(held, root, path),
  });
  return issues.flatMap((issue) => problems(issue, held, root, tell));
}

/**
 * The error over the problems, at least one: a line for each, up to a number a reader still takes in.
 * @param described the tool's name, where describe_schema tells of its body
 */
export function argumentsInvalid(problems: readonly Problem[], described?: string): OktaMcpError {
  const rest = problems.length - MAX_LISTED;
  const told = new Set<string>();
  const listedProblems = problems.slice(0, MAX_LISTED);
  const lines = listedProblems.map(({ field, words }) => {
    const { text, known = "" } = words();
    const isNews = known !== "" && !told.has(known);
    told.add(known);
    return `${field}: ${text}${isNews ? `${text.endsWith("?") ? " K" : "; k"}nown: ${known}` : ""}`;
  });
  if (rest > 0) lines.push(`and ${rest} more faults`);
  const body = listedProblems.find((problem) => problem.body() !== undefined)?.body();
  return new OktaMcpError("arguments_invalid", lines.join("\n"), {
    field: problems[0]?.field,
    ...(body && described !== undefined && { next: describing(described, body.variant) }),
  });
}

function describing(tool: string, variant: string | undefined): string {
  const which = variant === undefined ? "" : ` variant=${variant}`;
  return `Mend the arguments the message names and call again. describe_schema tool=${tool}${which} shows every field.`;
}

function problems(issue: Issue, held: Held, root: Path, tell: Tell): Problem[] {
  const { path } = issue;
  const at = valueAtPath(held.value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => tell(issue, [...path, key], () => unknownKey(key, path, held, root)));
    case "invalid_value":
      return [
        tell(issue, path, () => {
          const isMissing = receivedType(at) === "nothing";
          return `${isMissing ? "is required: " : "must be "}${allowedValues(issue.values.map(String), at)}`;
        }),
      ];
    case "invalid_type":
      return [tell(issue, path, () => typeText(issue.expected, path, held))];
    case "invalid_format":
      return [tell(issue, path, () => formatText(issue.format, issue.message))];
    case "invalid_union":
      return unionProblems(issue, held, root, tell);
    default:
      return [tell(issue, path, () => issue.message)];
  }
}

function unknownKey(key: string, path: Path, held: Held, root: Path): Words {
  const names = namesAt(path, held);
  if (names.includes(key)) {
    return { text: "does not go with the other fields here: another form has it", known: listed(names, "") };
  }
  const { paths, certain } = likelyPaths(key.slice(0, MAX_KEY), path, held);
  const meant = paths.map((likely) => fieldOf([...root, ...likely.split(".")]));
  const text = `is not known here${meant.length > 0 ? `; did you mean ${meant.join(" or ")}?` : ""}`;
  return certain ? { text } : { text, known: listed(names, "") };
}

/** All of them, or of very many those that are most like the value. */
function allowedValues(values: readonly string[], given: unknown): string {
  const all = listed(values, values.length > 1 ? "one of " : "");
  if (values.length <= MAX_LISTED || typeof given !== "string") return all;
  const nearest = nearestNames(given.slice(0, MAX_KEY), values);
  return nearest.length > 0 ? `${nearest.join(" or ")}, or another of ${values.length} values` : all;
}

function typeText(zodName: string, path: Path, { schema, value }: Held): string {
  const received = receivedType(valueAtPath(value, path));
  if (received !== "nothing") return `must be ${typeName(zodName)}, not ${received}`;
  const [wanted] = schemasAt(schema, path, value);
  return `is required (${wanted ? typeWords(wanted) : typeName(zodName)})`;
}

function formatText(format: string, message: string): string {
  const words = formatWords(format);
  return words === undefined ? message : `must be ${words}`;
}

function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  held: Held,
  root: Path,
  tell: Tell,
): Problem[] {
  const { path } = issue;
  if (issue.errors.length === 0) {
    const place = path.slice(0, -1);
    const [union] = schemasAt(held.schema, place, held.value);
    if (!union) return [tell(issue, path, () => issue.message)];
    const value = valueAtPath(held.value, place);
    const meant = meantVariant(union, value);
    const problem = tell(issue, path, () => noVariantText(union, value, meant), place.length === 0);
    return [problem, ...(root.length === 0 && meant ? otherFaults(meant, place, tell) : [])];
  }
  // The form with the fewest faults is most likely the one that was meant.
  const [closest] = issue.errors
    .map((faults, index) => ({ faults, index }))
    .sort((a, b) => a.faults.length - b.faults.length);
  const forms = schemasAt(held.schema, path, held.value);
  const form = forms.length === issue.errors.length ? forms[closest?.index ?? 0] : undefined;
  const within: Tell = (inner, at, ...rest) => tell(inner, [...path, ...at], ...rest);
  return (closest?.faults ?? []).flatMap((fault) =>
    form
      ? problems(fault, { schema: form, value: valueAtPath(held.value, path) }, [...root, ...path], within)
      : problems({ ...fault, path: [...path, ...fault.path] } as Issue, held, root, tell),
  );
}

/** What would still be wrong once the variant is chosen; what it lacks has been said. */
function otherFaults({ schema, value }: MeantVariant, place: Path, tell: Tell): Problem[] {
  const within: Tell = (inner, at, ...rest) => tell(inner, [...place, ...at], ...rest);
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues
    .filter(({ code, path }) => code === "unrecognized_keys" || valueAtPath(value, path) !== undefined)
    .flatMap((issue) => problems(issue, { schema, value }, place, within));
}

/** The object of Okta's that a path lies in: what was held itself, or the argument that carries it. */
function bodyAt({ schema, value }: Held, root: Path, path: Path): Body | undefined {
  const carrier = root.length > 0 ? [] : path.slice(0, 1);
  const found = root.length > 0 ? schema : membersOf(schema).find(([name]) => name === carrier[0])?.[1];
  if (!found) return undefined;
  const body = unwrapped(found);
  const { type, discriminator } = definition(body);
  if (type !== "object" && type !== "union" && type !== "record") return undefined;
  if (discriminator === undefined) return {};
  const chosen = valueAtPath(value, [...carrier, discriminator]);
  if (typeof chosen === "string" && variantsByValue(body).has(chosen)) return { variant: chosen };
  const meant = meantVariant(body, valueAtPath(value, carrier));
  return meant ? { variant: meant.name } : {};
}

function fieldOf(path: Path): string {
  return path.map((key) => visibleText(String(key), MAX_KEY)).join(".") || "arguments";
}

/** A key that no schema knows is the same fault whatever its value: who may keep it may change it. */
function faultyValue(issue: Issue, value: unknown, path: Path): unknown {
  return issue.code === "unrecognized_keys" ? undefined : valueAtPath(value, path);
}

function receivedType(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
