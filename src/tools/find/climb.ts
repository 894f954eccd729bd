import { OktaMcpError } from "../../errors.js";
import { allRead } from "../../tool/all-read.js";
import type { PageRequest } from "../../tool/list-source.js";
import { isObject, type JsonObject } from "../../tool/paths.js";
import type { OktaAnswer, OktaCall, ToolContext } from "../../tool/tool.js";
import type { Query } from "./query.js";
import { isBetter, KINDS, type Kind, type Named, type Rank, rank } from "./rank.js";

/** The page that Okta's user search gives at most. */
const PAGE = 200;

export interface Batch {
  readonly items: readonly JsonObject[];
  /** Whether that is all Okta has of it. */
  readonly complete: boolean;
}

const NOTHING: Batch = { items: [], complete: true };

/** Requests that are made at the same time. */
export interface Level {
  readonly reads: readonly (() => Promise<Batch>)[];
  /** A find of this kind or a better one makes further levels needless. */
  readonly suffices: Kind;
}

export interface Candidate extends Rank {
  readonly item: JsonObject;
  readonly named: Named;
}

export interface Findings {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Whether Okta has no more of what the last level asked for. */
  readonly complete: boolean;
  /** Why similar names could not be looked for. */
  readonly problem?: string;
}

/** Level after level, until one finds what suffices. */
export async function climb(
  levels: readonly Level[],
  query: Query,
  name: (item: JsonObject) => Named,
): Promise<Findings> {
  const found = new Map<string, Candidate>();
  const findings = (complete: boolean) => ({ candidates: [...found.values()].sort(bestFirst), complete });
  let complete = true;
  if (!/[\p{L}\p{N}]/u.test(query.text)) return findings(true);
  for (const [at, { reads, suffices }] of levels.entries()) {
    let batches: readonly Batch[];
    try {
      batches = await allRead(reads.map((read) => read()));
    } catch (error) {
      // What was found does not depend on it, nor does the word that nothing was found by name.
      const isExtra = at > 0 && error instanceof OktaMcpError && error.code === "okta_rejected";
      if (!isExtra) throw error;
      return {
        ...findings(false),
        problem: `${error.message} ${error.okta?.causes?.join(" ") ?? ""}`.trim(),
      };
    }
    for (const item of batches.flatMap(({ items }) => items)) {
      const named = name(item);
      const fit = found.has(named.id) ? undefined : rank(query, named);
      if (fit) found.set(named.id, { ...fit, item, named });
    }
    complete = batches.every((batch) => batch.complete);
    if ([...found.values()].some(({ kind }) => !isBetter(suffices, kind))) break;
  }
  return findings(complete);
}

/** A page of a search of users or groups. */
type SearchPage = (expression: string, request: PageRequest) => Promise<OktaAnswer>;

/** The first page of each search, when it is called for. */
export function searches(
  context: ToolContext,
  expressions: readonly string[],
  page: SearchPage,
): (() => Promise<Batch>)[] {
  return expressions
    .filter((expression) => expression !== "")
    .map((expression) => async () => {
      const source = { maximum: PAGE, page: (request: PageRequest) => page(expression, request) };
      for await (const { items, next } of context.pages(source, PAGE))
        return { items: items.filter(isObject), complete: next === undefined };
      return NOTHING;
    });
}

/** One object by its key; nothing where there is none. */
export async function byKey(call: OktaCall): Promise<Batch> {
  try {
    const { data } = await call();
    return isObject(data) ? { items: [data], complete: true } : NOTHING;
  } catch (error) {
    // What Okta does not take for a key at all is none, either.
    const isNone = error instanceof OktaMcpError && ["not_found", "okta_rejected"].includes(error.code);
    if (isNone) return NOTHING;
    throw error;
  }
}

function bestFirst(one: Candidate, other: Candidate): number {
  return (
    KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
    one.cost - other.cost ||
    Number(one.named.isInactive) - Number(other.named.isInactive) ||
    byText(one.named.names[0] ?? "", other.named.names[0] ?? "") ||
    byText(one.named.id, other.named.id)
  );
}

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other);
