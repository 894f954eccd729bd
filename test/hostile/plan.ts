import fc from "fast-check";
import { type Hostile, hostileText, hostileValue, made } from "./hostile-values.js";

/** One thing that is done to good arguments. */
export interface Spoil {
  /** Which of all the values inside, counted round. */
  readonly at: number;
  readonly how:
    | "replace"
    | "append"
    | "prepend"
    | "add key"
    | "wrap"
    | "remove"
    | "quote"
    | "half"
    | "rename";
  readonly value: Hostile;
  readonly text: string;
}

/** How the user, or their client, answers a question. */
export type Answer = "yes" | "no" | "cancel" | "accepts without saying so" | "garbage" | "error";

/** A call before it is made: what it is about is chosen when its turn comes. */
export interface Plan {
  readonly tool: string;
  /** For the good arguments. */
  readonly seed: number;
  readonly spoils: readonly Spoil[];
  readonly dryRun: unknown;
  /** `made up`: a code nobody gave. `repeat`: the latest call that was answered with a code, again with it. */
  readonly confirm: "none" | "made up" | "repeat";
  readonly answer: Answer;
  /** In place of arguments. */
  readonly instead?: Hostile | undefined;
}

/** Calls that read much of the org are made less often, so that all take the time of 20,000. */
const WEIGHTS: Readonly<Record<string, number>> = { find_unused_applications: 1, export_records: 8 };
const WEIGHT = 10;

const NO_NULL = { noNullPrototype: true } as const;

const spoil: fc.Arbitrary<Spoil> = fc.record(
  {
    at: fc.nat(200),
    how: fc.constantFrom<Spoil["how"][]>(
      ...(["replace", "replace", "replace", "append", "prepend", "add key", "wrap", "remove"] as const),
      ...(["quote", "quote", "half", "rename"] as const),
    ),
    value: hostileValue,
    text: hostileText,
  },
  NO_NULL,
);

const isHostile = fc
  .constantFrom(0, 0, 0, 1, 1, 1, 1, 2, 3)
  .chain((length) => fc.array(spoil, { minLength: length, maxLength: length }));

/** @param tools names */
export function planOf(tools: readonly string[]): fc.Arbitrary<Plan> {
  const tool = fc.oneof(
    ...tools.map((each) => ({ weight: WEIGHTS[each] ?? WEIGHT, arbitrary: fc.constant(each) })),
  );
  return fc.record(
    {
      tool,
      seed: fc.nat(),
      spoils: isHostile,
      dryRun: fc.oneof(
        { weight: 14, arbitrary: fc.constant(undefined) },
        { weight: 4, arbitrary: fc.constant(true) },
        {
          weight: 2,
          arbitrary: fc.constantFrom<unknown[]>(
            "true",
            "TRUE",
            " true",
            false,
            "false",
            1,
            0,
            null,
            "yes",
            [true],
            {},
          ),
        },
      ),
      confirm: fc.constantFrom<Plan["confirm"][]>("none", "none", "none", "none", "made up", "repeat"),
      answer: fc.constantFrom<Answer[]>(
        ...([
          "yes",
          "yes",
          "yes",
          "yes",
          "no",
          "cancel",
          "accepts without saying so",
          "garbage",
          "error",
        ] as const),
      ),
      instead: fc.oneof(
        { weight: 60, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: hostileValue },
      ),
    },
    { requiredKeys: ["tool", "seed", "spoils", "dryRun", "confirm", "answer"], ...NO_NULL },
  );
}

/** A copy of the arguments with the spoils done to it, as it comes from the wire. */
export function spoiled(args: unknown, spoils: readonly Spoil[]): unknown {
  const root = { args: structuredClone(args) };
  for (const each of spoils) spoilOne(root, each);
  return JSON.parse(JSON.stringify(root)).args;
}

type Place = readonly [owner: object, key: string];

function spoilOne(root: { args: unknown }, { at, how, value, text }: Spoil): void {
  const places = [...placesIn(root)];
  // The arguments as a whole come first, and can only be added to.
  const [owner, key] = places.slice(1)[at % Math.max(1, places.length - 1)] ?? [root, "args"];
  const old: unknown = Reflect.get(owner, key);
  const fresh = made(value);
  switch (owner === root ? "add key" : how) {
    case "replace":
      put(owner, key, fresh);
      return;
    case "append":
      put(owner, key, typeof old === "string" ? `${old}${text}` : fresh);
      return;
    case "prepend":
      put(owner, key, typeof old === "string" ? `${text}${old}` : fresh);
      return;
    case "wrap":
      put(owner, key, [old]);
      return;
    case "remove":
      Reflect.deleteProperty(owner, key);
      return;
    // As models do at times: what stands inside is still there, but no longer at its place.
    case "quote":
      put(owner, key, isText(old) ? fresh : JSON.stringify(old));
      return;
    case "half":
      put(owner, key, isText(old) ? fresh : JSON.stringify(old)?.slice(0, -1));
      return;
    case "rename":
      Reflect.deleteProperty(owner, key);
      put(owner, `${key}z`, old);
      return;
    case "add key":
      put(typeof old === "object" && old !== null ? old : owner, text, fresh);
      return;
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** Of what an earlier spoil has made very deep or very wide, the beginning. */
function* placesIn(owner: object, depth = 0): Generator<Place> {
  for (const [key, value] of Object.entries(owner).slice(0, 50)) {
    yield [owner, key];
    if (depth < 10 && typeof value === "object" && value !== null) yield* placesIn(value, depth + 1);
  }
}

/** As JSON.parse does it: `__proto__` becomes a key like any other. */
function put(owner: object, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}
