import { OktaMcpError } from "../errors.js";
import type { OktaClient } from "../http/client.js";
import { noteOf } from "../http/doubt.js";
import { runList } from "./list.js";
import { isListTool, listQuery } from "./list-query.js";
import { isObject, type JsonObject, valueAt } from "./paths.js";
import { prepareUpdate } from "./replace.js";
import { objectResult, shapeItem } from "./shape.js";
import type {
  ListArguments,
  OktaAnswer,
  OktaCall,
  OrgSession,
  Progress,
  Replacement,
  RequiredState,
  Tool,
  ToolContext,
  ToolResult,
  View,
} from "./tool.js";

export interface ContextOptions {
  okta: OktaClient;
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
  const { okta, session, orgUrl, signal, progress = () => undefined, now = Date.now } = options;
  const context: ToolContext = {
    okta,
    session,
    signal,
    progress,
    list: (input, view, source) => runList(input, view, source, { orgUrl, signal, progress, now }),
    read,
    send,
    act,
    replace,
    require: requireState,
    async listQuery(name, input) {
      const tool = await options.findTool?.(name);
      if (tool && isListTool(tool)) return listQuery(tool, input, context, { orgUrl, signal, now });
      throw new OktaMcpError("arguments_invalid", `tool: ${name} is no tool that lists`, { field: "tool" });
    },
  };
  return context;
}

async function read(input: Pick<ListArguments, "fields">, call: OktaCall): Promise<ToolResult> {
  return objectResult(shapeItem(await objectOf(call), { ...input, detail: "full" }, []));
}

async function send(view: View | undefined, call: OktaCall): Promise<ToolResult> {
  return summary((await call()).data, view);
}

async function act(identifiers: Readonly<Record<string, string>>, call: OktaCall): Promise<ToolResult> {
  const note = noteOf((await call()).response);
  return { done: true, ...identifiers, ...(note !== undefined && { note }) };
}

async function replace(replacement: Replacement): Promise<ToolResult> {
  const current = await objectOf(replacement.read);
  const { body, changed } = prepareUpdate(current, replacement);
  if (changed.length === 0) {
    return {
      changed,
      note: "The object already is so: nothing was sent.",
      ...summary(current, replacement.view),
    };
  }
  // The body is checked against the operation's schema; the generated type cannot know that.
  const { data } = await replacement.write(body as never);
  return objectResult({ changed, ...summary(data, replacement.view) });
}

async function requireState({ field, equals, otherwise, read: call }: RequiredState): Promise<void> {
  const state = valueAt(await objectOf(call), field);
  if (state === equals) return;
  throw new OktaMcpError(
    "precondition_failed",
    `The ${field} is ${String(state)}, not ${equals}. Nothing was done.`,
    {
      next: otherwise,
    },
  );
}

function summary(data: unknown, view: View | undefined): ToolResult {
  const shown = isObject(data) && view ? shapeItem(data, {}, view) : {};
  return objectResult(isObject(shown) && Object.keys(shown).length > 0 ? shown : { done: true });
}

async function objectOf(call: OktaCall): Promise<JsonObject> {
  const { data }: OktaAnswer = await call();
  if (!isObject(data))
    throw new OktaMcpError("unexpected_response", "Okta answered something other than an object.");
  return data;
}
