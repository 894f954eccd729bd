import type { AllowedOperation, SubjectEntry, ToolsetEntry } from "./allowlist/types.js";

/** The kinds of objects a change is about: those identified by its path arguments. */
export function subjectsOf<S extends Pick<SubjectEntry, "arguments">>(
  argumentNames: readonly string[],
  subjects: readonly S[],
): S[] {
  return subjects.filter((subject) => subject.arguments.every((name) => argumentNames.includes(name)));
}

/** The argument's public name for a parameter of the contract. */
export function argumentName(parameter: string, entry: { name?: string }): string {
  return entry.name ?? parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The ids of all operations a tool calls: its own, and those that read what its change is about. */
export function calledOperations(operation: AllowedOperation, allowlist: readonly ToolsetEntry[]): string[] {
  const { operationId, safety, arguments: entries = {}, dependents = [] } = operation;
  if (safety === "read") return [operationId];
  const names = Object.entries(entries).map(([parameter, entry]) =>
    argumentName(parameter, typeof entry === "string" ? {} : entry),
  );
  const subjects = subjectsOf(
    names,
    allowlist.flatMap((toolset) => toolset.subjects ?? []),
  );
  return [operationId, ...subjects.map(({ read }) => read), ...dependents.map(({ list }) => list)];
}
