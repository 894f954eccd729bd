import Table from "cli-table3";
import type { Colors } from "./colors.js";

export interface TableOptions {
  readonly colors: Colors;
  /** Columns of the terminal; without it no line is cut. */
  readonly width?: number | undefined;
  readonly indent?: string;
}

/** Between two columns. */
const GAP = 2;
/** A narrower column tells nothing. */
const NARROWEST = 8;

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(GAP),
};

/** A column of a table: its title, and a row's text in it. */
export interface Column<R> {
  readonly title: string;
  text(row: R): string;
}

/** Lines of a table without borders, each as wide as it must be; what does not fit the width is cut with `…`. */
export function tableLines<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  { colors, width, indent = "" }: TableOptions,
): string[] {
  const head = columns.map(({ title }) => title);
  const body = rows.map((row) => columns.map((column) => column.text(row)));
  const widths = columnWidths([head, ...body]);
  const colWidths = width === undefined ? widths : fitted(widths, width - indent.length);
  const table = new Table({
    head: head.map((name) => colors.bold(name)),
    chars: NO_BORDERS,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    // Where nothing has to give way the table measures for itself.
    ...(colWidths.some((each, at) => each !== widths[at]) && { colWidths }),
  });
  table.push(...body);
  return table
    .toString()
    .split("\n")
    .map((line) => `${indent}${line.trimEnd()}`);
}

/** Rows of a name and a value, the names as wide as the widest. */
export function keyValueLines(
  rows: readonly (readonly [name: string, value: string])[],
  { colors, indent = "" }: Pick<TableOptions, "colors" | "indent">,
): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${indent}${colors.dim(name.padEnd(width))}  ${value}`.trimEnd());
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) =>
    Math.max(1, ...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
}

/** The widest columns give way until the table fits. */
function fitted(widths: readonly number[], total: number): number[] {
  const fit = [...widths];
  const over = () => fit.reduce((sum, each) => sum + each, GAP * (fit.length - 1)) - total;
  for (let left = over(); left > 0; left = over()) {
    const widest = fit.indexOf(Math.max(...fit));
    const now = fit[widest] ?? 0;
    if (now <= NARROWEST) break;
    fit[widest] = now - 1;
  }
  return fit;
}

/** Columns on the terminal, as the table itself counts them; colours have none. */
export function displayWidth(text: string): number {
  const plain = text.replace(ANSI, "");
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(plain)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

const GRAPHEMES = new Intl.Segmenter();
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
/** Unicode Standard Annex 11: East Asian wide characters, and emoji. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
