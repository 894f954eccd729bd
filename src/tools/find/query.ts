/** What somebody was asked to find, taken apart for Okta's search and for comparison with what it gives back. */
export interface Query {
  /** Trimmed, single spaces, composed characters (NFC). */
  readonly text: string;
  /** One piece without spaces: it may be a login, an address or a part of one. */
  readonly isHandle: boolean;
  /** Pieces as they were written, for Okta; an initial without its dot. */
  readonly tokens: readonly string[];
  /** Folded, for comparison here. */
  readonly words: readonly string[];
}

const ADDRESS = /[^\s<>()[\],;:"]+@[^\s<>()[\],;:"]+/u;
/** `CORP\jsmith`, the logon name of Windows: Okta knows the name without its domain. */
const DOMAIN = /^\s*[\w.-]+\\(?=\S)/u;
/** A backslash is part of no name, nor is what folding makes one of (U+FE68 and U+FF3C). */
const BLANKS = /[\s\\\ufe68\uff3c]+/gu;
const EDGES = /^[\s,;:"“”()]+|[\s,;:"“”()]+$/gu;
const BETWEEN_NAMES = /[\s,;()<>"]+/u;
const WITHIN_HANDLE = /[._+@-]+/u;
const APOSTROPHES = /['’‘ʼ`´]/gu;
const INITIAL = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u;

/** Letters that no decomposition takes apart (Unicode, UnicodeData, no canonical mapping). */
const LIGATURES: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
};

/** @param labels folded words that say what is looked for, not which one: left out where others remain */
export function parseQuery(written: string, labels: readonly string[] = []): Query {
  const tidy = written.normalize("NFC").replace(DOMAIN, "").replace(BLANKS, " ").replace(EDGES, "");
  // "Jane Smith <jane@example.com>": the address says it best.
  const text = (tidy.includes(" ") ? ADDRESS.exec(tidy)?.[0] : undefined) ?? tidy;
  const isHandle = !text.includes(" ");
  const pieces = isHandle ? localPart(text).split(WITHIN_HANDLE) : text.split(BETWEEN_NAMES);
  const named = pieces.map(withoutEdges).filter((piece) => wordsOf(piece).length > 0);
  const tokens = withoutMiddleInitials(withoutLabels(named, labels));
  return { text, isHandle, tokens, words: tokens.flatMap(wordsOf) };
}

/** Lower case, without diacritics and apostrophes: `José` and `O’Brien` become `jose` and `obrien`. */
export function fold(text: string): string {
  return text
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/gu, (letter) => LIGATURES[letter] ?? letter);
}

/** The folded words of a name. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");
}

/** Whether the word stands for a name that begins with it. */
export const isInitial = (word: string): boolean => INITIAL.test(word);

/** What stands before the `@`, or all of it. */
export const localPart = (address: string): string => address.split("@", 1)[0] ?? "";

const withoutEdges = (piece: string): string => piece.replace(/^[.'’]+|[.'’]+$/gu, "");

function withoutLabels(tokens: readonly string[], labels: readonly string[]): readonly string[] {
  const left = tokens.filter((token) => !labels.includes(fold(token)));
  return left.length > 0 ? left : tokens;
}

/** Hardly any directory has them: "Jane M. Smith" is looked for as "Jane Smith". */
function withoutMiddleInitials(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token, at) => at === 0 || at === tokens.length - 1 || !isInitial(fold(token)));
}
