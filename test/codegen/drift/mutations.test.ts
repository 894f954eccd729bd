import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../codegen/contract/openapi.js";
import { type Change, compareContracts } from "../../../codegen/drift/compare.js";
import { type Met, MUTATIONS, metSchemas, random, type Verdict } from "./mutate.js";

const contract: Document = JSON.parse(
  readFileSync(new URL("../../../specs/okta-management.json", import.meta.url), "utf8"),
);
const COUNT = 300;
const SEED = 20_260_603;

const NOWHERE: Met = { sides: new Set(), choice: new Set() };

interface Outcome {
  mutation: string;
  want: string;
  got: string;
  /** The rules found, for whoever has to mend a miss. */
  seen: string;
}

/** Changes the contract in one place again and again, and judges each change by hand-written verdicts. */
function outcomes(): Outcome[] {
  const pick = random(SEED);
  const kinds = Object.keys(MUTATIONS);
  const done: Outcome[] = [];
  let changed = structuredClone(contract);
  let met = [...metSchemas(changed)];
  while (done.length < COUNT) {
    // By turns, so that no kind is rare.
    const mutation = kinds[done.length % kinds.length] ?? "";
    const [schema, { sides, choice } = NOWHERE] = met[pick(met.length)] ?? [];
    const concerned = mutation === "a variant is gone" ? choice : sides;
    const verdict = schema && concerned.size > 0 ? MUTATIONS[mutation]?.(schema, pick) : undefined;
    if (!verdict) continue;
    const found = compareContracts(contract, changed);
    const got = worstOf(found);
    done.push({
      mutation,
      want: wanted(verdict, [...concerned]),
      got,
      seen: found.map(({ rule }) => rule).join(),
    });
    changed = structuredClone(contract);
    met = [...metSchemas(changed)];
  }
  return done;
}

function worstOf(found: readonly Change[]): string {
  if (found.some(({ severity }) => severity === "breaking")) return "breaking";
  return found.length > 0 ? "harmless" : "none";
}

function wanted(verdict: Verdict, sides: readonly (keyof Verdict)[]): string {
  const all = sides.map((side) => verdict[side]);
  return all.includes("breaking") ? "breaking" : all.includes("harmless") ? "harmless" : "none";
}

describe(`${COUNT} random changes of the contract, one at a time`, () => {
  const all = outcomes();

  it("no breaking change is called compatible, or not seen", () => {
    const breaking = all.filter(({ want }) => want === "breaking");
    expect(breaking.length).toBeGreaterThan(COUNT / 4);
    expect(breaking.filter(({ got }) => got !== "breaking")).toEqual([]);
  });

  it("no harmless change is called breaking, and none is missed", () => {
    const harmless = all.filter(({ want }) => want === "harmless");
    expect(harmless.length).toBeGreaterThan(COUNT / 4);
    expect(harmless.filter(({ got }) => got !== "harmless")).toEqual([]);
  });

  it("every kind of change was tried", () => {
    expect([...new Set(all.map(({ mutation }) => mutation))].sort()).toEqual(Object.keys(MUTATIONS).sort());
  });
});
