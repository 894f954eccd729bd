import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

/** A result of a tool call as a client sees it. */
export interface ClientResult {
  isError: boolean;
  text: string;
  structured: Readonly<Record<string, unknown>>;
}

export interface ConnectedClient {
  toolNames(): Promise<readonly string[]>;
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<ClientResult>;
  close(): Promise<void>;
}

/** Starts a server as a child process and connects to it over stdio, as any MCP client does. */
export async function connectStdioClient(
  command: readonly string[],
  version: string,
): Promise<ConnectedClient> {
  const [program = process.execPath, ...args] = command;
  const client = new Client({ name: "okta-mcp-demo", version });
  await client.connect(new StdioClientTransport({ command: program, args, stderr: "inherit" }));
  return {
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    async call(name, input) {
      const { isError, content, structuredContent } = await client.callTool({
        name,
        arguments: { ...input },
      });
      const [first] = content as { type: string; text?: string }[];
      return {
        isError: isError === true,
        text: first?.text ?? "",
        structured: (structuredContent ?? {}) as Readonly<Record<string, unknown>>,
      };
    },
    close: () => client.close(),
  };
}
