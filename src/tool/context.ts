import { OktaMcpError } from "../errors.js";
import type { OktaClient } from "../http/client.js";
import { listPage } from "./list.js";
import { isObject, type JsonObject, valueAt } from "./paths.js";
import { prepareUpdate } from "./replace.js";
import { objectResult, shapeItem } from "./shape.js";
import type {
  ListArguments,
  OktaAnswer,
  OktaCall,
  OrgSession,
  Replacement,
  RequiredState,
  ToolContext,
  ToolResult,
  View,
} from "./tool.js";

export interface ContextOptions {
  okta: OktaClient;
  session: OrgSession;
  orgUrl: string;
  signal: AbortSignal;
}

/** The context of one call: the org's client, and the executors that tools are written in. */
export function createContext({ okta, session, orgUrl, signal }: ContextOptions): ToolContext {
  return {
    okta,
    session,
    signal,
    list: (input, view, page) => listPage(input, view, page, orgUrl),
    read,
    send,
    act,
    replace,
    require: requireState,
  };
}

async function read(input: Pick<ListArguments, "fields">, call: OktaCall): Promise<ToolResult> {
  return objectResult(shapeItem(await objectOf(call), { ...input, detail: "full" }, []));
}

async function send(view: View | undefined, call: OktaCall): Promise<ToolResult> {
  return summary((await call()).data, view);
}

async function act(identifiers: Readonly<Record<string, string>>, call: OktaCall): Promise<ToolResult> {
  await call();
  return { done: true, ...identifiers };
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
