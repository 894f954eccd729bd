import fc from "fast-check";
import { type Filter, parse } from "scim2-parse-filter";
import { describe, expect, it } from "vitest";
import { accentedSpellings, spellings } from "../../../src/tools/find/expression.js";
import { groupExpressions } from "../../../src/tools/find/group-expressions.js";
import { parseQuery } from "../../../src/tools/find/query.js";
import { similar } from "../../../src/tools/find/similar.js";
import { userExpressions } from "../../../src/tools/find/user-expressions.js";

/** What Okta lets `co` be asked of. */
const CONTAINED = ["firstName", "lastName", "email", "login", "name"].map((each) => `profile.${each}`);
const ASKED = [...CONTAINED, "profile.displayName"];

interface Term {
  readonly attribute: string;
  readonly op: string;
  readonly value: unknown;
}

function termsOf(filter: Filter): Term[] {
  if ("filters" in filter) return filter.filters.flatMap(termsOf);
  if ("compValue" in filter) return [{ attribute: filter.attrPath, op: filter.op, value: filter.compValue }];
  throw new Error(`${filter.op} is none of ours`);
}

describe("expressions", () => {
  it("are well-formed, compare what Okta can compare, and fit an address, whatever the words", () => {
    const piece = fc.constantFrom(
      "jane",
      "Smith",
      '"',
      "\\",
      "﹨",
      "＼",
      "@",
      ".",
      " ",
      " or ",
      "id pr",
      ")",
      "(",
      "O'Neil",
      "é",
    );
    const words = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
      fc.array(piece, { minLength: 1, maxLength: 20 }).map((pieces) => pieces.join("")),
    );
    const text = words.map((each) => each.slice(0, 120)).filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each));
    fc.assert(
      fc.property(text, (written) => {
        const query = parseQuery(written);
        const all = [...userExpressions(query), ...groupExpressions(query)].flat();
        for (const expression of all.filter((each) => each !== "")) {
          expect(encodeURIComponent(expression).length).toBeLessThan(12_000);
          for (const { attribute, op, value } of termsOf(parse(expression))) {
            expect(ASKED).toContain(attribute);
            expect(["eq", "sw", "co"]).toContain(op);
            if (op === "co") expect(CONTAINED).toContain(attribute);
            expect(typeof value).toBe("string");
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["José", ["josé", "jose"]],
    ["O’Brien", ["o’brien", "o'brien", "obrien"]],
    ["Straße", ["straße", "strasse"]],
  ])("spell %s as %j", (token, wanted) => {
    expect(spellings(token)).toEqual(wanted);
  });

  it("spell a plain name with each letter accented in turn", () => {
    expect(accentedSpellings("Zoe", 20)).toEqual(["zoe", "žoe", "zóe", "zöe", "zøe", "zoé", "zoè"]);
    expect(accentedSpellings("Zoe", 3)).toEqual(["zoe", "žoe", "zóe"]);
  });
});

describe("an expression for similar names", () => {
  const holds = (expression: string, name: string): boolean =>
    // Each alternative is a beginning, a piece, or both.
    alternatives(parse(expression)).some((terms) =>
      terms.every(({ op, value }) =>
        op === "sw" ? name.startsWith(String(value)) : name.includes(String(value)),
      ),
    );
  const alternatives = (filter: Filter): Term[][] =>
    filter.op === "or" ? filter.filters.map(termsOf) : [termsOf(filter)];

  it("finds every name of five letters or more with one slip in it", () => {
    const letter = fc.constantFrom(..."abcdefgh");
    const word = fc.array(letter, { minLength: 5, maxLength: 24 });
    const slip = fc.tuple(fc.constantFrom("replace", "insert", "remove", "swap"), fc.nat(), letter);
    fc.assert(
      fc.property(word, slip, (letters, [kind, place, other]) => {
        const at = place % letters.length;
        const [here = "", next = ""] = letters.slice(at);
        const [removed, added] = {
          replace: [1, [other]],
          insert: [0, [other]],
          remove: [1, []],
          swap: [2, [next, here]],
        }[kind as "replace"] as [number, string[]];
        const name = letters.toSpliced(at, removed, ...added).join("");
        expect(holds(similar("n", letters.join(""), false), name), name).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tries the swaps of a short word, of which no piece is left to look for", () => {
    expect(similar("n", "jhon", false)).toBe(
      '(n eq "hjon" or n eq "john" or n eq "jhno" or n co "on" or n sw "jh")',
    );
  });

  it.each(["a", "ab", "x".repeat(25)])("is none for %s, by which everybody or nobody is found", (word) => {
    expect(similar("n", word, false)).toBe("");
  });
});
