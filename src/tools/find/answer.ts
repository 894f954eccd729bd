import type { JsonObject } from "../../tool/paths.js";
import type { ToolResult } from "../../tool/tool.js";
import type { Candidate, Findings } from "./climb.js";
import { isBetter } from "./rank.js";

const MOST = 10;
/** Characters of one text: profiles may hold whole stories. */
const LONGEST = 200;

export interface Words {
  readonly thing: "user" | "group";
  /** What narrows a search down. */
  readonly narrower: string;
  /** What to do where nothing is found. */
  readonly none: string;
}

/** The facts that tell one from the other; what is undefined is left out. */
export type Show = (item: JsonObject) => JsonObject;

/**
 * `{match, best?, candidates, found?, at_least?, note?}`: the one find as `best`, where there is one (`exact`, or `close`
 * where it is not what was written); else `several` candidates, best first; or `none`.
 */
export function tell(findings: Findings, words: Words, show: Show): ToolResult {
  const meant = clearest(findings.candidates);
  const [first] = meant;
  if (!first)
    return { match: "none", candidates: [], note: sentences([words.none, ...limits(findings, words)]) };
  return meant.length > 1 ? tellSeveral(meant, findings, words, show) : tellOne(first, findings, words, show);
}

/** Those between which the words do not decide. */
function clearest(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first] = candidates;
  if (!first || isBetter("exact", first.kind)) return candidates;
  return candidates.filter(
    ({ kind, cost }) => kind === first.kind && (kind !== "identity" || cost === first.cost),
  );
}

function tellOne(best: Candidate, findings: Findings, words: Words, show: Show): ToolResult {
  const isExact = !isBetter("exact", best.kind);
  // A login of the one may be another's address.
  const others = findings.candidates.filter((each) => each !== best && each.kind === "identity");
  const note = sentences([
    !isExact &&
      `Not what was written, but the only ${words.thing} found that is like it: ask whether it is meant before changing anything.`,
    best.named.isInactive && `This ${words.thing} is deactivated.`,
    ...(isExact ? [] : limits(findings, words)),
  ]);
  return {
    match: isExact ? "exact" : "close",
    best: tidy(show(best.item)),
    candidates: others.slice(0, MOST).map(({ item }) => tidy(show(item))),
    ...(note !== "" && { note }),
  };
}

function tellSeveral(meant: readonly Candidate[], findings: Findings, words: Words, show: Show): ToolResult {
  const more = meant.length - MOST;
  return {
    match: "several",
    found: meant.length,
    ...(!findings.complete && { at_least: true }),
    candidates: meant.slice(0, MOST).map(({ item }) => tidy(show(item))),
    note: sentences([
      `Ask which ${words.thing} is meant; do not choose one.`,
      more > 0 && `${more} more fit, which are not shown: ${words.narrower}.`,
      ...limits(findings, words),
    ]),
  };
}

/** What was not looked at. */
function limits({ complete, problem }: Findings, { narrower }: Words): string[] {
  if (problem !== undefined) return [`Okta refused to search for similar names: ${problem}`];
  return complete ? [] : [`Okta has more to look through than was read: ${narrower}.`];
}

const sentences = (parts: readonly (string | false)[]): string =>
  parts.filter((part) => part !== false).join(" ");

function tidy(facts: JsonObject): JsonObject {
  const kept = Object.entries(facts).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, typeof value === "string" ? shorten(value) : value]),
  );
}

function shorten(text: string): string {
  const letters = text.length > LONGEST ? Array.from(text) : [];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : text;
}
