import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { argumentsInvalid, problemsOf } from "./issues.js";

/** More than any request to Okta's management API needs; a call beyond it is a mistake or an attack. */
const MAX_CHARACTERS = 200_000;
const MAX_DEPTH = 32;

/** Control characters except tab, line feed and carriage return, and halves of surrogate pairs. */
const UNSENDABLE = /(?![\t\n\r])\p{Control}|\p{Surrogate}/u;

/**
 * Holds a call's arguments against the tool's schema.
 * @throws OktaMcpError `arguments_too_large`, `arguments_invalid` with one line for each fault
 */
export function parseArguments<I extends z.ZodObject>(input: I, value: unknown): z.output<I> {
  checkSize(value);
  checkText(value, []);
  const result = input.safeParse(value);
  if (result.success) return result.data;
  throw argumentsInvalid(problemsOf(result.error.issues, input, value));
}

function checkSize(value: unknown): void {
  let characters = 0;
  const visit = (node: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) tooLarge(`nest deeper than ${MAX_DEPTH} levels`);
    if (typeof node === "string") characters += node.length;
    else if (typeof node === "object" && node !== null) {
      for (const [key, member] of Object.entries(node)) {
        characters += key.length + 1;
        visit(member, depth + 1);
      }
    } else characters += 4;
    if (characters > MAX_CHARACTERS) tooLarge(`have more than ${MAX_CHARACTERS} characters`);
  };
  visit(value, 0);
}

function checkText(value: unknown, path: readonly string[]): void {
  if (typeof value === "string" && UNSENDABLE.test(value)) {
    invalid(path, "has control characters or broken Unicode (a lone surrogate)");
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    // Assigned to an object, this key would change its prototype.
    if (key === "__proto__") invalid(path, "has a key that is not allowed: __proto__");
    if (UNSENDABLE.test(key)) invalid(path, "has a key with control characters or broken Unicode");
    checkText(member, [...path, key]);
  }
}

function invalid(path: readonly string[], text: string): never {
  const field = path.map((key) => visibleText(key, 80)).join(".") || "arguments";
  throw new OktaMcpError("arguments_invalid", `${field}: ${text}`, { field });
}

function tooLarge(text: string): never {
  throw new OktaMcpError("arguments_too_large", `The arguments ${text}.`);
}
