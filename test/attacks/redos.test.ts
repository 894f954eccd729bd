import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { idOrLogin, oktaId, text } from "../../generated/schemas/arguments.js";
import { type Hostile, hostileTexts } from "./support/hostile-text.js";
import { computedIn, literalsIn, type Pattern, patternsOf } from "./support/patterns.js";

const ALLOWED_MS = 100;
/** For long texts of surrogates, say, each of which is a match: slow, but no slower for being together. */
const ALLOWED_MS_PER_CHARACTER = 0.001;
/** What a call's arguments may have at most, in all; nothing in an answer that is matched is longer in one piece. */
const LONGEST = 200_000;

const sourceOf = (schema: unknown): string | undefined => patternsOf(schema, "").at(0)?.regex.source;

/** Every `pattern` of the contract. */
function contractPatterns(): string[] {
  const document = readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8");
  return [...document.matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(([, source = ""]) =>
    JSON.parse(source),
  );
}

/** Expressions that only ever see a short text, by their source: the most characters, and whose they are. */
const SHORT: ReadonlyMap<string, number> = new Map([
  // The query of find_user and find_group.
  [String.raw`[^\s<>()[\],;:"]+@[^\s<>()[\],;:"]+`, 200],
]);

const patterns = distinct([
  ...literalsIn(["src", "generated"]),
  ...(await computedIn([
    "src/presentable",
    "src/tool",
    "src/tools",
    "src/http",
    "src/config",
    "generated/schemas",
  ])),
]);

function distinct(all: readonly Pattern[]): Pattern[] {
  return [...new Map(all.map((each) => [String(each.regex), each])).values()];
}

/** Milliseconds of the processor's time that the expression takes for the text, as it would be used; the best of three. */
function took(regex: RegExp, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    regex.lastIndex = 0;
    const started = process.cpuUsage();
    if (regex.global) text.replace(regex, "");
    else regex.test(text);
    best = Math.min(best, process.cpuUsage(started).user / 1_000);
    if (best < ALLOWED_MS / 2 || best > 5 * ALLOWED_MS) break;
  }
  return best;
}

interface Slow {
  readonly length: number;
  readonly text: string;
  readonly ms: number;
}

/** Lengths, and how many of the slowest texts go on from each to the next: what is exponential is seen in the first. */
const STAGES: readonly (readonly [length: number, keep: number])[] = [
  [16, 1_000],
  [26, 200],
  [300, 60],
  [3_000, 12],
  [30_000, 4],
  [LONGEST, 0],
];

/** The first text that takes too long. */
function findSlow(regex: RegExp): Slow | undefined {
  let left: readonly Hostile[] = hostileTexts(regex);
  const longest = SHORT.get(regex.source) ?? LONGEST;
  for (const [stage, keep] of STAGES) {
    const length = Math.min(stage, longest);
    const timed: { make: Hostile; ms: number }[] = [];
    for (const make of left) {
      const text = make(length);
      const ms = took(regex, text);
      if (ms > Math.max(ALLOWED_MS, length * ALLOWED_MS_PER_CHARACTER))
        return { length, text: text.slice(0, 60), ms: Math.round(ms) };
      timed.push({ make, ms });
    }
    if (length === longest) return undefined;
    left = timed
      .sort((a, b) => b.ms - a.ms)
      .slice(0, keep)
      .map(({ make }) => make);
  }
  return undefined;
}

describe("no text takes a regular expression more than 100 ms", () => {
  test("those of the contract, of the arguments and of the code are among them", () => {
    const sources = patterns.map(({ regex }) => regex.source);
    expect(sources).toEqual(expect.arrayContaining(contractPatterns()));
    expect(sources).toEqual(expect.arrayContaining([oktaId, text, idOrLogin].map(sourceOf)));
    expect(patterns.map(({ where }) => where)).toEqual(
      expect.arrayContaining(["src/presentable/credentials.ts"]),
    );
    expect(sources).toEqual(expect.arrayContaining([...SHORT.keys()]));
    expect(patterns.length).toBeGreaterThan(90);
  });

  test.each(patterns.map(({ where, regex }) => [where, String(regex).slice(0, 80), regex] as const))(
    "%s %s",
    (_, __, regex) => {
      expect(findSlow(regex)).toBeUndefined();
    },
  );

  test("one that goes wrong is seen to", () => {
    expect(findSlow(/^(?:a+)+$/)?.length).toBeLessThan(300);
    expect(findSlow(/\s+$/)).toBeDefined();
  });
});
