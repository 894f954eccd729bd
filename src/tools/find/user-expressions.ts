import { accentedSpellings, all, any, compare, compareAny, spellings } from "./expression.js";
import { fold, isInitial, type Query } from "./query.js";
import { similar } from "./similar.js";

const FIRST = "profile.firstName";
const LAST = "profile.lastName";
const LOGIN = "profile.login";
const EMAIL = "profile.email";
const DISPLAY = "profile.displayName";

/** More words than this in a name only lengthen the expression; the ranking holds against all of them. */
const MOST_TOKENS = 6;
/** Spellings in one expression, over all ways to split the words into first and last name. */
const MOST_SPELLINGS = 24;

/** Searches in the order in which they are tried; those of one level together. */
export function userExpressions(query: Query): readonly (readonly string[])[] {
  const asked: Query = { ...query, tokens: query.tokens.slice(0, MOST_TOKENS) };
  return [[exact(asked)], [asked.text.includes("@") ? piece(asked) : beginning(asked)], alike(asked)];
}

function exact({ text, isHandle, tokens }: Query): string {
  const terms = isHandle ? wholeHandle(text) : [compare(DISPLAY, "eq", text)];
  const isName = !text.includes("@");
  if (isHandle && isName) {
    terms.push(compareAny([FIRST, LAST], "eq", accentedSpellings(text, MOST_SPELLINGS / 2)));
    terms.push(compare(DISPLAY, "eq", text));
  }
  if (tokens.length > 1 && isName) terms.push(...splitNames(tokens));
  return any(terms);
}

function wholeHandle(text: string): string[] {
  const start = text.endsWith("@") ? text : `${text}@`;
  return [
    compareAny([LOGIN, EMAIL], "eq", [text]),
    // With an @ inside it is whole already.
    ...(start.indexOf("@") === start.length - 1 ? [compareAny([LOGIN, EMAIL], "sw", [start])] : []),
  ];
}

/** The words as first and last name, wherever the one ends, and the other way round. */
function splitNames(tokens: readonly string[]): string[] {
  const ends = tokens.slice(1).map((_, at) => at + 1);
  const most = Math.max(2, Math.floor(MOST_SPELLINGS / (2 * ends.length)));
  const isPart = (attribute: string, part: readonly string[]): string => {
    const [only = ""] = part;
    return part.length === 1 && isInitial(fold(only))
      ? compare(attribute, "sw", only)
      : compareAny([attribute], "eq", accentedSpellings(part.join(" "), most));
  };
  return ends.flatMap((end) => {
    const [start, rest] = [tokens.slice(0, end), tokens.slice(end)];
    return [all([isPart(FIRST, start), isPart(LAST, rest)]), all([isPart(LAST, start), isPart(FIRST, rest)])];
  });
}

/** Names and logins that begin with the one word, or hold each of several. */
function beginning({ text, isHandle, tokens }: Query): string {
  const [only = text] = tokens;
  if (tokens.length < 2) return compareAny([FIRST, LAST, LOGIN, EMAIL], "sw", spellings(only));
  const each = tokens.map((token) =>
    isInitial(fold(token))
      ? compareAny([FIRST, LAST], "sw", [token])
      : compareAny([FIRST, LAST, LOGIN], "co", spellings(token)),
  );
  return isHandle ? any([compareAny([LOGIN, EMAIL], "co", [text]), all(each)]) : all(each);
}

const piece = ({ text }: Pick<Query, "text">): string => compareAny([LOGIN, EMAIL], "co", [text]);

function alike({ text, tokens }: Query): string[] {
  const [first = "", ...others] = tokens.map(fold);
  const last = others.at(-1);
  if (last !== undefined) return [bothAlike(first, last), oneRight(first, last)];
  const isWithin = Array.from(text).length > 1 && !text.includes("@");
  return [
    isWithin ? compareAny([FIRST, LAST, LOGIN, EMAIL], "co", spellings(text)) : "",
    any([FIRST, LAST, LOGIN].map((attribute) => similar(attribute, first, false))),
  ];
}

/** A slip in either name or in both. */
const bothAlike = (first: string, last: string): string =>
  any(
    inBothOrders(first, last).map(([given, family]) =>
      all([similar(FIRST, given, true), similar(LAST, family, true)]),
    ),
  );

/** One name is right, and the other one at least begins with the right letter. */
function oneRight(first: string, last: string): string {
  const begins = (attribute: string, word: string) =>
    compareAny([attribute], "sw", accentedSpellings(word, MOST_SPELLINGS / 4));
  const start = (word: string) => Array.from(word).slice(0, 1).join("");
  return any(
    inBothOrders(first, last).flatMap(([given, family]) => [
      all([begins(FIRST, given), begins(LAST, start(family))]),
      all([begins(FIRST, start(given)), begins(LAST, family)]),
    ]),
  );
}

const inBothOrders = (one: string, other: string) =>
  [
    [one, other],
    [other, one],
  ] as const;
