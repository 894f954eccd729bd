import type { AllowedOperation } from "./allowlist/types.js";
import type { ArgumentModel, ToolKind } from "./model.js";

/** How much of a list is read in one call. The ceiling keeps a call within minutes on the largest orgs; an export has none. */
const EXTENT: readonly ArgumentModel[] = [
  {
    name: "fetch_all",
    words: "Read and count all pages",
    required: false,
    role: { kind: "extent" },
    node: { kind: "boolean" },
  },
  {
    name: "max_items",
    words: "Where fetch_all stops",
    required: false,
    role: { kind: "extent" },
    node: { kind: "number", integer: true, minimum: 1, maximum: 100_000 },
    default: 2000,
  },
];

/** The arguments that are our own: how much is read and how much of it is shown, and the user's consent. */
export function ownArguments(kind: ToolKind, { safety }: AllowedOperation): ArgumentModel[] {
  const fields: ArgumentModel = {
    name: "fields",
    words: "Only these fields, as dotted paths",
    required: false,
    role: { kind: "fields" },
    node: { kind: "array", items: { kind: "string" } },
  };
  const detail: ArgumentModel = {
    name: "detail",
    words: "Default summary",
    required: false,
    role: { kind: "detail" },
    node: { kind: "string", values: ["summary", "full"] },
  };
  if (kind === "list") return [...EXTENT, detail, fields];
  if (kind === "read") return [fields];
  if (safety !== "destructive") return [];
  const words = "Code from confirmation_required, once the user agreed";
  return [{ name: "confirm", words, required: false, role: { kind: "confirm" }, node: { kind: "string" } }];
}
