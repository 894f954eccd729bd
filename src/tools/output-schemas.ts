import { isListTool } from "../tool/list-query.js";
import type { ToolDescriptor } from "../tool/tool.js";

/**
 * JSON Schema 2020-12 of a tool's structured content, loose: what is named has this type wherever it is there, all else
 * is open, since Okta adds fields, and orgs attributes, as they like.
 */
export interface OutputSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

const text = { type: "string" };
const flag = { type: "boolean" };
const count = { type: "integer", minimum: 0 };
const objects = { type: "array", items: { type: "object" } };

/** An answer that only counts has neither items nor their number. */
const LIST: OutputSchema = {
  type: "object",
  properties: {
    items: objects,
    count,
    total_read: count,
    complete: flag,
    next: text,
    note: text,
    untrusted: flag,
  },
  required: ["complete"],
};

/** A dry run, a summary of the object (with what has changed), or the word that it is done. */
const CHANGE: OutputSchema = {
  type: "object",
  properties: {
    id: text,
    done: flag,
    changed: objects,
    dry_run: flag,
    request: { type: "object" },
    asks_first: flag,
  },
};

const OBJECT: OutputSchema = { type: "object", properties: { untrusted: flag } };

/** By what kind of tool it is. */
export function outputSchemaOf(tool: ToolDescriptor): OutputSchema {
  if (isListTool(tool)) return LIST;
  return tool.safety === "read" ? OBJECT : CHANGE;
}
