import type { AllowedOperation } from "./allowlist/types.js";
import type { ArgumentModel, ToolKind } from "./model.js";

/** How much of a list is read in one call. The ceiling keeps a call within minutes on the largest orgs; an export has none. */
const EXTENT: readonly ArgumentModel[] = [
  {
    name: "fetch_all",
    required: false,
    role: { kind: "extent" },
    node: { kind: "boolean" },
  },
  { name: "count_only", required: false, role: { kind: "extent" }, node: { kind: "boolean" } },
  {
    name: "max_items",
    required: false,
    role: { kind: "extent" },
    node: { kind: "number", integer: true, minimum: 1, maximum: 100_000 },
    default: 2000,
  },
];

/**
 * The arguments that are our own: how much is read and how much of it is shown, a dry run, the user's consent. They
 * are the same in every tool that has them, and explained once, in the server's instructions.
 */
export function ownArguments(kind: ToolKind, entry: AllowedOperation): ArgumentModel[] {
  const fields: ArgumentModel = {
    name: "fields",
    required: false,
    role: { kind: "fields" },
    node: { kind: "array", items: { kind: "string" } },
  };
  const detail: ArgumentModel = {
    name: "detail",
    required: false,
    role: { kind: "detail" },
    node: { kind: "string", values: ["summary", "full"] },
  };
  if (kind === "list") return [...EXTENT, detail, fields];
  if (kind === "read") return [fields];
  const dryRun: ArgumentModel = {
    name: "dry_run",
    required: false,
    role: { kind: "dry_run" },
    node: { kind: "boolean" },
  };
  if (!mayAsk(entry)) return [dryRun];
  const role = { kind: "confirm" } as const;
  return [dryRun, { name: "confirm", required: false, role, node: { kind: "string" } }];
}

/** Whether some call of the tool asks the user first. */
export function mayAsk({ safety, asksWhen, asksFor }: AllowedOperation): boolean {
  return safety === "destructive" || asksWhen !== undefined || asksFor !== undefined;
}
