import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

/** A result of a tool call as a client sees it. */
export interface ClientResult {
  isError: boolean;
  text: string;
  structured: Readonly<Record<string, unknown>>;
}

export interface ConnectedClient {
  /** Names of the tools, and how many characters of a model's context the whole list takes. */
  tools(): Promise<{ readonly names: readonly string[]; readonly characters: number }>;
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<ClientResult>;
  close(): Promise<void>;
}

/**
 * Starts a server as a child process and connects to it over stdio, as any MCP client does.
 * @param consents the user's answer to what the server asks by elicitation
 */
export async function connectStdioClient(
  command: readonly string[],
  version: string,
  consents: (question: string) => boolean,
): Promise<ConnectedClient> {
  const [program = process.execPath, ...args] = command;
  const client = new Client(
    { name: "okta-mcp-demo", version },
    { capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler(ElicitRequestSchema, ({ params: { message } }) => ({
    action: "accept",
    content: { confirm: consents(message) },
  }));
  await client.connect(new StdioClientTransport({ command: program, args, stderr: "inherit" }));
  return {
    async tools() {
      const { tools } = await client.listTools();
      const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
      return { names: tools.map(({ name }) => name), characters: JSON.stringify(shown).length };
    },
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
