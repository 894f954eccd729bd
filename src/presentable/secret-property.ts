import { secretBeside, secretName, secretProperties } from "../../generated/secrets.js";

/** What is known of a key before its place is. */
export interface KeyFacts {
  /** Names the key stands for: several where a path is one key, as in a flat record. */
  readonly steps: readonly string[];
  /** Whether its place has to be looked at: most keys are secret nowhere. */
  readonly isSuspect: boolean;
}

/** More than any path of the table has. */
const MAX_STEPS = 8;

/** The table by last name: what its parents have to be, outermost first. */
const parentsByName = new Map<string, (readonly string[])[]>();
for (const path of secretProperties) {
  const steps = path.split(".");
  const name = steps.pop() ?? path;
  parentsByName.set(name, [...(parentsByName.get(name) ?? []), steps]);
}

const besideByName = new Map<string, string[]>();
for (const [beside, names] of Object.entries(secretBeside)) {
  for (const name of names) besideByName.set(name, [...(besideByName.get(name) ?? []), beside]);
}

export function keyFacts(key: string): KeyFacts {
  const steps = key.split(".").slice(-MAX_STEPS);
  const name = steps.at(-1) ?? key;
  const isSuspect =
    name === "value" || parentsByName.has(name) || besideByName.has(name) || secretName.test(name);
  return { steps, isSuspect };
}

/**
 * Whether a string at the path is a secret: by the contract's table, or by a name that tells.
 * @param path the names down to it, arrays passed over
 * @param owner the object whose member it is
 */
export function isSecretProperty(path: readonly string[], owner: object): boolean {
  const name = path.at(-1) ?? "";
  if (secretName.test(name)) return true;
  if (besideByName.get(name)?.some((beside) => Object.hasOwn(owner, beside))) return true;
  if (parentsByName.get(name)?.some((parents) => endsWith(path.slice(0, -1), parents))) return true;
  return name === "value" && secretName.test(path.at(-2) ?? "");
}

/** Whether the path ends with these names. */
export function endsWith(path: readonly string[], names: readonly string[]): boolean {
  const start = path.length - names.length;
  return start >= 0 && names.every((name, index) => path[start + index] === name);
}
