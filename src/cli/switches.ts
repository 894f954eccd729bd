import { flagName, VARIABLES, type Variable } from "../config/variables.js";

const SWITCHES: ReadonlySet<string> = new Set(
  Object.values<Variable>(VARIABLES).flatMap(({ option, isSwitch }) =>
    option && isSwitch ? [`--${flagName(option)}`] : [],
  ),
);

/**
 * A command line with the switches among the settings spelled out: `--read-only` is `--read-only=true`, lest it take the
 * next word for its value, and `--read-only false` is `--read-only=false`.
 * @param words what stands behind the program's name
 */
export function withSwitchesSpelledOut([word, ...rest]: readonly string[]): string[] {
  if (word === undefined) return [];
  // Behind it nothing is a flag.
  if (word === "--") return [word, ...rest];
  if (!SWITCHES.has(word)) return [word, ...withSwitchesSpelledOut(rest)];
  const [next = "", ...others] = rest;
  return /^(?:true|false)$/i.test(next)
    ? [`${word}=${next}`, ...withSwitchesSpelledOut(others)]
    : [`${word}=true`, ...withSwitchesSpelledOut(rest)];
}
