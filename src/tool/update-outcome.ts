import { OktaMcpError } from "../errors.js";
import { canonical } from "./canonical.js";
import { isObject, type JsonObject } from "./paths.js";
import { valueAtPath } from "./schema-shape.js";
import { type ShownChange, shownChange } from "./shown-change.js";
import { differences, type FieldChange } from "./update.js";

/** What became of the fields that an update was to change. */
export interface UpdateOutcome {
  /** As they are now, where Okta answers them. */
  readonly changed: readonly ShownChange[];
  /** What Okta made something else of, or left alone: `from` what it is, `to` what was asked. */
  readonly not_taken?: readonly ShownChange[];
}

/** Held against Okta's answer; a field that it does not answer, as a password, counts as changed. */
export function outcomeOf(asked: readonly FieldChange[], answered: unknown): UpdateOutcome {
  const now = asked.map((change) => ({ ...change, is: valueAtPath(answered, change.path) }));
  const refused = now.filter(({ is, to }) => is !== undefined && !holds(is, to));
  const changed = now.filter((each) => !refused.includes(each) || !isSame(each.is, each.from));
  return {
    changed: changed.map((each) => shownChange(refused.includes(each) ? { ...each, to: each.is } : each)),
    ...(refused.length > 0 && {
      not_taken: refused.map(({ path, is, to }) => shownChange({ path, from: is, to })),
    }),
  };
}

/** Whether the object is seen to be as asked: a field that is not answered leaves it open. */
export function isAsAsked(asked: readonly FieldChange[], now: JsonObject): boolean {
  return asked.every(({ path, to }) => {
    const is = valueAtPath(now, path);
    return is === undefined ? to === null || to === undefined : holds(is, to);
  });
}

/** The doubt about an update, with what a look at the object afterwards tells. */
export function stillInDoubt(doubt: OktaMcpError, before: JsonObject, now: JsonObject): OktaMcpError {
  const { code, message, okta, next } = doubt;
  const seen = differences(before, now).length === 0 ? "it was still as before" : "it was not as asked";
  return new OktaMcpError(code, `${message} Read again right afterwards, ${seen}.`, {
    okta,
    next,
    cause: doubt,
  });
}

/** Okta adds what it fills in itself, leaves out what it keeps secret, and puts some lists in an order of its own. */
function holds(is: unknown, asked: unknown): boolean {
  if (isObject(is) && isObject(asked)) {
    return Object.entries(asked).every(([key, value]) => !Object.hasOwn(is, key) || holds(is[key], value));
  }
  if (Array.isArray(is) && Array.isArray(asked)) {
    return is.length === asked.length && asked.every((value) => is.some((each) => holds(each, value)));
  }
  return isSame(is, asked);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one ?? null) === canonical(other ?? null);
}
