import { randomBytes } from "node:crypto";
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

/** Serves a sandbox org that lives as long as the client is there. */
export async function serveDemo({ users, ...options }: ServeOptions & { users: number }): Promise<void> {
  const { startSandbox } = await import("../sandbox/index.js");
  const sandbox = await startSandbox({ users });
  try {
    const auth = { method: "api_token", token: sandbox.apiToken } as const;
    await serveOrg({ orgUrl: sandbox.url, timeoutMs: 30_000, auth }, options);
  } finally {
    await sandbox.close();
  }
}

/** Serves the configured org until the client goes away. */
export async function serveOrg(config: Config, { version, warn }: ServeOptions): Promise<void> {
  const service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({
      now: Date.now,
      randomCode: () => randomBytes(12).toString("base64url"),
    }),
    connect: () => connect(config, { version, warn }),
    askedScopes: "scopes" in config.auth ? config.auth.scopes : undefined,
  });
  try {
    await serveStdio(service, { version, warn, org: new URL(config.orgUrl).host });
  } finally {
    await service.close();
  }
}
