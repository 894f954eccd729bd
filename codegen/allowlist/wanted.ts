import type { SupportOperation, ToolsetEntry } from "./types.js";

/** The operations the contract has to hold: those of the tools, and those that are called on their way. */
export function wantedOperations(allowlist: readonly ToolsetEntry[]): SupportOperation[] {
  return allowlist.flatMap(({ operations, support = [] }) => [...operations, ...support]);
}
