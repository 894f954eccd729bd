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
    const { confirm } = Object(args);
    if (typeof confirm !== "string" || this.#open.get(confirm) !== callOf(tool, args)) return false;
    return this.#open.delete(confirm);
  }
}

/** Arguments that are read alike are the same: a boolean may come as text, and the SDK leaves a `__proto__` out. */
function callOf(tool: string, args: object): string {
  const given = Object.entries(args)
    .filter(([name]) => name !== "confirm" && name !== "__proto__")
    .map(([name, value]) => [name, typeof value === "string" ? asRead(value) : value]);
  return canonical([tool, Object.fromEntries(given)]);
}

function asRead(text: string): unknown {
  const word = text.trim().toLowerCase();
  return word === "true" || word === "false" ? word === "true" : text;
}
