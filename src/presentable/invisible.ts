/** Scripts whose letters take another form, or keep their own, beside a joiner (Unicode Standard, section 23.2). */
const JOINED =
  "\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mand}\\p{scx=Nkoo}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}" +
  "\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}";

/** The signs that take a consonant's vowel; a joiner after one may end the word (RFC 5892, appendix A.1). */
const VIRAMA = "\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA";

const JOINER = "[\\u200C\\u200D]";
const LETTER = `(?=[\\p{L}\\p{M}])[${JOINED}]`;
const PICTOGRAPH = "\\p{Extended_Pictographic}(?:[\\uFE0E\\uFE0F]|\\p{Emoji_Modifier})?";

/** England, Scotland and Wales: the only flags written with tags (Unicode Technical Standard 51, annex B). */
const TAGGED_FLAG = ["gbeng", "gbsct", "gbwls"].map(
  (region) => `\\u{1F3F4}${Array.from(region, tagOf).join("")}\\u{E007F}`,
);

/** What cannot be seen and yet belongs to the text: in emoji, and between letters of scripts that need it. */
const TYPOGRAPHY = [
  "[#*0-9]\\uFE0F\\u20E3",
  ...TAGGED_FLAG,
  `${PICTOGRAPH}(?:\\u200D${PICTOGRAPH})*`,
  `(?<=${LETTER})${JOINER}(?=${LETTER})`,
  `(?<=[${VIRAMA}])${JOINER}`,
].join("|");

/**
 * Controls but tab and line ends, formats (zero-width, bidirectional, tags), line separators, lone surrogates, and
 * what is drawn as nothing (variation selectors, fillers). Not the Arabic, Syriac and Kaithi signs that Unicode
 * counts among the formats, but which are drawn: the prepended concatenation marks.
 */
const INVISIBLE =
  "(?![\\t\\n\\r\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}])" +
  "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Default_Ignorable_Code_Point}]";

const ANY = new RegExp(INVISIBLE, "u");
/** Most text is plain, and this is the quickest way to know. */
const UNUSUAL = /[^\t\n\r -~]/;
const EACH = new RegExp(`${TYPOGRAPHY}|(${INVISIBLE})`, "gu");
const ESCAPE = /\\u\{([0-9a-f]{1,6})\}/gi;

/** The text with each character that cannot be seen as `\u{202e}`, but for those that emoji and scripts need. */
export function withVisibleCharacters(text: string): string {
  if (!UNUSUAL.test(text) || !ANY.test(text)) return text;
  return text.replace(EACH, (all, invisible: string | undefined) =>
    invisible === undefined ? all : `\\u{${invisible.codePointAt(0)?.toString(16)}}`,
  );
}

/** The first escape of an invisible character that stands in the text, spelled out, as it stands there. */
export function findEscape(text: string): string | undefined {
  if (!text.includes("\\u{")) return undefined;
  for (const [found, hex = ""] of text.matchAll(ESCAPE)) {
    if (isInvisible(Number.parseInt(hex, 16))) return found;
  }
  return undefined;
}

function isInvisible(codePoint: number): boolean {
  return codePoint <= 0x10ffff && ANY.test(String.fromCodePoint(codePoint));
}

/** The tag character of an ASCII character, as a regular expression writes it. */
function tagOf(character: string): string {
  return `\\u{${(0xe0000 + character.charCodeAt(0)).toString(16)}}`;
}
