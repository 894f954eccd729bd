import { withoutCredentials } from "./presentable/credentials.js";
import { withVisibleCharacters } from "./presentable/invisible.js";
import { changedJson } from "./presentable/json-text.js";
import { MASK } from "./presentable/mask.js";
import {
  endsWith,
  isSecretProperty,
  type KeyFacts,
  keyFacts,
  tellsOfSecret,
} from "./presentable/secret-property.js";

export interface PresentableOptions {
  /**
   * Properties this answer is there to hand over, and which are shown: names (`client_secret`) or the last names of a
   * path (`oauthClient.client_secret`).
   */
  reveals?: readonly string[];
  /** Members that are left out, for reasons of the caller's own. */
  omits?: (name: string, member: unknown) => boolean;
}

/** Deeper than anything Okta answers; below it a hostile answer could exhaust the stack. */
const MAX_DEPTH = 100;
/** Masks within masks: more than any text has, and a bound for one made to have many. */
const MAX_ROUNDS = 10;
/** JSON as a text within JSON, and so on. */
const MAX_JSON_LEVELS = 3;
const TOO_DEEP = "[nested too deeply to be shown]";

/** Orgs name attributes themselves, so there is no end to keys, nor to their length. */
const MAX_KNOWN_KEYS = 5000;
const MAX_KNOWN_LENGTH = 100;

interface Key extends KeyFacts {
  readonly shown: string;
}

const knownKeys = new Map<string, Key>();

/**
 * A JSON value fit to be shown to a model, a log or an audit record: a fresh copy in which each secret string is
 * `[hidden]`, credentials within other text are, too, and characters that cannot be seen are written `\u{202e}`,
 * those of keys included. Numbers, booleans and null stay. Applied twice it changes nothing more; never throws.
 */
export function presentable(value: unknown, { reveals = [], omits }: PresentableOptions = {}): unknown {
  const revealed = reveals.map((name) => name.split("."));
  return new Presentation({ reveals: revealed, omits }).of(value);
}

/** Text fit to be shown as `presentable` makes it. One that is JSON as a whole is presented as what it says. */
export function presentableText(text: string): string {
  return shownText(text, 0);
}

/** The strings that `presentable` would put a mask in place of. */
export function secretTexts(value: unknown): string[] {
  const masked: string[] = [];
  new Presentation({ onMask: (text) => masked.push(text) }).of(value);
  return masked;
}

interface Manner {
  readonly reveals?: readonly (readonly string[])[];
  readonly omits?: PresentableOptions["omits"];
  readonly onMask?: (text: string) => void;
  readonly jsonLevel?: number;
}

class Presentation {
  readonly #reveals: readonly (readonly string[])[];
  readonly #omits: PresentableOptions["omits"];
  readonly #onMask: Manner["onMask"];
  readonly #jsonLevel: number;
  /** Names from the outermost object down to where the walk stands; arrays are passed over. */
  readonly #path: string[] = [];
  #depth = 0;
  /** Whether the walk is within an object whose own name is a secret's. */
  #isWithinSecret = false;

  constructor({ reveals = [], omits, onMask, jsonLevel = 0 }: Manner) {
    this.#reveals = reveals;
    this.#omits = omits;
    this.#onMask = onMask;
    this.#jsonLevel = jsonLevel;
  }

  of(value: unknown): unknown {
    if (typeof value === "string") return shownText(value, this.#jsonLevel);
    if (typeof value !== "object" || value === null) return value;
    if (this.#depth === MAX_DEPTH) return TOO_DEEP;
    this.#depth++;
    const copy = Array.isArray(value)
      ? value.map((item) => this.of(item))
      : this.#object(value as Readonly<Record<string, unknown>>);
    this.#depth--;
    return copy;
  }

  #object(object: Readonly<Record<string, unknown>>): object {
    const copy: Record<string, unknown> = {};
    /** Since the first key that is shown as another. */
    let counts: Map<string, number> | undefined;
    for (const name of Object.keys(object)) {
      if (this.#omits?.(name, object[name])) continue;
      const key = keyOf(name);
      const facts = name === "from" || name === "to" ? (changedField(object) ?? key) : key;
      const shown = this.#member(object[name], facts, object);
      if (key.shown !== name) counts ??= new Map();
      // Assigned, the name would set the copy's prototype.
      if (name === "__proto__") setOwn(copy, name, shown);
      else copy[counts ? freeName(copy, key.shown, counts) : name] = shown;
    }
    return copy;
  }

  #member(value: unknown, { steps, isSuspect, isTelling }: KeyFacts, owner: object): unknown {
    const isObject = typeof value === "object" && value !== null;
    if (!isSuspect && !isObject && !this.#isWithinSecret) return this.of(value);
    const length = this.#path.length;
    const wasWithin = this.#isWithinSecret;
    this.#path.push(...steps);
    const within = wasWithin && !tellsOfSecret(steps.at(-1) ?? "");
    this.#isWithinSecret = isObject && (within || isTelling);
    const secret = holdsText(value) && (within || (isSuspect && isSecretProperty(this.#path, owner)));
    const shown = secret ? this.#secret(value) : this.of(value);
    this.#isWithinSecret = wasWithin;
    this.#path.length = length;
    return shown;
  }

  /** A string, or those of an array. An empty one tells only that there is none. */
  #secret(value: unknown): unknown {
    if (value === "") return value;
    if (typeof value === "string") {
      if (this.#isRevealed()) return withVisibleCharacters(value);
      this.#onMask?.(value);
      return MASK;
    }
    if (!Array.isArray(value) || this.#depth === MAX_DEPTH) return this.of(value);
    this.#depth++;
    const copy = value.map((item) => this.#secret(item));
    this.#depth--;
    return copy;
  }

  #isRevealed(): boolean {
    return this.#reveals.some((names) => endsWith(this.#path, names));
  }
}

/**
 * Visible first, since what cannot be seen may cut a credential in two; and once more after each mask, which may bare the
 * rest of a sign, or bring together what looks like another credential.
 */
function shownText(text: string, jsonLevel: number): string {
  let shown = withVisibleCharacters(text);
  if (jsonLevel < MAX_JSON_LEVELS) {
    // Each text in it is looked through by itself, and none can hide what stands in another.
    const json = changedJson(shown, (value) => new Presentation({ jsonLevel: jsonLevel + 1 }).of(value));
    if (json !== undefined) return json;
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const masked = withoutCredentials(shown);
    if (masked === shown) break;
    shown = withVisibleCharacters(masked);
  }
  return shown;
}

function holdsText(value: unknown): boolean {
  return typeof value === "string" || Array.isArray(value);
}

/** A change is told as `{ field, from, to }`: what stands in it is the field's. */
function changedField({ field }: Readonly<Record<string, unknown>>): KeyFacts | undefined {
  return typeof field === "string" ? keyFacts(field) : undefined;
}

function keyOf(name: string): Key {
  const known = knownKeys.get(name);
  if (known) return known;
  const key = { ...keyFacts(name), shown: shownText(name, 0) };
  if (name.length <= MAX_KNOWN_LENGTH && knownKeys.size < MAX_KNOWN_KEYS) knownKeys.set(name, key);
  return key;
}

/**
 * Keys that look alike once they can be seen keep their values apart.
 * @param counts where to go on counting for a name: anew for each key, n of them would take n² steps
 */
function freeName(object: object, name: string, counts: Map<string, number>): string {
  let free = name;
  let count = counts.get(name) ?? 2;
  for (; Object.hasOwn(object, free); count++) free = `${name} (${count})`;
  counts.set(name, count);
  return free;
}

function setOwn(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}
