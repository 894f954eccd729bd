import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { argumentsInvalid, type Problem, problemsOf } from "./issues.js";
import { isObject, type JsonObject, omitPaths, valueAt } from "./paths.js";
import type { AnswerOnlyFields, Replacement } from "./tool.js";

/** What an update comes to: the body to put, and the fields it changes. */
export interface Update {
  body: JsonObject;
  changed: FieldChange[];
}

export interface FieldChange {
  /** Dotted path; an array is one field, as RFC 7396 replaces it whole. */
  field: string;
  from: unknown;
  to: unknown;
}

/**
 * Applies a JSON Merge Patch (RFC 7396) to the object as Okta answered it. Fields the caller did not name stay,
 * those our schemas do not know included. The patch is refused for problems it brings, not for what Okta holds.
 * @throws OktaMcpError `arguments_invalid`; `precondition_failed` for a variant that Okta does not take for writing
 */
export function prepareUpdate(
  current: JsonObject,
  { changes, body, answerOnly }: Pick<Replacement, "changes" | "body" | "answerOnly">,
): Update {
  if (Object.keys(changes).length === 0) {
    throw new OktaMcpError("arguments_invalid", "`changes` is empty: name at least one field.", {
      field: "changes",
    });
  }
  refuseAnswerOnly(changes, pathsFor(current, answerOnly));
  const before = omitPaths(current, pathsFor(current, answerOnly)) as JsonObject;
  const after = mergePatch(before, changes) as JsonObject;
  const known = new Set(problemsIn(before, body).map(({ key }) => key));
  const problems = problemsIn(after, body);
  const brought = problems.filter(({ key }) => !known.has(key));
  if (brought.length > 0) throw argumentsInvalid(brought);
  const unwritable = problems.find(({ noVariant }) => noVariant);
  if (unwritable) throw notWritable(unwritable);
  return { body: after, changed: differences(before, after) };
}

/** Okta answers with more kinds of objects than its API takes back. */
function notWritable({ text }: Problem): OktaMcpError {
  const rule = text.replace(/^changes\./, "").replace(":", "");
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
  return result.success ? [] : problemsOf(result.error.issues, schema, value, ["changes"]);
}

/** The paths to drop for this object: those of every variant, and those of its own. */
function pathsFor(object: JsonObject, { always, byVariant }: AnswerOnlyFields): readonly string[] {
  const variant = byVariant && object[byVariant.property];
  const further = typeof variant === "string" ? byVariant?.paths[variant] : undefined;
  return further ? [...always, ...further] : always;
}

function refuseAnswerOnly(changes: JsonObject, paths: readonly string[]): void {
  const named = paths.filter((path) => valueAt(changes, path) !== undefined);
  if (named.length === 0) return;
  throw new OktaMcpError("arguments_invalid", `Okta sets ${named.join(", ")} itself: read-only.`, {
    field: `changes.${named[0]}`,
    next: "Leave the field out.",
  });
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

function differences(from: unknown, to: unknown, path = ""): FieldChange[] {
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) =>
      differences(member(from, key), member(to, key), path === "" ? key : `${path}.${key}`),
    );
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ field: path, from, to }];
}

/** Okta does not tell an absent member from a null one. */
function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : null;
}
