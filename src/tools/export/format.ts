import { stringify } from "csv-stringify/sync";
import { isObject } from "../../tool/paths.js";

/** How items become the text of a file. */
export interface RowFormat {
  /** What the file begins with; may be empty. */
  readonly head: string;
  /** One line each, line ends included. */
  rows(items: readonly unknown[]): string;
}

/**
 * RFC 4180: a header line with the paths, CRLF, quotes where needed. A text that a spreadsheet would run as a formula
 * gets an apostrophe in front (OWASP, CSV Injection); numbers stay numbers. What is no single value is JSON.
 * @param columns dotted paths
 * @param shape makes of an item what may be shown of it
 */
export function csvFormat(columns: readonly string[], shape: (item: unknown) => unknown): RowFormat {
  const paths = columns.map((column) => column.split("."));
  const lines = (rows: readonly (readonly (string | number)[])[]) =>
    stringify([...rows], { record_delimiter: "\r\n", quoted_match: /[\r\n]/, escape_formulas: true });
  return {
    head: lines([columns.map(defused)]),
    rows: (items) => lines(items.map(shape).map((item) => paths.map((path) => cell(memberAt(item, path))))),
  };
}

/** One JSON value a line, each as `shape` makes it. */
export function jsonLinesFormat(shape: (item: unknown) => unknown): RowFormat {
  return { head: "", rows: (items) => items.map((item) => `${JSON.stringify(shape(item))}\n`).join("") };
}

function memberAt(value: unknown, [head, ...rest]: readonly string[]): unknown {
  if (head === undefined) return value;
  if (Array.isArray(value)) return value.map((each) => memberAt(each, [head, ...rest]));
  const key = head.replace(/\[\]$/, "");
  return isObject(value) && Object.hasOwn(value, key) ? memberAt(value[key], rest) : undefined;
}

function cell(value: unknown): string | number {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return value;
  if (typeof value === "string") return defused(value);
  return typeof value === "boolean" ? String(value) : defused(JSON.stringify(value));
}

/** White space and what cannot be seen, which some spreadsheets skip, before the beginning of a formula. */
const HIDDEN_FORMULA = /^[\s\p{C}]+(?=[=+\-@＝＋－＠])/u;
/**
 * Where the decimal sign is a comma, a spreadsheet cuts the file at semicolons. Quotes are then in the middle of a cell
 * and count for nothing: semicolons and line ends inside of them begin a cell too.
 */
const FORMULA_WITHIN = /(?<=[;\r\n])(?=(?:(?![\r\n])[\s\p{C}"])*[=+\-@＝＋－＠])/gu;

/** Beyond what the library does of itself, which looks at the first character alone. */
function defused(text: string): string {
  return text.replace(HIDDEN_FORMULA, "'$&").replace(FORMULA_WITHIN, "'");
}
