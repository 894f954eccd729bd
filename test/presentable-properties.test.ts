import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findEscape } from "../src/presentable/invisible.js";
import { presentable } from "../src/presentable.js";

/** Pieces of what is looked for, so that they meet in every order. */
const fragments = [
  "eyJhbGciOi",
  ".",
  "-",
  "_",
  "Bearer ",
  "SSWS ",
  "Basic ",
  "authorization:",
  "access_token",
  "client_secret",
  "token",
  "password",
  "=",
  ":",
  " ",
  '"',
  "'",
  "\\",
  "&",
  "?",
  "@",
  "://",
  "-----BEGIN PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  "00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "abcdefgh12345678",
  "[hidden]",
  "\\u{202e}",
  "\u202E",
  "\u200D",
  "\u200C",
  "\uFE0F",
  "\uFE0E",
  "\u20E3",
  "\uFEFF",
  "\u2028",
  "\uD83D",
  "\u{E0067}",
  "\u{E007F}",
  "👩",
  "🏴",
  "🏽",
  "❤",
  "1",
  "م",
  "क",
  "्",
  "\n",
  "\t",
  "\u0000",
  "é",
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const key = fc.oneof(
  fc.constantFrom(
    "password",
    "value",
    "client_secret",
    "kty",
    "d",
    "name",
    "field",
    "from",
    "to",
    "__proto__",
    "a.b.token",
  ),
  text,
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.constantFrom(null, true, 0, -1.5),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** Every string in the value, keys included. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(texts);
  return Object.entries(value).flatMap(([name, member]) => [name, ...texts(member)]);
}

/** The first character that nobody would see, found one by one: another opinion than the server's expressions. */
function hiddenCharacter(shown: string): string | undefined {
  const characters = Array.from(
    shown.replaceAll(/\u{1F3F4}\u{E0067}\u{E0062}[\u{E0061}-\u{E007A}]{3}\u{E007F}/gu, ""),
  );
  return characters.find((character, index) => {
    const [before = "", after = ""] = [characters[index - 1], characters[index + 1]];
    if (/[\uFE0E\uFE0F]/.test(character)) {
      return !/\p{Extended_Pictographic}/u.test(before) && !(/[#*0-9]/.test(before) && after === "\u20E3");
    }
    if (/[\u200C\u200D]/.test(character)) {
      const isEmoji =
        /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0E|\uFE0F/u.test(before) &&
        /\p{Extended_Pictographic}/u.test(after);
      const isScript =
        /[\u0600-\u0DFF]/.test(before) && (/[\u0600-\u0DFF]/.test(after) || before === "\u094D");
      return !isEmoji && !isScript;
    }
    if (/[\t\n\r\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2]/.test(character)) return false;
    if (/[\u{110BD}\u{110CD}]/u.test(character)) return false;
    return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Variation_Selector}\u115F\u1160\u3164\uFFA0]|\u17B4|\u17B5|\u034F/u.test(
      character,
    );
  });
}

describe("of any JSON", () => {
  const runs = { numRuns: 5000 };

  it("done twice changes nothing more", () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = presentable(value);
        expect(presentable(once)).toEqual(once);
      }),
      runs,
    );
  });

  it("no invisible character is left, and it is JSON of the same shape in well-formed Unicode", () => {
    fc.assert(
      fc.property(json, (value) => {
        const shown = presentable(value);
        expect(texts(shown).map(hiddenCharacter).filter(Boolean)).toEqual([]);
        const written = JSON.stringify(shown);
        expect(JSON.parse(written)).toEqual(shown);
        expect(/\p{Cs}/u.test(texts(shown).join(""))).toBe(false);
        expect(texts(shown)).toHaveLength(texts(value).length);
      }),
      runs,
    );
  });

  it("what is escaped is told from Okta's text when it comes back", () => {
    fc.assert(
      fc.property(fc.constantFrom("\u202E", "\u0000", "\u{E0001}", "\u200B"), text, (hidden, around) => {
        const shown = presentable({ note: `${hidden} ${around}` }) as { note: string };
        expect(findEscape(shown.note)).toBeDefined();
      }),
    );
  });
});

describe("a megabyte of the worst is read in linear time: in seconds of this process, where n² would take many minutes", () => {
  const MB = 1_000_000;
  test.each([
    "eyJ-",
    "eyJa.",
    "eyJ",
    "Bearer ",
    "Bearer a",
    "SSWS\t",
    "://a:",
    "://a:b",
    "-----BEGIN ",
    "-----",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN A PRIVATE KEY",
    "access_token ",
    "access_token\\",
    "access_token:\\",
    "client_secret= ",
    '"password":"',
    '"password\\',
    "?a",
    "?a=",
    "&token=",
    "00a",
    "0",
    "authorization: Basic ",
    "authorization ",
    "token",
    "password1",
    "api_",
    "\\",
    "\\u{",
    "\\u{202e}",
    "\u200D",
    "👩\u200D",
    "1\uFE0F",
    "क\u200D",
    "्\u200C",
    "\u202E",
    "é",
    "🏴\u{E0067}",
    "[hidden]",
    ".",
  ])("%j", (piece) => {
    const hostile = piece.repeat(Math.ceil(MB / piece.length)).slice(0, MB);
    const started = process.cpuUsage();
    presentable({ note: hostile, [hostile]: 1 });
    findEscape(hostile);
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});
