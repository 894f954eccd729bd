import { z } from "zod";
import type { Safety, Tool, ToolResult } from "../../src/tool/tool.js";

/** A small tool of the given safety; `run` answers its input unless told otherwise. */
export function testTool(
  name: string,
  safety: Safety = "read",
  run: Tool["run"] = async (_, input): Promise<ToolResult> => ({ ...input }),
): Tool {
  return {
    name,
    title: `Title of ${name}`,
    description: `Describes ${name}.`,
    toolset: "users",
    origin: "generated",
    safety,
    scopes: [],
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
    input: z.strictObject({ user_id: z.string(), confirm: z.string().optional() }),
    run,
  };
}
