import type { z } from "zod";
import { isObject } from "./paths.js";
import { isFreeForm, unwrapped } from "./schema-shape.js";

/** More than any tool has arguments. */
const MAX_NAMES = 30;
const NAME = /^[A-Za-z]\w{0,63}$/;

/**
 * Checked arguments as they may be told to a log that masks secrets by their places. What no schema has been held
 * against may hold a secret at any place, or an object as a string: of that the names alone.
 */
export function toldArguments(input: z.ZodObject, checked: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(checked).map(([name, value]) => {
      const schema = input.shape[name];
      const isHeld = schema === undefined || !isFreeForm(unwrapped(schema));
      return [name, isHeld ? value : namesOf(value)];
    }),
  );
}

/** What is no name (a caller may have put anything in its place) is told as `?`. */
export function namesOf(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .slice(0, MAX_NAMES)
    .map((name) => (NAME.test(name) ? name : "?"));
}
