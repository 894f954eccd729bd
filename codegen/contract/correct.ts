import type { Correction } from "./corrections.js";
import type { Edit, EditResult } from "./edits.js";
import { ContractError } from "./errors.js";
import type { Document } from "./openapi.js";
import { operations } from "./walk.js";

/**
 * "applied": at least one edit changed the contract. "fixed": upstream has all of it right by now. "vanished": an
 * edit found nothing to correct. "unused": no wanted operation depends on it.
 */
type CorrectionStatus = "applied" | "fixed" | "vanished" | "unused";

export interface CorrectionOutcome {
  id: string;
  reason: string;
  status: CorrectionStatus;
  /** The edits in force. */
  edits: { target: string; result: EditResult }[];
}

/**
 * Applies the corrections to a copy of the contract. Judged on facts, not on versions: a correction is needed as
 * long as one of its edits is (2024.06.1 has parts of some right that later releases lost).
 */
export function correct(
  document: Document,
  corrections: readonly Correction[],
): { contract: Document; corrections: CorrectionOutcome[] } {
  const contract = structuredClone(document);
  const present = new Set(operations(contract).map(({ operation }) => operation.operationId));
  const inForce = (edit: Edit) => edit.operations.some((operationId) => present.has(operationId));
  const outcomes = corrections.map(({ id, reason, edits }) => {
    const done = edits.filter(inForce).map((edit) => ({ target: edit.target, result: edit.apply(contract) }));
    return { id, reason, status: status(done.map(({ result }) => result)), edits: done };
  });
  return { contract, corrections: outcomes };
}

function status(results: readonly EditResult[]): CorrectionStatus {
  if (results.length === 0) return "unused";
  if (results.includes("missing")) return "vanished";
  return results.includes("changed") ? "applied" : "fixed";
}

/**
 * Refuses a contract whose corrections no longer apply, naming each and what to do.
 *
 * @throws ContractError `correction_stale`.
 */
export function assertCurrent(outcomes: readonly CorrectionOutcome[]): void {
  const stale = outcomes.flatMap(({ id, reason, status: state, edits }) => {
    if (state !== "fixed" && state !== "vanished") return [];
    const gone = edits.filter(({ result }) => result === "missing").map(({ target }) => target);
    const why =
      state === "fixed"
        ? "upstream has it right now: remove the correction"
        : `nothing to correct at ${gone.join("; ")}: find where it went, then mend or remove the correction`;
    return [`- ${id}: ${why}. (${reason})`];
  });
  if (stale.length === 0) return;
  throw new ContractError(
    "correction_stale",
    `Corrections in codegen/contract/corrections.ts no longer apply:\n${stale.join("\n")}`,
  );
}
