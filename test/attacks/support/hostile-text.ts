/** A text of about `length` characters: the same thing again and again, in front of something that does not fit. */
export type Hostile = (length: number) => string;

/** What classes stand for: letters, digits, white space, marks, invisible and broken characters. */
const CHARACTERS = [
  ..."aA0 \t\n\r.,;:=-_/\\\"'`<>()[]{}@#%&*+?!|~$^é＝",
  "\u0000",
  "\u00a0",
  "\u202e",
  "\ud83d",
  "🦊",
  "\u200d",
];
/** No character: stands between fragments. */
const BREAK = "\uFFFF";
const ENDS = ["", "\u0000", "!"];

/** Texts that an expression with overlapping repetitions takes long to refuse, made of what it looks for itself. */
export function hostileTexts({ source }: RegExp): Hostile[] {
  const words = fragments(source);
  const units = [...CHARACTERS, ...words.slice(0, 10), ...pairs(CHARACTERS.slice(0, 8), words.slice(0, 4))];
  const starts = ["", ...words.slice(0, 3)];
  return starts.flatMap((start) =>
    units.flatMap((unit) =>
      ENDS.map((end) => (length: number) => start + unit.repeat(Math.ceil(length / unit.length)) + end),
    ),
  );
}

/** The literal text between the operators of an expression: `eyJ`, `-----BEGIN `, `scope="`. */
function fragments(source: string): string[] {
  const plain = source
    .replace(/\(\?<?[!=:]|\(\?<\w+>|\[\^?(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\{\d+,?\d*\}/g, BREAK)
    .replace(/\\([nrtsdwbSDWB])/g, BREAK)
    .replace(/\\(.)/g, "$1");
  return [...new Set(plain.split(/[\uFFFF()|*+?^$]+/).filter((word) => word !== ""))].slice(0, 30);
}

function pairs(one: readonly string[], other: readonly string[]): string[] {
  return one.flatMap((a) => other.map((b) => a + b));
}
