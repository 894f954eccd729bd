import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { checkValue } from "./arguments.js";
import { canonical } from "./canonical.js";
import type { AnswerOnlyFields, Update } from "./change.js";
import { coercions, MAX_ROUNDS, replaced } from "./coercion.js";
import { argumentsInvalid, type Problem, problemsOf } from "./issues.js";
import { isObject, type JsonObject, omitPaths } from "./paths.js";

/** What an update comes to: the body to send, and the fields it changes. */
export interface PreparedUpdate {
  body: JsonObject;
  /** As they were read: what came in quotes without needing them is here without. */
  changes: Update["changes"];
  changed: FieldChange[];
}

export interface FieldChange {
  /** An array is one field, as RFC 7396 replaces it whole. */
  path: readonly string[];
  from: unknown;
  to: unknown;
}

/**
 * What becomes of the object as Okta answered it by a JSON Merge Patch (RFC 7396). Fields the caller did not name stay,
 * those our schemas do not know included. The patch is refused for problems it brings, not for what Okta holds.
 * @param described the tool's name, where describe_schema tells of its body
 * @throws OktaMcpError `arguments_invalid`; `precondition_failed` for a variant that Okta does not take for writing
 */
export function prepareUpdate(
  current: JsonObject,
  { changes, whole, refuses = {} }: Pick<Update, "changes" | "whole" | "refuses">,
  described?: string,
): PreparedUpdate {
  if (Object.keys(changes).length === 0) {
    throw new OktaMcpError("arguments_invalid", "`changes` is empty: name at least one field.", {
      field: "changes",
    });
  }
  refuseOthers(current, changes, refuses);
  // Okta keeps what such a body leaves out, and its schema has been held against the arguments.
  if (!whole) {
    return { body: changes, changes, changed: differences(current, mergePatch(current, changes)) };
  }
  const answerOnly = pathsFor(current, whole.answerOnly);
  const writable = (patch: JsonObject): JsonObject => withoutAnswerOnly(patch, current, answerOnly);
  const before = omitPaths(current, answerOnly) as JsonObject;
  const { after, given } = merged(before, changes, whole.body, writable);
  const known = new Set(problemsIn(before, whole.body).map(({ key }) => key));
  const problems = problemsIn(after, whole.body);
  const brought = problems.filter(({ key }) => !known.has(key));
  if (brought.length > 0) throw argumentsInvalid(brought, described);
  const unwritable = problems.find(({ noVariant }) => noVariant);
  if (unwritable) throw notWritable(unwritable);
  return { body: after, changes: given, changed: differences(before, after) };
}

/**
 * The object with its changes. What they hold as a string although it is none is read before it is merged: an object
 * is merged, not put in another's place. Strings of Okta's stay as they are.
 */
function merged(
  before: JsonObject,
  changes: Update["changes"],
  schema: z.ZodType,
  writable: (changes: JsonObject) => JsonObject,
) {
  let given = writable(changes);
  for (let round = 0; ; round += 1) {
    const after = mergePatch(before, given) as JsonObject;
    const { error } = schema.safeParse(after);
    const read = error && round < MAX_ROUNDS ? coercions(error.issues, given) : [];
    if (read.length === 0) return { after, given };
    given = writable(replaced(given, read) as JsonObject);
    checkValue(given, ["changes"]);
  }
}

/** Okta answers with more kinds of objects than its API takes back. */
function notWritable({ field, words }: Problem): OktaMcpError {
  const rule = `${field.replace(/^changes\./, "")} ${words().text}`;
  return new OktaMcpError(
    "precondition_failed",
    `Okta's API does not let objects of this kind be updated: ${rule}.`,
    {
      next: "Change it in the Okta Admin Console.",
    },
  );
}

function problemsIn(value: unknown, schema: z.ZodType): Problem[] {
  const result = schema.safeParse(value);
  return result.success ? [] : problemsOf(result.error.issues, { schema, value }, ["changes"]);
}

/** The paths to drop for this object: those of every variant, and those of its own. */
function pathsFor(object: JsonObject, { always, byVariant }: AnswerOnlyFields): readonly string[] {
  const variant = byVariant && object[byVariant.property];
  const further = typeof variant === "string" ? byVariant?.paths[variant] : undefined;
  return further ? [...always, ...further] : always;
}

/**
 * The changes without what Okta sets itself, which may stand in them as it is: models send back what they have read.
 * @throws OktaMcpError `arguments_invalid` where it is to be another
 */
function withoutAnswerOnly(changes: JsonObject, current: JsonObject, paths: readonly string[]): JsonObject {
  const wishes = paths.flatMap((path) => wishesAt(changes, [current], path.split(".")));
  const [first] = wishes;
  if (first === undefined) return omitPaths(changes, paths) as JsonObject;
  throw new OktaMcpError("arguments_invalid", `Okta sets ${wishes.join(", ")} itself: read-only.`, {
    field: `changes.${first}`,
    next: "Leave the field out.",
  });
}

/**
 * Where, below a value, members at the path say something else than the object does.
 * @param current the value as it is; for an element of an array any of them, since the caller may have moved it
 */
function wishesAt(given: unknown, current: readonly unknown[], path: readonly string[]): string[] {
  const [head = "", ...rest] = path;
  if (!isObject(given)) return [];
  const key = head.replace(/\[\]$/, "");
  return Object.keys(given)
    .filter((name) => key === "*" || name === key)
    .flatMap((name) => {
      const next = given[name];
      const now = current.map((each) => (isObject(each) ? member(each, name) : null));
      if (rest.length === 0) return now.some((each) => isAlready(each, next)) ? [] : [name];
      const below = Array.isArray(next)
        ? next.flatMap((each, at) => wishesAt(each, now.flat(), rest).map((found) => `${at}.${found}`))
        : wishesAt(next, now, rest);
      return below.map((found) => `${name}.${found}`);
    });
}

function isAlready(now: unknown, next: unknown): boolean {
  return differences(now, mergePatch(now, next)).length === 0;
}

/** A field as it is may stand in the changes, too. */
function refuseOthers(
  current: JsonObject,
  changes: JsonObject,
  refuses: Readonly<Record<string, string>>,
): void {
  for (const [field, next] of Object.entries(refuses)) {
    if (!Object.hasOwn(changes, field) || canonical(changes[field]) === canonical(current[field])) continue;
    const message = `changes.${field}: is not changed by an update. Nothing was sent to Okta.`;
    throw new OktaMcpError("arguments_invalid", message, { field: `changes.${field}`, next });
  }
}

/** RFC 7396: objects merge, null removes, everything else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A map, because assigning to an object's `__proto__` or reading its `constructor` is not about its members.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** The fields in which two values differ, each at its deepest. */
export function differences(from: unknown, to: unknown, path: readonly string[] = []): FieldChange[] {
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) => differences(member(from, key), member(to, key), [...path, key]));
  }
  return canonical(from) === canonical(to) ? [] : [{ path, from, to }];
}

/** Okta does not tell an absent member from a null one. */
function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : null;
}
