import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuditLog } from "../../src/audit/audit-log.js";
import { createAuthProvider } from "../../src/auth/index.js";
import type { ConfirmMode } from "../../src/config/tools.js";
import { createOktaClient } from "../../src/http/client.js";
import { createTransport } from "../../src/http/transport.js";
import { createLogger } from "../../src/log/logger.js";
import { presentable } from "../../src/presentable.js";
import { type JournalEntry, type Org, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { ToolDescriptor } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { loggedService } from "../../src/tools/logged-service.js";
import { createToolService } from "../../src/tools/service.js";
import { plantCanaries } from "./canaries.js";
import { type LineToServer, lineTo } from "./line-to-server.js";

/** How a server of ours is set up. */
export interface Settings {
  readonly confirm: ConfirmMode;
  /** Whether its client has elicitation. */
  readonly canAsk: boolean;
  readonly readOnly: boolean;
}

/** One org, and one server of ours at it: what happens in it depends on the calls alone. */
export interface World {
  readonly settings: Settings;
  readonly org: Org;
  readonly apiToken: string;
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly tools: readonly ToolDescriptor[];
  readonly server: LineToServer;
  readonly exportDirectory: string;
  /** Requests that the org has been sent, oldest first; emptied by whoever has looked at them. */
  readonly journal: JournalEntry[];
  /** Lines of the log at its most talkative, and of the audit log; emptied by whoever has looked at them. */
  readonly records: string[];
  /** Where the org itself broke. */
  readonly orgFaults: unknown[];
  close(): Promise<void>;
}

const TIMEOUT_MS = 4_000;

export async function startWorld(seed: number, settings: Settings): Promise<World> {
  const { confirm, canAsk, readOnly } = settings;
  const exportDirectory = await mkdtemp(join(tmpdir(), "okta-mcp-hostile-"));
  const journal: JournalEntry[] = [];
  const records: string[] = [];
  const orgFaults: unknown[] = [];
  const sandbox = await startSandbox({
    seed,
    users: 12,
    events: 60,
    rateLimit: { perMinute: 1e9 },
    log(entry, error) {
      journal.push(entry);
      if (error !== undefined) orgFaults.push(error);
    },
  });
  plantCanaries(sandbox.org);
  const catalog = createCatalog({ exportDirectory, readOnly, confirm });
  const sink = { wants: () => true, write: (record: object) => void records.push(JSON.stringify(record)) };
  const log = createLogger([sink], (value) => presentable(value));
  let code = 0;
  const tools = createToolService({
    catalog,
    confirmations: createConfirmations({ mode: confirm, now: Date.now, randomCode: () => `code-${code++}` }),
    audit: createAuditLog({
      path: "/audit",
      log,
      now: () => new Date(),
      randomId: () => "id",
      file: {
        append: async (line) => void records.push(line),
        reopen: async () => undefined,
        close: async () => undefined,
      },
    }),
    askedScopes: undefined,
    async connect(onWait) {
      const { url: orgUrl } = sandbox;
      const transport = createTransport({ orgUrl, timeoutMs: TIMEOUT_MS, version: "0", onWait });
      const auth = { method: "api_token", token: sandbox.apiToken } as const;
      const provider = createAuthProvider({ orgUrl, auth }, { fetch: transport.fetch, now: Date.now });
      return {
        orgUrl,
        okta: createOktaClient({ orgUrl, readOnly }, provider, transport, log),
        auth: provider,
        async close() {
          provider.close();
          await transport.close();
        },
      };
    },
  });
  const service = loggedService(tools, log);
  const server = await lineTo(service, canAsk);
  return {
    settings,
    org: sandbox.org,
    apiToken: sandbox.apiToken,
    host: new URL(sandbox.url).host,
    // A tool that is off is called as well.
    tools: createCatalog({ exportDirectory }).descriptors,
    server,
    exportDirectory,
    journal,
    records,
    orgFaults,
    async close() {
      await server.close();
      await service.close();
      await sandbox.close();
      await rm(exportDirectory, { recursive: true });
    },
  };
}
