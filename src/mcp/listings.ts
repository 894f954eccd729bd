import type { Tool as McpTool } from "@modelcontextprotocol/sdk/types.js";
import type { ToolDescriptor } from "../tool/tool.js";
import type { Prompts } from "../tools/prompts/index.js";
import type { Prompt } from "../tools/prompts/prompt.js";
import type { ResourceKind, Resources } from "../tools/resources/index.js";
import type { ToolService } from "../tools/service.js";

export const MIME_TYPE = "application/json";

export interface Listed {
  readonly service: Pick<ToolService, "list">;
  readonly prompts: Prompts;
  readonly resources: Resources;
}

/** The results of the methods that only list: static data, which takes none of the SDK to answer. */
export function createListings({ service, prompts, resources }: Listed) {
  return {
    "tools/list": () => ({ tools: service.list().map(asMcpTool) }),
    "prompts/list": () => ({ prompts: prompts.list().map(asMcpPrompt) }),
    "resources/list": () => ({
      resources: resources.list().map((kind) => ({ uri: kind.uri, ...described(kind) })),
    }),
    "resources/templates/list": () => ({
      resourceTemplates: resources.templates().map((kind) => ({ uriTemplate: kind.uri, ...described(kind) })),
    }),
  };
}

export type Listings = ReturnType<typeof createListings>;

function asMcpTool(tool: ToolDescriptor): McpTool {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    name,
    title,
    description,
    inputSchema: inputSchema as unknown as McpTool["inputSchema"],
    ...(outputSchema && { outputSchema: outputSchema as McpTool["outputSchema"] }),
    annotations: { ...annotations },
  };
}

function asMcpPrompt({ name, title, description, arguments: taken }: Prompt) {
  return {
    name,
    title,
    description,
    arguments: taken.map((argument) => ({
      name: argument.name,
      title: argument.title,
      description: argument.description,
      required: argument.required,
    })),
  };
}

function described({ name, title, description }: ResourceKind) {
  return { name, title, description, mimeType: MIME_TYPE };
}
