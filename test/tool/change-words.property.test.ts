import fc from "fast-check";
import { expect, test } from "vitest";
import { withVisibleCharacters } from "../../src/presentable/invisible.js";
import { canonical } from "../../src/tool/canonical.js";
import { changeLines } from "../../src/tool/change-words.js";
import { apart } from "../../src/tool/text-difference.js";

/** What imitates a line, what cannot be seen, and what looks like something else. */
const fragment = fc.constantFrom(
  ...'" \\ \n \t -> : , ( ) … { } [ ] nothing ), \\u{202e} \\u{20} x 1'.split(" "),
  " ",
  "  ",
  "\u00a0",
  "\u202e",
  "\u200d",
  "\u2028",
  "\ud83d",
  "👩‍🚀",
  "❤️",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "é",
  "e\u0301",
  "क्‍ष",
  "(hidden) changed",
  "y".repeat(200),
  "z".repeat(90),
);
const text = fc.oneof(
  fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(fc.constantFrom("a", "b", "__proto__", "constructor", "client_secret", "1"), text);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("value"), { maxLength: 6 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
    fc.array(scalar, { maxLength: 12 }),
  ),
}));

/** A value, and another that is like it but for a little. */
const pair = fc.oneof(
  fc.tuple(value, value),
  fc
    .tuple(value, fc.nat(), scalar)
    .map(([from, at, other]): [unknown, unknown] => [from, varied(from, at, other)]),
  fc
    .tuple(text, text, text, text)
    .map(([start, a, b, end]): [unknown, unknown] => [start + a + end, start + b + end]),
);

/** The value with its n-th place replaced. */
function varied(whole: unknown, place: number, other: unknown): unknown {
  let left = place % 12;
  return JSON.parse(JSON.stringify(whole), (_, member) => (left-- === 0 ? other : member));
}

/** What stands outside of quotes, where only this program writes. */
const ownWords = (line: string) => line.replace(/"(?:[^"\\]|\\.)*"/g, '""');
const OWN_WORDS = /^(?:""|[\w.$…-]+): (?:(?!""""|: )[\w{}[\]:,.…+ ()>"-])+$/;
const sidesOf = (line: string) => {
  const at = ownWords(line).indexOf(" -> ");
  if (at < 0) return undefined;
  // Quotes are as long as what they hold: the arrow is looked for outside of them.
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => "_".repeat(quoted.length));
  const arrow = bare.indexOf(" -> ");
  const start = bare.indexOf(": ") + 2;
  return [line.slice(start, arrow), line.slice(arrow + 4)];
};
const NAMES_ITEMS = /: (?:[\d,]+ removed \(|[\d,]+ added \(|the same [\d,]+ items? in another order)/;
const SAYS_SO = /: (?:\(hidden\) changed|changed in what cannot be shown)$/;

test("of two values that differ, each line shows that they do, and cannot be taken for another", () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), pair, (path, [from, to]) => {
      fc.pre(canonical(from) !== canonical(to));
      const lines = changeLines({ path, from, to });
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line).toBe(withVisibleCharacters(line));
        expect(line).not.toMatch(/[\n\r\t]| {2}/);
        expect(line.length).toBeLessThan(520);
        expect(ownWords(line)).toMatch(OWN_WORDS);
        const sides = sidesOf(line);
        if (sides) expect(sides[0]).not.toBe(sides[1]);
        else expect(NAMES_ITEMS.test(ownWords(line)) || SAYS_SO.test(ownWords(line))).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("no secret is shown, and one that is another is said to be", () => {
  fc.assert(
    fc.property(value, fc.boolean(), (other, isDeep) => {
      const of = (client_secret: string) =>
        isDeep ? [{ other, deep: [{ client_secret }] }] : { client_secret };
      const lines = changeLines({ path: ["a"], from: of("Pa55-one"), to: of("Pa55-two") });
      expect(lines).toEqual([`a.${isDeep ? "0.deep.0." : ""}client_secret: (hidden) changed`]);
    }),
  );
});

test("however many values there are, and however little room, no two of them are shown alike", () => {
  const long = fc.array(fc.constantFrom("a", "b", "x".repeat(50), '"', "\\", "…", " ", "👩‍🚀"), {
    maxLength: 30,
  });
  const values = fc.array(
    fc.oneof(
      long.map((parts) => parts.join("")),
      fc.array(long),
      fc.integer(),
    ),
    {
      minLength: 2,
      maxLength: 16,
    },
  );
  fc.assert(
    fc.property(values, fc.integer({ min: 30, max: 150 }), (all, room) => {
      expect(new Set(apart(all, room)).size).toBe(new Set(all.map(canonical)).size);
    }),
    { numRuns: 2_000 },
  );
});
