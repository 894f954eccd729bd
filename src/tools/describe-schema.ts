import { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { nearestNames } from "../nearest.js";
import type { Tool } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import { describeTool } from "./schemas/describe.js";
import { type OffTool, refuseOff } from "./selection.js";

const input = z.strictObject({
  tool: z.string(),
  variant: z.string().optional(),
  field: z.string().optional(),
});

export interface DescribableTools {
  /** Undefined for a tool that is off and for one that there is not. */
  readonly load: (name: string) => Promise<Tool | undefined>;
  readonly names: readonly string[];
  readonly off: readonly OffTool[];
}

/** The full schema of what another tool takes; needs no org. */
export const describeSchema = ({ load, names, off }: DescribableTools): Tool<typeof input> => ({
  ...descriptors.describe_schema,
  input,
  offline: true,
  async run(_context, { tool: name, ...wanted }) {
    const tool = await load(name);
    if (tool) return describeTool(tool, wanted);
    const refusal = refuseOff(off, name);
    if (refusal && !refusal.ok) throw refusal.error;
    const nearest = nearestNames(name, names);
    const advice = nearest.length > 0 ? `did you mean ${nearest.join(", ")}?` : "no name is near it";
    throw new OktaMcpError("arguments_invalid", `tool: there is none of this name; ${advice}`, {
      field: "tool",
    });
  },
});
