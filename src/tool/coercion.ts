import type { z } from "zod";
import { type Path, valueAtPath } from "./schema-shape.js";

type Issue = z.core.$ZodIssue;
type Coerced = { readonly path: Path; readonly value: unknown };

/** A body as a string, in it an object as a string, in that a number as a string: no caller needs more. */
export const MAX_ROUNDS = 4;

/**
 * What models send as strings although it is none, by the issues of a schema: a number, a boolean, an object or an
 * array whose JSON the string is, or one string where a list of them is wanted. Only what can be read in one way;
 * never where a string is wanted, nor inside a value of any form, since neither raises an issue.
 */
export function coercions(issues: readonly Issue[], value: unknown): Coerced[] {
  return flattened(issues, []).flatMap(({ issue, path }) => {
    const given = valueAtPath(value, path);
    if (typeof given !== "string") return [];
    const read = readAs(issue, given.trim());
    return read === undefined ? [] : [{ path, value: read }];
  });
}

/** A copy in which each path has its new value. */
export function replaced(value: unknown, coerced: readonly Coerced[]): unknown {
  const byPath = new Map(coerced.map(({ path, value: read }) => [path.map(String).join("\0"), read]));
  const copy = (node: unknown, path: string): unknown => {
    if (byPath.has(path)) return byPath.get(path);
    if (typeof node !== "object" || node === null) return node;
    const inner = (key: string | number) => (path === "" ? String(key) : `${path}\0${key}`);
    if (Array.isArray(node)) return node.map((member, index) => copy(member, inner(index)));
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, copy(member, inner(key))]));
  };
  return copy(value, "");
}

/** Every form of a union has its own issues; what a string can be read as does not depend on the form. */
function flattened(issues: readonly Issue[], root: Path): { issue: Issue; path: Path }[] {
  return issues.flatMap((issue) => {
    const path = [...root, ...issue.path];
    return issue.code === "invalid_union"
      ? issue.errors.flatMap((form) => flattened(form, path))
      : [{ issue, path }];
  });
}

function readAs(issue: Issue, text: string): unknown {
  if (issue.code === "invalid_value") return readAllowed(issue.values, text);
  if (issue.code !== "invalid_type") return undefined;
  switch (issue.expected) {
    case "number":
    case "int":
      return readNumber(text);
    case "boolean":
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
    case "object":
    case "record":
      return readJson(text, (read) => typeof read === "object" && read !== null && !Array.isArray(read));
    case "array":
      return readJson(text, Array.isArray) ?? readSingle(text);
    default:
      return undefined;
  }
}

/** A number as JSON writes it, if it keeps its value. */
function readNumber(text: string): number | undefined {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const read = Number(text);
  return Number.isFinite(read) && Math.abs(read) <= Number.MAX_SAFE_INTEGER ? read : undefined;
}

function readJson(text: string, fits: (read: unknown) => boolean): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    return fits(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** One element; what may be several in a row, or broken JSON, is not guessed at. */
function readSingle(text: string): string[] | undefined {
  return text === "" || /^[{["]|[,;\n]/.test(text) ? undefined : [text];
}

function readAllowed(values: readonly unknown[], text: string): unknown {
  if (values.some((each) => typeof each === "string")) return undefined;
  return values.find((each) => String(each) === text);
}
