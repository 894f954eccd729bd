import { type CorrectionOutcome, correct } from "./correct.js";
import { CORRECTIONS, type Correction } from "./corrections.js";
import { facts } from "./facts.js";
import { normalize } from "./normalize/index.js";
import { order } from "./normalize/order.js";
import type { Document, JsonObject } from "./openapi.js";
import { type Renamed, slice, type WantedOperation } from "./slice.js";

export interface BuiltContract {
  contract: Document;
  corrections: CorrectionOutcome[];
  /** Operations this release still has under a former id; the contract uses the wanted id. */
  renamed: Renamed[];
}

/**
 * Upstream document -> contract: slice, facts, normalize, correct, order. Pure: the document is not changed, and
 * the same facts in any order give the same contract. Stale corrections are reported, not thrown: see
 * `assertCurrent`.
 *
 * @throws ContractError when the document can not give the wanted operations.
 */
export function buildContract(
  document: JsonObject,
  wanted: readonly WantedOperation[],
  corrections: readonly Correction[] = CORRECTIONS,
): BuiltContract {
  const sliced = slice(document, wanted);
  const corrected = correct(normalize(facts(sliced.document)), corrections);
  return { contract: order(corrected.contract), corrections: corrected.corrections, renamed: sliced.renamed };
}
