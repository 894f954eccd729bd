import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { createMcpServer } from "../../src/mcp/server.js";
import type { ToolService } from "../../src/tools/service.js";

export type Message = Readonly<Record<string, unknown>>;

/** What a question is answered with: a result, or a JSON-RPC error. */
export type Reply = { readonly result: ElicitResult | Message } | { readonly error: Message };

export interface LineToServer {
  /** Sends `tools/call` as it is, however wrong, and resolves with the whole answer. */
  call(name: string, args: unknown, answer: (question: string) => Reply): Promise<Message>;
  close(): Promise<void>;
}

/** The MCP server behind a bare JSON-RPC line: no client of the SDK looks at what goes out or comes in. */
export async function lineTo(service: ToolService, canAsk: boolean): Promise<LineToServer> {
  const server = createMcpServer(service, { version: "0", org: "hostile.example.com" });
  const waiting = new Map<unknown, (message: Message) => void>();
  let answering: (question: string) => Reply = () => ({ error: { code: -32601, message: "nobody asked" } });

  const transport: Parameters<typeof server.connect>[0] = {
    start: async () => undefined,
    close: async () => undefined,
    async send(message) {
      // As if written to a wire and read from it.
      const read: Message & { readonly params?: { readonly message: string } } = JSON.parse(
        JSON.stringify(message),
      );
      if (read.method === "elicitation/create" && read.params) {
        tell({ jsonrpc: "2.0", id: read.id, ...answering(read.params.message) });
      } else waiting.get(read.id)?.(read);
    },
  };
  const tell = (message: Message) => queueMicrotask(() => transport.onmessage?.(message as never));
  const ask = (id: number, method: string, params: Message): Promise<Message> =>
    new Promise((resolve) => {
      waiting.set(id, (answer) => {
        waiting.delete(id);
        resolve(answer);
      });
      tell({ jsonrpc: "2.0", id, method, params });
    });

  await server.connect(transport);
  let id = 0;
  await ask(id, "initialize", {
    protocolVersion: "2025-06-18",
    capabilities: canAsk ? { elicitation: {} } : {},
    clientInfo: { name: "hostile", version: "1" },
  });
  tell({ jsonrpc: "2.0", method: "notifications/initialized" });
  return {
    call(name, args, answer) {
      id += 1;
      answering = answer;
      return ask(id, "tools/call", { name, arguments: args });
    },
    close: () => server.close(),
  };
}
