import { isObject, type JsonObject } from "../../tool/paths.js";
import { cell, longCell } from "../terminal/cell.js";
import { keyValueLines, type TableOptions, tableLines } from "../terminal/table.js";
import { columnsOf } from "./columns.js";

/** What every answer may hold beside what was asked for; a person reads it in other words, or not at all. */
const ABOUT = new Set(["items", "count", "complete", "next", "note", "total_read", "untrusted"]);

/** The result of a tool for a person: a list as a table, an object as names and values. */
export function resultLines(result: JsonObject, options: TableOptions): string[] {
  if (Array.isArray(result.items)) return listLines(result, options);
  const { untrusted: _untrusted, ...rest } = result;
  return objectLines(rest, options);
}

function listLines(result: JsonObject, options: TableOptions): string[] {
  const items = result.items as readonly unknown[];
  const { colors } = options;
  const rest = Object.fromEntries(Object.entries(result).filter(([name]) => !ABOUT.has(name)));
  return [
    ...rowsLines(items, options),
    ...(Object.keys(rest).length > 0 ? ["", ...objectLines(rest, options)] : []),
    "",
    colors.dim(`${items.length} shown${result.complete === false ? ", more follow" : ""}.`),
    ...(typeof result.note === "string" ? [longCell(result.note)] : []),
    ...(typeof result.next === "string"
      ? [colors.dim(`Go on with: --after ${cell(result.next, 4_000)}`)]
      : []),
  ];
}

/** Objects as a table of what fits the terminal; anything else line by line. */
function rowsLines(items: readonly unknown[], options: TableOptions): string[] {
  const { colors, width, indent = "" } = options;
  if (items.length === 0) return [`${indent}${colors.dim("none")}`];
  const rows = items.filter(isObject);
  if (rows.length < items.length) return items.map((item) => `${indent}- ${longCell(item)}`);
  const { columns, hidden } = columnsOf(rows, width && width - indent.length);
  return [
    ...tableLines(columns, rows, options),
    ...(hidden.length > 0
      ? [
          `${indent}${colors.dim(`Not shown for want of width: ${hidden.join(", ")}. Use --fields or --output json.`)}`,
        ]
      : []),
  ];
}

function objectLines(object: JsonObject, options: TableOptions): string[] {
  const { colors, indent = "" } = options;
  const plain: [string, string][] = [];
  const sections: string[] = [];
  for (const [name, value] of flattened(object, "")) {
    if (Array.isArray(value) && value.some(isObject)) {
      sections.push("", `${indent}${colors.bold(`${name} (${value.length})`)}`);
      sections.push(...rowsLines(value, { ...options, indent: `${indent}  ` }));
    } else plain.push([name, longCell(value)]);
  }
  return [...keyValueLines(plain, options), ...sections];
}

/** Members by dotted name; arrays and empty objects stand for themselves. */
function flattened(object: JsonObject, prefix: string): [string, unknown][] {
  return Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const name = prefix + cell(key);
    if (isObject(value) && Object.keys(value).length > 0) return flattened(value, `${name}.`);
    return [[name, value]];
  });
}
