import { visibleText } from "../../visible-text.js";

/** Characters of one value in a table; of one outside. */
const CELL = 80;
const VALUE = 2_000;

/** A JSON value on one line of a terminal: nothing in it can move the cursor or begin a line. */
export function cell(value: unknown, length = CELL): string {
  if (value === null || value === undefined) return "-";
  if (Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null)) {
    return visibleText(value.map(String).join(", "), length);
  }
  return visibleText(typeof value === "object" ? JSON.stringify(value) : String(value), length);
}

export function longCell(value: unknown): string {
  return cell(value, VALUE);
}
