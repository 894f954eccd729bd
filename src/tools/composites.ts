import type { Tool, ToolDescriptor } from "../tool/tool.js";

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
} as const satisfies Record<string, ToolDescriptor>;

/** The tools themselves; loaded with the first call, as they need Zod. */
export async function loadComposites(): Promise<readonly Tool[]> {
  const { oktaStatus } = await import("./okta-status.js");
  return [oktaStatus];
}
