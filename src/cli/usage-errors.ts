import type { OutputConfiguration } from "commander";

/** Commander's texts that repeat a word of the user's, each as it begins. */
const REPEATED =
  /^(error: (?:unknown option|unknown command|option '[^']*' argument|command-argument value)) '(.*)'(?= is invalid|\n|$)/s;

/**
 * Commander's mistakes without what the user wrote but names: behind a mistyped flag a token may stand, and a command
 * that is none may be one.
 */
export const usageErrors: OutputConfiguration = {
  outputError(text, write) {
    write(text.replace(REPEATED, (_, what: string, word: string) => `${what} '${nameIn(word)}'`));
  },
};

function nameIn(word: string): string {
  const [, name, value] =
    /^(--[a-z]+(?:-[a-z]+)*|-[a-zA-Z]|[a-z]{1,20}(?:[-_][a-z]{1,20}){0,5})(=.*)?$/s.exec(word) ?? [];
  if (name === undefined) return "…";
  return value === undefined ? name : `${name}=…`;
}
