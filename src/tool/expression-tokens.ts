/** The tokens of a filter expression, and what stands in their places in the languages that models mistake it for. */

export type TokenKind = "word" | "string" | "quote" | "open" | "close" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Counted from 1. */
  readonly at: number;
}

export const OPERATORS: ReadonlySet<string> = new Set(["eq", "ne", "gt", "ge", "lt", "le", "sw", "ew", "co"]);

/** Operators of other languages, and ours for them. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["=", "eq"],
  ["==", "eq"],
  ["===", "eq"],
  [":", "eq"],
  ["is", "eq"],
  ["equal", "eq"],
  ["equals", "eq"],
  ["!=", "ne"],
  ["<>", "ne"],
  ["neq", "ne"],
  [">", "gt"],
  ["after", "gt"],
  [">=", "ge"],
  ["gte", "ge"],
  ["<", "lt"],
  ["before", "lt"],
  ["<=", "le"],
  ["lte", "le"],
  ["~", "co"],
  ["=~", "co"],
  ["like", "co"],
  ["ilike", "co"],
  ["contains", "co"],
  ["matches", "co"],
  ["startswith", "sw"],
  ["starts", "sw"],
  ["endswith", "ew"],
  ["exists", "pr"],
  ["present", "pr"],
]);

export function operatorMeant(text: string): string | undefined {
  return MEANT.get(text.toLowerCase());
}

const JOINERS: ReadonlyMap<string, string> = new Map([
  ["&", "and"],
  ["&&", "and"],
  [",", "and"],
  [";", "and"],
  ["|", "or"],
  ["||", "or"],
]);

export function joinerMeant(text: string): string | undefined {
  return JOINERS.get(text);
}

/** Every character is in one token or between two. `quote` is a string in other quotes, or one that does not end. */
const TOKEN =
  /\s+|(?<string>"(?:[^"\\]|\\.)*")|(?<quote>".*|'[^']*'?|[“”„«»‘’‚][^“”„«»‘’‚]*[“”„«»‘’‚]?)|(?<open>[([])|(?<close>[)\]])|(?<symbol>[=!<>~]+|[&|]+|[,;:])|(?<word>[^\s"'“”„«»‘’‚()[\]=!<>~&|,;]+)/gsu;

export function tokensOf(expression: string): Token[] {
  const tokens = [...expression.matchAll(TOKEN)].flatMap(({ groups = {}, index }): Token[] => {
    const found = Object.entries(groups).find(([, text]) => text !== undefined);
    return found ? [{ kind: found[0] as TokenKind, text: String(found[1]), at: index + 1 }] : [];
  });
  return [...tokens, { kind: "end", text: "", at: expression.length + 1 }];
}
