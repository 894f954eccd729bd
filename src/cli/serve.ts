import type { Environment } from "../config/variables.js";
import type { Config } from "../config.js";
import { serveStdio } from "../mcp/stdio.js";
import { onHangUp } from "./hang-up.js";
import { withLog } from "./log.js";
import { patience } from "./patience.js";
import type { ServeFlags } from "./plain-serve.js";
import { openService } from "./service.js";
import { withOrg } from "./settings.js";

interface ServeOptions {
  version: string;
  env: Environment;
}

/** Serves what flags and variables ask for, until the client goes away. @throws OktaMcpError `config_invalid` */
export function serve(flags: ServeFlags, { env, version }: ServeOptions): Promise<void> {
  return withOrg({ env }, flags, (config) => serveOrg(config, version));
}

/** Milliseconds, both together under the two seconds that clients give a server before they kill it. */
const MAX_CLOSING = 1_200;
const MAX_LINGERING = 500;

function serveOrg(config: Config, version: string): Promise<void> {
  return withLog(config, async (log) => {
    const { service, audit, close } = openService(config, { version, log });
    // Opened at once, so that who starts the server learns what is wrong with it before the first change is refused.
    void audit.reopen();
    onHangUp(() => [log.reopen(), audit.reopen()], process);
    const org = new URL(config.orgUrl).host;
    log.info("serving", { version, org, method: config.auth.method, tools: service.list().length });
    try {
      await serveStdio(service, { version, log, org });
    } finally {
      await Promise.race([close(), patience(MAX_CLOSING)]);
      exitSoon();
    }
  });
}

/** Nobody waits for a server without a client: whatever still holds the process then is left behind. */
function exitSoon(): void {
  setTimeout(() => process.exit(), MAX_LINGERING).unref();
}
