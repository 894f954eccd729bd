import { canonical } from "../contract/json.js";
import type { RuleId } from "./rules.js";

/** One step from a schema to one inside it. */
export type Step =
  | { kind: "property"; name: string }
  | { kind: "variant"; value: string }
  | { kind: "items" }
  /** A key that the object does not declare. */
  | { kind: "key" };

/** A change found in one schema, wherever that schema is used. */
export interface LocalFinding {
  rule: RuleId;
  /** Names the changed thing in its own component: the same change met on several ways has the same subject. */
  subject: string;
  /** From the schema to the changed thing; empty for the schema itself. */
  at: readonly Step[];
  before: string;
  after: string;
}

/** Collects the findings of one schema. */
export type Report = (rule: RuleId, before?: unknown, after?: unknown) => void;

const MAX_SHOWN = 80;

/** A value as a report shows it: text in backticks, lists joined, absence as a dash. */
export function shown(value: unknown): string {
  if (value === undefined) return "none";
  if (Array.isArray(value)) return clipped(value.map(plain).join(", "));
  return clipped(plain(value));
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : canonical(value);
}

function clipped(text: string): string {
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
  // A backtick would end the code mark of Markdown.
  return `\`${cut.replaceAll("`", "'")}\``;
}
