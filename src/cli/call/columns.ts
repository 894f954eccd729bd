import { isObject, type JsonObject } from "../../tool/paths.js";
import { cell } from "../terminal/cell.js";
import { type Column, displayWidth } from "../terminal/table.js";

/** A wider column is cut before a whole one is left out; and between two. */
const WIDEST = 24;
const GAP = 2;

/**
 * The columns of a table of objects: every value there is, by its path, as many as the width holds, the first ones
 * first. Titles are the last name of a path, where no other path has it.
 */
export function columnsOf(
  rows: readonly JsonObject[],
  width: number | undefined,
): { columns: readonly Column<JsonObject>[]; hidden: readonly string[] } {
  const paths = new Map<string, readonly string[]>();
  for (const row of rows) for (const path of leaves(row, [])) paths.set(JSON.stringify(path), path);
  const last = [...paths.values()].map((path) => path.at(-1));
  const all = [...paths.values()].map((path): Column<JsonObject> => {
    const name = path.at(-1);
    const isAlone = last.filter((each) => each === name).length === 1;
    return { title: cell(isAlone ? name : path.join(".")), text: (row) => cell(memberAt(row, path)) };
  });
  if (width === undefined) return { columns: all, hidden: [] };
  let left = width + GAP;
  const fits = all.map((column) => {
    const widest = Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(column.text(row))));
    left -= Math.min(WIDEST, widest) + GAP;
    return left >= 0;
  });
  // One column is shown however narrow the terminal is.
  const end = Math.max(1, fits.indexOf(false) < 0 ? all.length : fits.indexOf(false));
  return { columns: all.slice(0, end), hidden: all.slice(end).map(({ title }) => title) };
}

function leaves(value: JsonObject, path: readonly string[]): (readonly string[])[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key];
    return isObject(member) && Object.keys(member).length > 0 ? leaves(member, here) : [here];
  });
}

function memberAt(row: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    row,
  );
}
