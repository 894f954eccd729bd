import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import { OktaMcpError } from "../errors.js";
import type { Prompts } from "../tools/prompts/index.js";
import { visibleText } from "../visible-text.js";
import type { Listings } from "./listings.js";

export function servePrompts(server: Server, prompts: Prompts, listings: Listings): void {
  server.setRequestHandler(ListPromptsRequestSchema, listings["prompts/list"]);
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = prompts.list().find(({ name }) => name === params.name);
    if (!prompt) {
      throw new McpError(
        ErrorCode.InvalidParams,
        `There is no prompt named "${visibleText(params.name, 64)}"`,
      );
    }
    const text = textOf(() => prompts.text(prompt, params.arguments ?? {}));
    return {
      description: prompt.description,
      messages: [{ role: "user" as const, content: { type: "text" as const, text } }],
    };
  });
}

/** A faulty argument is the client's fault, and said in our words. */
function textOf(render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof OktaMcpError)) throw error;
    throw new McpError(ErrorCode.InvalidParams, error.toText());
  }
}
