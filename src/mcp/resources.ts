import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { OktaMcpError, ErrorCode as OurCode, SignInPrompt } from "../errors.js";
import type { Resources } from "../tools/resources/index.js";
import { type Listings, MIME_TYPE } from "./listings.js";

/** MCP, Resources: Error Handling; the SDK has no name for it. */
const RESOURCE_NOT_FOUND = -32002;

/** What an address that leads nowhere ends in: no such object, no such form of an id, a tool that is off. */
const NOWHERE: ReadonlySet<OurCode> = new Set(["not_found", "arguments_invalid", "tool_off"]);

export interface ResourceParts {
  readonly resources: Resources;
  readonly listings: Listings;
  /** Told where somebody has to sign in first. */
  readonly showSignIn: (prompt: SignInPrompt) => void;
}

export function serveResources(server: Server, { resources, listings, showSignIn }: ResourceParts): void {
  server.setRequestHandler(ListResourcesRequestSchema, listings["resources/list"]);
  server.setRequestHandler(ListResourceTemplatesRequestSchema, listings["resources/templates/list"]);
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    const outcome = await resources.read(uri, signal);
    if (!outcome.ok) {
      if (outcome.error.signIn) showSignIn(outcome.error.signIn);
      throw asMcpError(outcome.error, uri);
    }
    return { contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(outcome.result) }] };
  });
}

function asMcpError(error: OktaMcpError, uri: string): McpError {
  const code = NOWHERE.has(error.code) ? RESOURCE_NOT_FOUND : ErrorCode.InternalError;
  return new McpError(code, error.toText(), { uri, code: error.code });
}
