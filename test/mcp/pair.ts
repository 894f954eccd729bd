import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  type ClientCapabilities,
  type ElicitRequest,
  ElicitRequestSchema,
  type ElicitResult,
} from "@modelcontextprotocol/sdk/types.js";
import { onTestFinished } from "vitest";
import { createMcpServer } from "../../src/mcp/server.js";
import type { ToolService } from "../../src/tools/service.js";

/**
 * How the client's user answers a question; absent for a client without elicitation. The signal: the server has taken
 * the question back.
 */
export type Answering = (
  params: ElicitRequest["params"],
  question: { readonly signal: AbortSignal },
) => ElicitResult | Promise<ElicitResult>;

/**
 * A client linked to a server over the service, both gone when the test is.
 * @param elicitation the client's capability; by default the empty one, which means forms
 */
export async function connectPair(
  service: ToolService,
  answer?: Answering,
  elicitation: ClientCapabilities["elicitation"] = {},
): Promise<Client> {
  const server = createMcpServer(service, { version: "1.2.3", org: "example.okta.com" });
  const capabilities = answer ? { elicitation } : {};
  const client = new Client({ name: "test", version: "1" }, { capabilities });
  if (answer)
    client.setRequestHandler(ElicitRequestSchema, ({ params }, { signal }) => answer(params, { signal }));
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  await server.connect(serverEnd);
  await client.connect(clientEnd);
  onTestFinished(() => client.close());
  return client;
}

export function textOf(result: Awaited<ReturnType<Client["callTool"]>>): string {
  const [first] = result.content as { type: string; text: string }[];
  return first?.text ?? "";
}
