import { secretBeside, secretProperties } from "../../generated/secrets.js";
import { isSecretName } from "./secret-name.js";

/** What is known of a key before its place is. */
export interface KeyFacts {
  /** Names the key stands for: several where a path is one key, as in a flat record. */
  readonly steps: readonly string[];
  /** Whether its place has to be looked at: most keys are secret nowhere. */
  readonly isSuspect: boolean;
  /** Whether its name tells a secret wherever it stands. */
  readonly isTelling: boolean;
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

/** Where one member of a key is told by itself, what stands beside it cannot be seen. */
const KEY = /(?:jwks?|keys?)$/i;

export function keyFacts(key: string): KeyFacts {
  const steps = key.split(".").slice(-MAX_STEPS);
  const name = steps.at(-1) ?? key;
  const isTelling = isSecretName(name);
  const isSuspect = isTelling || name === "value" || parentsByName.has(name) || besideByName.has(name);
  return { steps, isSuspect, isTelling };
}

/**
 * Whether a string at the path is a secret: by the contract's table, or by a name that tells.
 * @param path the names down to it, arrays passed over
 * @param owner the object whose member it is
 */
export function isSecretProperty(path: readonly string[], owner: object): boolean {
  const name = path.at(-1) ?? "";
  const parent = path.at(-2) ?? "";
  if (isSecretName(name)) return true;
  const besides = besideByName.get(name);
  if (besides && (KEY.test(parent) || besides.some((beside) => Object.hasOwn(owner, beside)))) return true;
  if (parentsByName.get(name)?.some((parents) => endsWith(path.slice(0, -1), parents))) return true;
  return name === "value" && (isSecretName(parent) || isLabelled(owner));
}

/** `{ name: "password", value: … }`, as lists of settings and of headers are told. */
function isLabelled(owner: object): boolean {
  return Object.entries(owner).some(
    ([name, label]) =>
      /^(?:key|name|header)$/i.test(name) && typeof label === "string" && isSecretName(label),
  );
}

/**
 * What tells of a secret, and is none: who it belongs to, what kind it is, how long it lives, and in the settings of a
 * password policy what a new one has to be.
 */
const TELLS_OF_IT = new RegExp(
  [
    "^_",
    "^(?:age|alg|allow|at|complexity|created|expires|hints?|href|id|kid|kty|leeway|lockout|method|scopes?|state|updated|use)$",
    "^(?:description|issuer|label|lastUpdated|status)$",
    // Of a JSON Schema, in which a property's name has its form below it.
    "^(?:enum|format|pattern|required)$",
    "(?:[_-](?:algorithm|at|hint|id|ids|name|names|order|status|type|types)|^(?:algorithm|name|order|type)s?)$",
    "[a-z](?:Algorithm|At|Ids?|Names?|Order|Status|Types?)$",
    "[a-z](?:Count|Days|Factor|Minutes|Seconds|Size)$",
  ].join("|"),
);

/** Whether a member of this name is no secret within an object whose own name tells one. */
export function tellsOfSecret(name: string): boolean {
  return TELLS_OF_IT.test(name);
}

/** Whether the path ends with these names. */
export function endsWith(path: readonly string[], names: readonly string[]): boolean {
  const start = path.length - names.length;
  return start >= 0 && names.every((name, index) => path[start + index] === name);
}
