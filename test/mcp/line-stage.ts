import { PassThrough } from "node:stream";
import { LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/sdk/types.js";
import { EarlyAnswers } from "../../src/mcp/early-answers.js";
import { createFront } from "../../src/mcp/front.js";
import { LineTransport } from "../../src/mcp/line-transport.js";
import { createMcpServer } from "../../src/mcp/server.js";
import { createCatalog } from "../../src/tools/catalog.js";
import type { ToolService } from "../../src/tools/service.js";

const catalog = createCatalog();
/** Names of the tools that were called, in their order. */
export const calls: string[] = [];
export const service: ToolService = {
  list: () => catalog.descriptors,
  async call({ name }) {
    calls.push(name);
    return { ok: true, result: { called: name } };
  },
  onListChanged: () => undefined,
  isSignedIn: async () => true,
  close: async () => undefined,
};
export const options = { version: "1.2.3", org: "acme.okta.com" };

/** A transport over streams in memory; `early: false` leaves every message to the SDK. */
export function serve({ early = true, loading = async () => {} } = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const passedOver: string[] = [];
  let connections = 0;
  const front = createFront(service, options);
  const answers = new EarlyAnswers(front);
  if (!early) answers.take = () => undefined;
  const line = new LineTransport({
    input,
    output,
    early: answers,
    passOver: (kind) => passedOver.push(kind),
    async connect(transport) {
      connections += 1;
      await loading();
      await createMcpServer(service, options, front).connect(transport);
    },
  });
  let text = "";
  output.on("data", (chunk) => {
    text += chunk;
  });
  const received = () =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    input,
    passedOver,
    close: () => line.close(),
    received,
    connections: () => connections,
    /** Waits for the answer with this id. */
    async answer(id: unknown) {
      for (let tries = 0; tries < 200; tries++) {
        const found = received().find((message) => message.id === id);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`no answer ${String(id)}`);
    },
    send: (...messages: unknown[]) =>
      input.write(messages.map((message) => `${JSON.stringify(message)}\n`).join("")),
  };
}

export const initialize = (version: unknown = LATEST_PROTOCOL_VERSION) => ({
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: version, capabilities: {}, clientInfo: { name: "test", version: "1" } },
});
export const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
export const request = (id: unknown, method: string, params?: unknown) => ({
  jsonrpc: "2.0",
  id,
  method,
  ...(params !== undefined && { params }),
});
