import { fold } from "./query.js";

/**
 * Terms of Okta's `search`. Text compares without regard to case; `co` is for a user's firstName, lastName, email and
 * login and a group's name and description alone (Okta, Users and Groups API, `search`).
 */
export type Comparison = "eq" | "sw" | "co";

/** A SCIM string is a JSON string (RFC 7644, section 3.4.2.2), so no value can end it early. */
export const compare = (attribute: string, comparison: Comparison, value: string): string =>
  `${attribute} ${comparison} ${JSON.stringify(value)}`;

/** One of the attributes has one of the values. */
export const compareAny = (
  attributes: readonly string[],
  comparison: Comparison,
  values: readonly string[],
): string =>
  any(attributes.flatMap((attribute) => values.map((value) => compare(attribute, comparison, value))));

/** Terms without text are left out, and so is an expression of none. */
export const any = (terms: readonly string[]): string => joined(terms, " or ");
/** Without text where one of the terms is. */
export const all = (terms: readonly string[]): string => (terms.includes("") ? "" : joined(terms, " and "));

function joined(terms: readonly string[], by: string): string {
  const stated = terms.filter((term) => term !== "");
  return stated.length > 1 ? `(${stated.join(by)})` : stated.join("");
}

const APOSTROPHE = /['’]/gu;

/** Okta's own limit for a first or last name. */
const LONGEST_NAME = 50;

/** Commonest first. */
const ACCENTED: Readonly<Record<string, string>> = {
  a: "áäã",
  c: "ç",
  e: "éè",
  i: "í",
  n: "ñ",
  o: "óöø",
  s: "š",
  u: "üú",
  z: "ž",
};

/** As written, and without accents and apostrophes: Okta does not say that it sees through them. */
export function spellings(token: string): string[] {
  const written = token.toLowerCase();
  return [
    ...new Set([written, written.replace(APOSTROPHE, "'"), written.replace(APOSTROPHE, "’"), fold(token)]),
  ];
}

/** Those, and the ones with one letter accented, so that Jose also meets José; `most` at most. */
export function accentedSpellings(token: string, most: number): string[] {
  const plain = Array.from(fold(token));
  const accented = (plain.length > LONGEST_NAME ? [] : plain).flatMap((letter, at, letters) =>
    Array.from(ACCENTED[letter] ?? "", (other) => letters.with(at, other).join("")),
  );
  return [...new Set([...spellings(token), ...accented])].slice(0, most);
}
