import type { TokenStore } from "../auth/store/store.js";
import type { TokenStoreChoice } from "../config/sign-in.js";
import type { OrgConfig } from "../config.js";
import { loggedFetch } from "../http/logged-fetch.js";
import type { TransportOptions } from "../http/transport.js";
import type { Logger } from "../log/logger.js";
import type { Connection } from "../tools/service.js";

export interface ConnectOptions {
  version: string;
  log: Logger;
  /** Told when requests are held back. */
  onWait?: TransportOptions["onWait"];
  /** Opens the sign-in page; without it the address is only shown. */
  openUrl?: (url: string) => Promise<unknown>;
}

/** Sign-in and HTTP for the configured org; their modules are loaded with the first call that needs them. */
export async function connect(
  config: OrgConfig,
  { version, log, onWait, openUrl }: ConnectOptions,
): Promise<Connection> {
  const [{ createAuthProvider }, { createTransport }, { createOktaClient }] = await Promise.all([
    import("../auth/index.js"),
    import("../http/transport.js"),
    import("../http/client.js"),
  ]);
  const store = "tokenStore" in config.auth ? await openTokenStore(config.auth.tokenStore, log) : undefined;
  const transport = createTransport({
    ...config,
    version,
    onWait(wait) {
      log.info("waiting", { reason: wait.reason, until: wait.until.toISOString() });
      onWait?.(wait);
    },
  });
  const auth = createAuthProvider(config, {
    fetch: loggedFetch(transport.fetch, log),
    now: Date.now,
    report: log.warn,
    ...(store && { store }),
    ...(openUrl && { openUrl }),
  });
  return {
    orgUrl: config.orgUrl,
    okta: createOktaClient(config, auth, transport, log),
    auth,
    rateLimits: transport.pace.limits,
    async close() {
      auth.close();
      await transport.close();
    },
  };
}

/** The store in the user's data directory, where the operating system keeps such things. */
export async function openTokenStore(kind: TokenStoreChoice, log: Pick<Logger, "warn">): Promise<TokenStore> {
  const [{ createTokenStore }, { default: envPaths }] = await Promise.all([
    import("../auth/store/index.js"),
    import("env-paths"),
  ]);
  return createTokenStore({ kind, directory: envPaths("okta-mcp", { suffix: "" }).data, report: log.warn });
}
