import { canonical } from "../../src/tool/canonical.js";

/** The codes that questions were asked with, and the very call that each was asked of. */
export class Consents {
  readonly #open = new Map<string, string>();

  /** The code that an answer gives for the same call; nothing where it gives none. */
  static codeIn(text: string): string | undefined {
    return /^confirmation_required: .*confirm: "([\w-]+)"/s.exec(text)?.[1];
  }

  asked(code: string, tool: string, args: object): void {
    this.#open.set(code, callOf(tool, args));
  }

  /** Whether the call comes with a code that was given for it, and has not been used; then it has been now. */
  use(tool: string, args: object): boolean {
    const confirm = bareCode(Object(args).confirm);
    if (confirm === undefined || this.#open.get(confirm) !== callOf(tool, args)) return false;
    return this.#open.delete(confirm);
  }
}

/**
 * Arguments that are read alike are the same: all but a text may come as text, the SDK leaves a `__proto__` out, and that
 * a call is no dry run need not be said (whether it is one is judged apart).
 */
function callOf(tool: string, args: object): string {
  const given = Object.entries(args)
    .filter(([name]) => name !== "confirm" && name !== "dry_run" && name !== "__proto__")
    .map(([name, value]) => [name, asRead(value)]);
  return canonical([tool, Object.fromEntries(given)]);
}

/** A code may be copied with blanks and quotes around it. */
function bareCode(given: unknown): string | undefined {
  return typeof given === "string" && given.length <= 200
    ? /^[\s"'`]*([\w-]+)[\s"'`]*$/.exec(given)?.[1]
    : undefined;
}

function asRead(value: unknown): unknown {
  if (typeof value === "string") {
    const read = jsonIn(value.trim());
    return read === undefined ? value : asRead(read);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asRead);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asRead(member)]));
}

/** An object, a list, a boolean or a number. */
function jsonIn(text: string): unknown {
  try {
    const read: unknown = JSON.parse(/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text);
    return typeof read === "string" || read === null ? undefined : read;
  } catch {
    return undefined;
  }
}
