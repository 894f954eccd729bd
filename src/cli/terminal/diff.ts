import type { Colors } from "./colors.js";

/** A line of a difference; `…` stands for lines that are left out. */
export interface DiffLine {
  readonly sign: " " | "+" | "-" | "…";
  readonly text: string;
}

/** Lines around a change that show where it is. */
const CONTEXT = 3;
/** Beyond this the lines between the first and the last change are shown as replaced as a whole. */
const MAX_CELLS = 4_000_000;

/** The changed lines of a text with some around them; empty where nothing changes. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  const room = Math.min(old.length, fresh.length) - start;
  while (end < room && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  if (start === old.length && start === fresh.length) return [];
  const changed = aligned(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  return [
    ...old.slice(Math.max(0, start - CONTEXT), start).map(same),
    ...shortened(changed),
    ...old.slice(old.length - end, old.length - end + CONTEXT).map(same),
  ];
}

/** For a terminal: signs, and colours where there are any. */
export function paintedDiff(lines: readonly DiffLine[], colors: Colors): string[] {
  const paint = { " ": colors.dim, "…": colors.dim, "+": colors.green, "-": colors.red };
  return lines.map(({ sign, text }) => paint[sign](`${sign} ${text}`.trimEnd()));
}

/** Without the middle of long stretches that stay as they are. */
function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== " ");
  return lines.flatMap((line, at) => {
    if (isNear(at)) return [line];
    return isNear(at - 1) ? [{ sign: "…", text: "" }] : [];
  });
}

const same = (text: string): DiffLine => ({ sign: " ", text });
const gone = (text: string): DiffLine => ({ sign: "-", text });
const come = (text: string): DiffLine => ({ sign: "+", text });

/** By the longest common subsequence. */
function aligned(old: readonly string[], fresh: readonly string[]): DiffLine[] {
  if (old.length * fresh.length > MAX_CELLS) return [...old.map(gone), ...fresh.map(come)];
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    const row = common[i];
    for (let j = fresh.length - 1; row && j >= 0; j--)
      row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [left = "", right = ""] = [old[i], fresh[j]];
    if (i < old.length && j < fresh.length && left === right) {
      lines.push(same(left));
      i++;
      j++;
    } else if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(left));
      i++;
    } else {
      lines.push(come(right));
      j++;
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
}
