import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config.js";
import { serveStdio } from "../mcp/stdio.js";
import { createConfirmations } from "../tool/confirmation.js";
import { createCatalog } from "../tools/catalog.js";
import { createToolService } from "../tools/service.js";
import { connect } from "./connect.js";

export interface ServeOptions {
  version: string;
  warn: (text: string) => void;
}

export interface DemoOptions extends ServeOptions, Pick<Config, "exportDirectory"> {
  users: number;
}

/** Serves a sandbox org that lives as long as the client is there. */
export async function serveDemo({ users, exportDirectory, ...options }: DemoOptions): Promise<void> {
  const { startSandbox } = await import("../sandbox/index.js");
  const sandbox = await startSandbox({ users });
  try {
    const auth = { method: "api_token", token: sandbox.apiToken } as const;
    await serveOrg({ orgUrl: sandbox.url, timeoutMs: 30_000, auth, exportDirectory }, options);
  } finally {
    await sandbox.close();
  }
}

/** Milliseconds, both together under the two seconds that clients give a server before they kill it. */
const MAX_CLOSING = 1_200;
const MAX_LINGERING = 500;

/** Serves the configured org until the client goes away. */
export async function serveOrg(config: Config, { version, warn }: ServeOptions): Promise<void> {
  const service = createToolService({
    catalog: createCatalog(config),
    confirmations: createConfirmations({
      now: Date.now,
      randomCode: () => randomBytes(12).toString("base64url"),
    }),
    warn,
    connect: (onWait) => connect(config, { version, warn, onWait }),
    askedScopes: "scopes" in config.auth ? config.auth.scopes : undefined,
  });
  try {
    await serveStdio(service, { version, warn, org: new URL(config.orgUrl).host });
  } finally {
    await Promise.race([service.close(), sleep(MAX_CLOSING, undefined, { ref: false })]);
    exitSoon();
  }
}

/** Nobody waits for a server without a client: whatever still holds the process then is left behind. */
function exitSoon(): void {
  setTimeout(() => process.exit(), MAX_LINGERING).unref();
}
