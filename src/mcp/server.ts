import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import type { Outcome } from "../tool/call.js";
import { complete } from "../tools/completion/index.js";
import type { ToolService } from "../tools/service.js";
import { visibleText } from "../visible-text.js";
import { serveCompletion } from "./completion.js";
import { askByElicitation, signInByElicitation } from "./elicitation.js";
import { createFront, type Front, type ServerOptions } from "./front.js";
import { sendLog } from "./logging.js";
import { type ProgressReporter, startProgress } from "./progress.js";
import { servePrompts } from "./prompts.js";
import { serveResources } from "./resources.js";

/**
 * The MCP server over a tool service. The SDK's low-level class, because its high-level one derives JSON Schema
 * draft-07 from Zod, which strict clients refuse.
 */
export function createMcpServer(
  service: ToolService,
  options: ServerOptions,
  { introduction, listings, prompts, resources }: Front = createFront(service, options),
): Server {
  const { serverInfo, ...introduced } = introduction;
  const server = new Server(serverInfo, introduced);
  const { log } = options;
  if (log) sendLog(server, log);
  const showSignIn = signInByElicitation(server);
  server.setRequestHandler(ListToolsRequestSchema, listings["tools/list"]);
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const { signal } = extra;
    const ask = askByElicitation(server, signal);
    const progress = reporterOf(extra);
    const outcome = await service
      .call({
        name: params.name,
        arguments: params.arguments,
        signal,
        ...(progress && { progress: progress.report }),
        ...(ask && { ask }),
      })
      .finally(() => progress?.end());
    if (!outcome) {
      throw new McpError(ErrorCode.InvalidParams, `There is no tool named "${visibleText(params.name, 64)}"`);
    }
    if (!outcome.ok && outcome.error.signIn) showSignIn(outcome.error.signIn);
    return asMcpResult(outcome);
  });
  serveResources(server, { resources, listings, showSignIn });
  servePrompts(server, prompts, listings);
  serveCompletion(server, (request) => complete(service, prompts, request));
  service.onListChanged(() => {
    // Nobody to tell before the client has introduced itself, or after it has gone.
    if (!server.getClientVersion()) return;
    // Resources and prompts are offered as far as the tools behind them are.
    for (const told of [
      server.sendToolListChanged(),
      server.sendResourceListChanged(),
      server.sendPromptListChanged(),
    ])
      told.catch(() => undefined);
  });
  return server;
}

/** Where the client sent a token for it, and only there. */
function reporterOf({
  _meta,
  sendNotification,
}: RequestHandlerExtra<ServerRequest, ServerNotification>): ProgressReporter | undefined {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return startProgress((params) => {
    const notification = { method: "notifications/progress", params: { ...params, progressToken } } as const;
    // A client that has gone needs no progress; its going is noticed elsewhere.
    sendNotification(notification).catch(() => undefined);
  });
}

/** A result as text and as structured content, both the same JSON; an error as text alone. */
function asMcpResult(outcome: Outcome): CallToolResult {
  if (!outcome.ok) return { isError: true, content: [{ type: "text", text: outcome.error.toText() }] };
  return {
    content: [{ type: "text", text: JSON.stringify(outcome.result) }],
    structuredContent: { ...outcome.result },
  };
}
