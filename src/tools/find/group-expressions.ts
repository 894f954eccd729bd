import { all, any, compare, compareAny, spellings } from "./expression.js";
import { fold, type Query } from "./query.js";
import { similar } from "./similar.js";

const NAME = "profile.name";
const MOST_TOKENS = 6;

/** Words that say that it is a group. */
export const GROUP_LABELS: readonly string[] = ["group", "groups", "team", "the"];

/** Searches in the order in which they are tried; those of one level together. */
export function groupExpressions({ text, tokens }: Query): readonly (readonly string[])[] {
  const asked = tokens.slice(0, MOST_TOKENS);
  const bare = asked.join(" ");
  const every = asked.map((token) => compareAny([NAME], "co", spellings(token)));
  return [
    [compareAny([NAME], "eq", [...new Set([...spellings(text), ...spellings(bare)])])],
    [any([compare(NAME, "co", text), all(every)])],
    [all(asked.map((token) => alike(fold(token))))],
  ];
}

/** A word may stand anywhere in a group's name, of which Okta compares only the beginning and any piece. */
function alike(token: string): string {
  const letters = Array.from(token);
  const half = Math.ceil(letters.length / 2);
  const pieces = [letters.slice(0, half), letters.slice(half)].map((piece) => piece.join(""));
  const telling = letters.length > 3 ? pieces : [token];
  return any([similar(NAME, token, true), ...telling.map((piece) => compare(NAME, "co", piece))]);
}
