import type { Random } from "./random.js";

/** Prefixes that Okta's ids carry; an id is 20 characters in all. */
const PREFIXES = {
  user: "00u",
  group: "00g",
  application: "0oa",
  policy: "00p",
  rule: "0pr",
  userType: "oty",
  schema: "osc",
  authenticator: "aut",
  zone: "nzo",
} as const;

export type IdKind = keyof typeof PREFIXES;

/** A new Okta-like id such as `00uBq3kT0aXw9LmZ4d7P`. */
export function newId(kind: IdKind, random: Random): string {
  return PREFIXES[kind] + random.text(17);
}
