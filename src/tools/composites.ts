import { descriptors as generated } from "../../generated/catalog.js";
import { isListTool } from "../tool/list-query.js";
import type { Tool, ToolDescriptor } from "../tool/tool.js";

/** The tools whose lists can be read whole. */
export const LIST_TOOLS: readonly string[] = Object.values<ToolDescriptor>(generated)
  .filter(isListTool)
  .map(({ name }) => name);

/** The tools written by hand, in the order in which they are listed. */
export const descriptors = {
  okta_status: {
    name: "okta_status",
    title: "Okta status",
    description:
      "Show which org this is, who is signed in with which scopes, and which tools are off for want of a scope. Call it when a tool is missing or refused, or before the first change.",
    toolset: "org",
    origin: "composite",
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
  },
  export_records: {
    name: "export_records",
    title: "Export records to a file",
    description:
      "Write everything a list tool finds into a new CSV or JSON Lines file in the user's export directory, of any size. Use it instead of paging when the user wants a file, or far more items than an answer holds. Nothing in Okta changes and no file is overwritten. After a break, the same call goes on where it stopped.",
    toolset: "org",
    origin: "composite",
    // Okta is only read, by scopes that the exported list needs, so read-only operation allows it. The hints speak
    // of the user's machine as well, where a file appears.
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    inputSchema: {
      type: "object",
      properties: {
        tool: { type: "string", enum: LIST_TOOLS, description: "The list tool" },
        arguments: {
          type: "object",
          description: "Its arguments, such as search; without limit, after, detail, fields",
        },
        file: { type: "string", description: "A new file's plain name, ending in .csv or .jsonl" },
        fields: {
          type: "array",
          items: { type: "string" },
          description: "Columns as dotted paths, such as profile.email; default the tool's summary",
        },
        detail: {
          type: "string",
          enum: ["summary", "full"],
          description: "full: whole objects, .jsonl only",
        },
      },
      required: ["tool", "file"],
      additionalProperties: false,
    },
  },
} as const satisfies Record<string, ToolDescriptor>;

export interface CompositeOptions {
  /** Where export_records may write; without it there is no such tool. */
  readonly exportDirectory?: string | undefined;
}

/** Those that the configuration allows. */
export function offeredComposites({ exportDirectory }: CompositeOptions): readonly ToolDescriptor[] {
  return Object.values<ToolDescriptor>(descriptors).filter(
    ({ name }) => name !== descriptors.export_records.name || exportDirectory !== undefined,
  );
}

/** The tools themselves; loaded with the first call, as they need Zod. */
export async function loadComposites({ exportDirectory }: CompositeOptions): Promise<readonly Tool[]> {
  const { oktaStatus } = await import("./okta-status.js");
  if (exportDirectory === undefined) return [oktaStatus];
  const { exportRecords } = await import("./export-records.js");
  return [oktaStatus, exportRecords(exportDirectory)];
}
