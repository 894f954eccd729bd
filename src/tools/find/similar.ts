import { all, any, compare } from "./expression.js";

/** The longest word that is looked for with slips of the pen; nobody types longer ones by hand. */
const LONGEST = 24;
/** Pieces shorter than this say nothing where they may stand anywhere. */
const SHORTEST_PIECE = 2;

/**
 * The attribute has a word like this one. Okta has no such operator, so letters are left out where the slip may be, a
 * few next to each other at each place in turn: what stands before them the attribute starts with, what stands behind
 * it contains. Empty where that would find everybody.
 * @param token folded
 * @param loose one letter at the beginning will do, as other terms narrow the search
 */
export function similar(attribute: string, token: string, loose: boolean): string {
  const letters = Array.from(token);
  if (letters.length > LONGEST) return "";
  if (letters.length < 3) return loose ? compare(attribute, "sw", token) : "";
  const gap = letters.length < 7 ? 2 : letters.length < 10 ? 3 : 4;
  // Little is left of a short word; its swapped letters are looked for as they may be meant.
  const terms = letters.length < 5 ? swaps(letters).map((word) => compare(attribute, "eq", word)) : [];
  // Neighbouring gaps share a letter, so that every pair of swapped letters falls into one.
  for (let at = 0; at < letters.length - 1; at += gap - 1) {
    const start = letters.slice(0, at).join("");
    const rest = letters.slice(at + gap);
    const piece = rest.length >= SHORTEST_PIECE ? rest.join("") : "";
    if (at < 2 && piece === "" && !(loose && start !== "")) continue;
    const parts = [start && compare(attribute, "sw", start), piece && compare(attribute, "co", piece)];
    terms.push(all(parts.filter((part) => part !== "")));
  }
  return any(terms);
}

/** The word with each two neighbours swapped. */
function swaps(letters: readonly string[]): string[] {
  return letters.slice(1).map((letter, at) => letters.toSpliced(at, 2, letter, letters[at] ?? "").join(""));
}
