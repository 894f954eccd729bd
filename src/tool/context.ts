import { OktaMcpError } from "../errors.js";
import type { OktaReader } from "../http/client.js";
import { createExecutors } from "./executors.js";
import type { Gate } from "./gate.js";
import { runList } from "./list.js";
import { isListTool, listQuery, readWhole } from "./list-query.js";
import { objectOf } from "./object.js";
import { objectResult, shapeItem } from "./shape.js";
import type { ListArguments, OktaCall, OrgSession, Progress, Tool, ToolContext, ToolResult } from "./tool.js";

export interface ContextOptions {
  /** The name of the tool that is called. */
  tool: string;
  okta: OktaReader;
  /** For what changes something. */
  gate: Gate;
  /** Secrets that the answers of this call's changes are there to hand over. */
  reveals?: readonly string[] | undefined;
  /** The tool's name, where describe_schema tells of its body. */
  described?: string | undefined;
  session: OrgSession;
  orgUrl: string;
  signal: AbortSignal;
  /** Where the client asked to be told. */
  progress?: (progress: Progress) => void;
  /** Milliseconds since 1970; the system clock's where nothing else is given. */
  now?: () => number;
  /**
   * Another tool, where this call may use one; without it there is none.
   * @throws OktaMcpError `forbidden` when its scopes are not granted
   */
  findTool?: (name: string) => Promise<Tool | undefined>;
}

/** The context of one call: the org's client, and the executors that tools are written in. */
export function createContext(options: ContextOptions): ToolContext {
  const { tool, okta, gate, reveals = [], session, orgUrl, signal } = options;
  const { progress = () => undefined, now = Date.now } = options;
  const context: ToolContext = {
    // A tool can read as it likes; whatever changes something goes through the gate, and only there.
    okta: { GET: okta.GET },
    session,
    signal,
    progress,
    ...createExecutors(gate, reveals, options.described),
    list: (input, view, source) => runList(input, view, source, { orgUrl, tool, signal, progress, now }),
    read,
    pages: (source, wanted) => readWhole(source, undefined, "", { orgUrl, signal, now }, wanted),
    async listQuery(name, input) {
      const other = await options.findTool?.(name);
      if (other && isListTool(other)) return listQuery(other, input, context, { orgUrl, signal, now });
      throw new OktaMcpError("arguments_invalid", `tool: ${name} is no tool that lists`, { field: "tool" });
    },
  };
  return context;
}

async function read(input: Pick<ListArguments, "fields">, call: OktaCall): Promise<ToolResult> {
  return objectResult(shapeItem((await objectOf(call)).object, { ...input, detail: "full" }, []));
}
