import type { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { MASK } from "../presentable/credentials.js";
import { findEscape } from "../presentable/invisible.js";
import { visibleText } from "../visible-text.js";
import { coercions, MAX_ROUNDS, replaced } from "./coercion.js";
import { argumentsInvalid, problemsOf } from "./issues.js";

/** More than any request to Okta's management API needs; a call beyond it is a mistake or an attack. */
const MAX_CHARACTERS = 200_000;
const MAX_DEPTH = 32;

/** Control characters except tab, line feed and carriage return, and halves of surrogate pairs. */
const UNSENDABLE = /(?![\t\n\r])\p{Control}|\p{Surrogate}/u;

export interface ParseOptions {
  /** The schema of the body that the tool's one free-form argument changes. */
  readonly body?: z.ZodType | undefined;
  /** The tool's name, where describe_schema tells of its body. */
  readonly described?: string | undefined;
}

/**
 * Holds a call's arguments against the tool's schema. What was sent as a string although it is none is taken for what
 * it says, where that can be read in one way only.
 * @throws OktaMcpError `arguments_too_large`, `arguments_invalid` with one line for each fault
 */
export function parseArguments<I extends z.ZodObject>(
  input: I,
  value: unknown,
  { body, described }: ParseOptions = {},
): z.output<I> {
  let given = value;
  for (let round = 0; ; round += 1) {
    checkValue(given, []);
    const result = input.safeParse(given);
    if (result.success) return result.data;
    const { issues } = result.error;
    const read = round < MAX_ROUNDS ? coercions(issues, given) : [];
    if (read.length === 0) {
      throw argumentsInvalid(problemsOf(issues, { schema: input, value: given, freeForm: body }), described);
    }
    given = replaced(given, read);
  }
}

/**
 * Whether a value may be sent to Okta at all, whatever its schema.
 * @param path where it stands in the arguments
 * @throws OktaMcpError `arguments_too_large`, `arguments_invalid`
 */
export function checkValue(value: unknown, path: readonly string[]): void {
  checkSize(value);
  checkText(value, path);
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
  if (typeof value === "string") checkCopied(value, path, "");
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    // Assigned to an object, this key would change its prototype.
    if (key === "__proto__") invalid(path, "has a key that is not allowed: __proto__");
    if (UNSENDABLE.test(key)) invalid(path, "has a key with control characters or broken Unicode");
    checkCopied(key, path, "has a key that ");
    checkText(member, [...path, key]);
  }
}

/** What answers show in place of secrets and of invisible characters would be written to Okta in their place. */
function checkCopied(text: string, path: readonly string[], before: string): void {
  if (text.includes(MASK)) {
    invalid(
      path,
      `${before}${text.trim() === MASK ? "is" : "holds"} ${MASK}, which stands for a secret in an answer: leave the field out, or give a new value`,
    );
  }
  const copied = findEscape(text);
  if (copied === undefined) return;
  const reason = `holds ${copied}, which stands for an invisible character in an answer and is not Okta's text`;
  invalid(path, `${before}${reason}: leave the field out, or give the text without it`);
}

function invalid(path: readonly string[], text: string): never {
  const field = path.map((key) => visibleText(key, 80)).join(".") || "arguments";
  throw new OktaMcpError("arguments_invalid", `${field}: ${text}`, { field });
}

function tooLarge(text: string): never {
  throw new OktaMcpError("arguments_too_large", `The arguments ${text}.`);
}
