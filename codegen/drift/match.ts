import type { Document, JsonObject } from "../contract/openapi.js";
import { indexOperations, type WantedOperation } from "../contract/slice.js";
import { operations } from "../contract/walk.js";
import { callOf, template } from "./operations.js";

/** The wanted operations as another release of the document has them. */
export interface Matched {
  /** Those it has, each with the id it has there among its former ones. */
  wanted: WantedOperation[];
  /** Those that stand at the same method and path under an id nobody told us of. */
  renamed: { operationId: string; upstream: string }[];
}

/**
 * Finds the wanted operations in an upstream document: by id, by a former id, else at the method and path they have
 * in our contract. Those it does not have at all are left out.
 */
export function matchOperations(
  document: JsonObject,
  wanted: readonly WantedOperation[],
  contract: Document,
): Matched {
  const upstream = indexOperations(document);
  const ours = new Map(operations(contract).map((at) => [at.operation.operationId, placeOf(at)]));
  const theirs = new Map([...upstream].map(([id, at]) => [placeOf(at), id]));
  const matched: Matched = { wanted: [], renamed: [] };
  for (const operation of wanted) {
    const { operationId, formerly = [] } = operation;
    if ([operationId, ...formerly].some((id) => upstream.has(id))) {
      matched.wanted.push({ operationId, formerly });
      continue;
    }
    const id = theirs.get(ours.get(operationId) ?? "");
    if (id === undefined || wanted.some((other) => other.operationId === id)) continue;
    matched.wanted.push({ operationId, formerly: [...formerly, id] });
    matched.renamed.push({ operationId, upstream: id });
  }
  return matched;
}

function placeOf(at: Parameters<typeof callOf>[0]): string {
  return template(callOf(at));
}
