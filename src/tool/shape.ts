import { presentable } from "../presentable.js";
import { isObject, type JsonObject, pickPaths } from "./paths.js";
import type { ListArguments, ToolResult, View } from "./tool.js";

/** Characters of JSON in one answer: about 10,000 tokens. */
export const MAX_RESULT = 40_000;

/** Room for the note on what was left out. */
const NOTE = 500;

/** Room for the mark of what others wrote. */
const MARK = 50;

/**
 * One object as it is shown: the fields asked for, the summary, or all of it; never links and nulls, no secret that
 * is not in `reveals`, and nothing invisible.
 */
export function shapeItem(
  item: unknown,
  input: Pick<ListArguments, "detail" | "fields">,
  view: View,
  reveals: readonly string[] = [],
): unknown {
  const options = { reveals, omits: isNoise };
  // Secrets first: what stands beside a part tells whether it is one, and is mostly not asked for.
  if (input.fields) return pickPaths(presentable(item, options), input.fields);
  return presentable(input.detail === "full" ? item : pickPaths(item, view), options);
}

/** The object as a result, cut by whole fields when it is over the cap (in characters), and saying so. */
export function objectResult(value: unknown, cap = MAX_RESULT - MARK): ToolResult {
  const object = isObject(value) ? value : { value };
  if (size(object) <= cap) return object;
  const kept: JsonObject = { ...object };
  const omitted: string[] = [];
  const sizes = new Map(Object.entries(object).map(([key, member]) => [key, size(member)]));
  let left = size(object) + NOTE;
  for (const [key, length] of [...sizes].sort(([, a], [, b]) => b - a)) {
    if (left <= cap) break;
    delete kept[key];
    omitted.push(key);
    // The name moves into the list of what is left out.
    left -= length;
  }
  return {
    ...kept,
    omitted,
    note: `The object has ${size(object)} characters. The fields in "omitted" are left out; read parts of them with fields, e.g. ["${omitted[0]}.…"].`,
  };
}

/** Characters of the value as JSON. */
export function size(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

/** HAL links only repeat how to call Okta's API, and null says no more than absence. */
function isNoise(name: string, member: unknown): boolean {
  return member === null || name === "_links";
}
