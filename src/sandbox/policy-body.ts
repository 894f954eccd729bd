import { blank, invalid, taken } from "./errors.js";
import { isObject, omit } from "./json.js";
import { POLICY_TYPES, type PolicyTypeFacts } from "./policy-types.js";
import type { Json, Lifecycle, PolicyRecord } from "./types.js";

/** Decided by the org or kept beside the body; a request's values are read separately or ignored. */
const BESIDE = [
  "id",
  "type",
  "system",
  "created",
  "lastUpdated",
  "status",
  "priority",
  "_links",
  "_embedded",
];

/** @throws OktaError E0000001 when it is no policy type. */
export function policyFacts(type: unknown): PolicyTypeFacts {
  const found = typeof type === "string" ? POLICY_TYPES[type] : undefined;
  if (found !== undefined) return found;
  throw invalid(
    type === undefined || type === null
      ? blank("type")
      : `type: The value must be one of ${Object.keys(POLICY_TYPES).join(", ")}`,
  );
}

/**
 * The stored body of a policy or rule. Nothing of a previous body is kept: a PUT replaces.
 * @param siblings whose names it must not repeat.
 */
export function policyBody(given: Json, siblings: readonly PolicyRecord[], self?: PolicyRecord): Json {
  const { name } = given;
  if (typeof name !== "string" || name.trim() === "") throw invalid(blank("name"));
  const twin = siblings.find((other) => other.id !== self?.id && other.body.name === name);
  if (twin !== undefined) throw invalid(taken("name"));
  for (const key of ["conditions", "actions", "settings"]) {
    const value = given[key];
    if (value !== undefined && value !== null && !isObject(value)) {
      throw invalid(`${key}: The value must be an object`);
    }
  }
  return omit(given, BESIDE);
}

/** Leaves nulls only where Okta's own answers have them. */
export function withoutNulls(body: Json, allowed: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => value !== null || allowed.includes(key)),
  );
}

export function readPriority(given: Json): number | undefined {
  const { priority } = given;
  if (priority === undefined || priority === null) return undefined;
  if (typeof priority !== "number" || !Number.isInteger(priority) || priority < 0) {
    throw invalid("priority: The value must be a whole number");
  }
  return priority;
}

/** A status in a request body; undefined when it says nothing. */
export function readStatus(given: Json): Lifecycle | undefined {
  const { status } = given;
  if (status === undefined || status === null) return undefined;
  if (status !== "ACTIVE" && status !== "INACTIVE")
    throw invalid("status: The value must be one of ACTIVE, INACTIVE");
  return status;
}
