import { OktaMcpError } from "../errors.js";
import { createContext } from "../tool/context.js";
import type { ToolContext } from "../tool/tool.js";
import type { CallUnderWay } from "./calls-under-way.js";

/** The context of a tool that answers out of itself: whatever would reach the org is a fault of the tool's. */
export function createOfflineContext(tool: string, underWay: CallUnderWay): ToolContext {
  const refuse = () => Promise.reject(new OktaMcpError("internal", "A tool without an org called it."));
  return createContext({
    tool,
    okta: { GET: refuse },
    gate: { isDryRun: false, pass: refuse },
    session: { status: refuse, tools: () => [], rateLimits: () => [] },
    orgUrl: "",
    ...underWay,
  });
}
