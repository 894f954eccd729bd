import type { Command } from "commander";
import { OktaMcpError } from "../errors.js";
import { candidates } from "./completion/candidates.js";
import { isShell, SCRIPTS, SHELLS } from "./completion/scripts.js";

/**
 * The script that a shell reads once; it asks this program while somebody types.
 * @throws OktaMcpError `arguments_invalid` for a shell that is not known
 */
export function completionScript(shell: string): string {
  if (isShell(shell)) return SCRIPTS[shell];
  throw new OktaMcpError("arguments_invalid", "This shell is not known.", {
    next: `Name one of ${SHELLS.join(", ")}.`,
  });
}

/**
 * What the last word can become, a line each: the word, and behind a tab what it is.
 * @param words what stands behind the program's name, up to the cursor; the last may be empty
 */
export function completionLines(program: Command, words: readonly string[]): string[] {
  return candidates(program, words).map(({ value, what }) =>
    what === "" ? value : `${value}\t${what.replace(/\s+/g, " ").slice(0, 80)}`,
  );
}
