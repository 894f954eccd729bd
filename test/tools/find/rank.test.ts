import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "../../../src/tools/find/edit-distance.js";
import { parseQuery } from "../../../src/tools/find/query.js";
import { isBetter, type Named, rank } from "../../../src/tools/find/rank.js";

describe("the distance of two words", () => {
  it.each([
    ["smith", "smith", 0],
    ["", "abc", 3],
    ["jhon", "john", 1],
    ["smyth", "smith", 1],
    ["smit", "smith", 1],
    ["smiith", "smith", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
    ["𝒥an", "jan", 1],
  ])("%s and %s: %i", (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
    expect(editDistance(other, one)).toBe(distance);
  });
});

const named = (over: Partial<Named>): Named => ({
  id: "1",
  handles: ["1", "jane.smith@example.com"],
  names: ["Jane Smith", "Smith Jane", "Jane", "Smith", "jane.smith"],
  isInactive: false,
  ...over,
});

describe("how well words fit", () => {
  it.each([
    ["jane.smith@example.com", "identity"],
    ["jane.smith", "identity"],
    ["jane.smith@", "identity"],
    ["Jane Smith", "exact"],
    ["janesmith", "exact"],
    ["J Smith", "exact"],
    ["ja sm", "prefix"],
    ["jane.smith@ex", "prefix"],
    ["mith jane", "part"],
    ["example.com", "part"],
    ["jnae smiht", "similar"],
    ["Jane Jones", undefined],
    ["Jane Smith Jones", undefined],
    ["jane jane", undefined],
    ["xy", undefined],
    ["", undefined],
  ])("%j: %s", (words, kind) => {
    expect(rank(parseQuery(words), named({}))?.kind).toBe(kind);
  });

  it("puts whoever has the login before everybody else, whatever their names", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
    const login = fc
      .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9._+'-]{0,20}$/), fc.constantFrom("a.test", "b.test"))
      .map((parts) => parts.join("@"));
    const others = fc.array(fc.record({ handles: fc.array(login), names: fc.array(fc.oneof(text, login)) }));
    fc.assert(
      fc.property(login, others, (wanted, all) => {
        const query = parseQuery(wanted);
        const own = rank(query, named({ handles: ["1", wanted], names: [] }));
        expect(own).toEqual({ kind: "identity", cost: 1 });
        for (const other of all.filter(({ handles }) => !handles.includes(wanted))) {
          const fit = rank(query, named({ ...other, handles: ["2", "", ...other.handles] }));
          expect(fit === undefined || isBetter("identity", fit.kind)).toBe(true);
        }
      }),
    );
  });

  it("never throws", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(text), fc.array(text), (words, handles, names) => {
        expect(() => rank(parseQuery(words), named({ handles, names }))).not.toThrow();
      }),
    );
  });
});
