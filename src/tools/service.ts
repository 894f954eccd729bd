import type { OktaClient } from "../http/client.js";
import { callTool, type Outcome } from "../tool/call.js";
import type { Ask, Confirmations } from "../tool/confirmation.js";
import { createContext } from "../tool/context.js";
import type { ToolDescriptor } from "../tool/tool.js";
import type { Catalog } from "./catalog.js";

/** The connection to one org, made when the first call needs it. */
export interface Connection {
  readonly orgUrl: string;
  readonly okta: OktaClient;
  close(): Promise<void>;
}

export interface CallRequest {
  name: string;
  arguments: unknown;
  signal: AbortSignal;
  /** Asks the user; absent where the client has no way to. */
  ask?: Ask;
}

/** What a protocol adapter serves: tools to list, and calls to make. Knows nothing of MCP. */
export interface ToolService {
  list(): readonly ToolDescriptor[];
  /** Undefined for a name that no tool has. Never rejects otherwise: failures are outcomes. */
  call(request: CallRequest): Promise<Outcome | undefined>;
  close(): Promise<void>;
}

export interface ServiceOptions {
  catalog: Catalog;
  confirmations: Confirmations;
  connect: () => Promise<Connection>;
}

export function createToolService({ catalog, confirmations, connect }: ServiceOptions): ToolService {
  let connection: Promise<Connection> | undefined;
  const connected = (): Promise<Connection> => {
    connection ??= connect().catch((error: unknown) => {
      // The next call tries again.
      connection = undefined;
      throw error;
    });
    return connection;
  };
  return {
    list: () => catalog.descriptors,
    async call({ name, arguments: input, signal, ask }) {
      const tool = await catalog.load(name);
      if (!tool) return undefined;
      return callTool(tool, input, {
        confirm: (confirmed, checked) => confirmations.confirm(confirmed, checked, ask),
        context: async () => {
          const { okta, orgUrl } = await connected();
          return createContext({ okta, orgUrl, signal });
        },
      });
    },
    close: async () => (await connection?.catch(() => undefined))?.close(),
  };
}
