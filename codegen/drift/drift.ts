import type { AllowedOperation, ToolsetEntry } from "../allowlist/types.js";
import { wantedOperations } from "../allowlist/wanted.js";
import { calledOperations } from "../called.js";
import { type BuiltContract, buildContract } from "../contract/build.js";
import { assertCurrent } from "../contract/correct.js";
import { CORRECTIONS, type Correction } from "../contract/corrections.js";
import type { Document, JsonObject } from "../contract/openapi.js";
import type { WantedOperation } from "../contract/slice.js";
import { type Candidate, candidates, type SeenOperations } from "./candidates.js";
import { byRank, type Change, compareContracts } from "./compare.js";
import { shown } from "./finding.js";
import { matchOperations } from "./match.js";
import { rule } from "./rules.js";

export interface DriftInput {
  /** The contract we have. */
  contract: Document;
  /** Another release of the upstream document. */
  document: JsonObject;
  allowlist: readonly ToolsetEntry[];
  seen: SeenOperations;
  corrections?: readonly Correction[];
}

export interface ToolChange extends Change {
  /** The tools it concerns, in the allowlist's order. */
  tools: string[];
}

export interface Drift {
  /** Upstream's versions: ours and the other. */
  from: string;
  to: string;
  /** "none": nothing that means anything for our tools; notes may be there all the same. */
  outcome: "none" | "breaking" | "compatible";
  /** Worst first. */
  changes: ToolChange[];
  /** Corrections that upstream has made itself. */
  removable: { id: string; reason: string }[];
  candidates: Candidate[];
}

/** What a check found, and what adopting the document would start from. */
export interface Checked {
  drift: Drift;
  built: BuiltContract;
  wanted: readonly WantedOperation[];
}

/**
 * Compares the contract we have with what another upstream document would give.
 *
 * @throws ContractError when the document can not be compared: it is unusable, or a correction finds nothing to
 * correct any more.
 */
export function checkDrift({ contract, document, allowlist, seen, corrections }: DriftInput): Checked {
  const entries = allowlist.flatMap(({ operations }) => operations);
  const { wanted, renamed } = matchOperations(document, wantedOperations(allowlist), contract);
  const built = buildContract(document, wanted, corrections ?? CORRECTIONS);
  assertCurrent(built.corrections.filter(({ status }) => status !== "fixed"));
  const offers = (operationId: string, parameter: string) =>
    entries.some((entry) => entry.operationId === operationId && namesParameter(entry, parameter));
  const changes = [
    ...compareContracts(contract, built.contract, offers),
    ...renamed.map(({ operationId, upstream }) => renaming(operationId, upstream, built.contract)),
  ].sort(byRank);
  const removable = built.corrections.filter(({ status }) => status === "fixed");
  const drift: Drift = {
    from: contract.info.version,
    to: built.contract.info.version,
    outcome: outcomeOf(changes, removable.length > 0),
    changes: changes.map((change) => ({ ...change, tools: toolsOf(change, allowlist) })),
    removable: removable.map(({ id, reason }) => ({ id, reason })),
    candidates: candidates(document, contract, seen),
  };
  return { drift, built, wanted };
}

function outcomeOf(changes: readonly Change[], isRemovable: boolean): Drift["outcome"] {
  const severities = new Set(changes.map(({ severity }) => severity));
  if (severities.has("breaking")) return "breaking";
  return severities.has("compatible") || isRemovable ? "compatible" : "none";
}

/** The contract keeps our id for it, so the comparison itself sees no change. */
function renaming(operationId: string, upstream: string, contract: Document): Change {
  const id = "operation-renamed";
  const place = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      operation.operationId === operationId ? [`${method.toUpperCase()} ${path}`] : [],
    ),
  );
  const severity = rule(id).request ?? "compatible";
  return {
    rule: id,
    severity,
    words: rule(id).words(shown(operationId), shown(upstream)),
    places: [{ operationId, side: "request", severity, text: place.join() }],
  };
}

function namesParameter({ arguments: chosen = {}, fixed = {} }: AllowedOperation, name: string): boolean {
  const formerly = Object.values(chosen).flatMap((entry) =>
    typeof entry === "string" ? [] : (entry.formerly ?? []),
  );
  return name in chosen || name in fixed || formerly.includes(name);
}

/** The tools of the changed operations, and those that call one on the way where it is changed for the worst. */
function toolsOf({ severity, places }: Change, allowlist: readonly ToolsetEntry[]): string[] {
  const changed = new Set(places.map(({ operationId }) => operationId));
  const worst = new Set(places.flatMap((place) => (place.severity === severity ? place.operationId : [])));
  return allowlist
    .flatMap(({ operations }) => operations)
    .filter(
      (operation) =>
        changed.has(operation.operationId) ||
        calledOperations(operation, allowlist).some((id) => worst.has(id)),
    )
    .map(({ tool }) => tool);
}
