import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthSettings } from "../../src/config/sign-in.js";
import { createOktaClient } from "../../src/http/client.js";
import { createTransport } from "../../src/http/transport.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";
import { pem, rsaKey } from "../auth/keys.js";
import type { FastClock } from "./fast-clock.js";
import { TIMEOUT_MS } from "./fault-mix.js";

/** An org, and two servers of ours at it: one with an API token, one with a key and DPoP. */
export interface Stack {
  readonly sandbox: Sandbox;
  readonly services: readonly ToolService[];
  /** Every tool there is. */
  readonly tools: readonly string[];
  /** Requests that the org has seen. */
  requests(): number;
  /** Closes the servers; the org goes on. */
  closeServices(): Promise<void>;
}

export async function startStack(seed: number, clock: FastClock, exportDirectory: string): Promise<Stack> {
  const { descriptors } = createCatalog({ exportDirectory });
  const scopes = [...new Set(descriptors.flatMap((tool) => tool.scopes))];
  const key = rsaKey();
  const publicJwk = { ...key.publicKey.export({ format: "jwk" }), kid: "soak" };
  let requests = 0;
  const sandbox = await startSandbox({
    seed,
    // More than two pages of Okta's largest size.
    users: 450,
    now: () => new Date(clock.now()),
    clients: [{ clientId: "0oaSoak", scopes, jwks: { keys: [publicJwk] } }],
    rateLimit: { perMinute: 600, enforce: true },
    log: () => {
      requests++;
    },
  });
  const settings: readonly AuthSettings[] = [
    { method: "api_token", token: sandbox.apiToken },
    {
      method: "private_key_jwt",
      clientId: "0oaSoak",
      scopes,
      dpop: "always",
      privateKey: pem(key),
      privateKeyVariable: "OKTA_PRIVATE_KEY",
      keyId: "soak",
    },
  ];
  const services = settings.map((auth) => serve(sandbox.url, auth, clock, exportDirectory));
  return {
    sandbox,
    services,
    tools: descriptors.map(({ name }) => name),
    requests: () => requests,
    async closeServices() {
      for (const service of services) await service.close();
    },
  };
}

/** What `okta-mcp serve` builds, but for its clock. */
function serve(orgUrl: string, auth: AuthSettings, clock: FastClock, exportDirectory: string): ToolService {
  const { now, wait } = clock;
  let code = 0;
  return createToolService({
    catalog: createCatalog({ exportDirectory }),
    confirmations: createConfirmations({ now, randomCode: () => String(code++) }),
    askedScopes: "scopes" in auth ? auth.scopes : undefined,
    async connect(onWait) {
      const maxWaitMs = 20_000;
      const transport = createTransport({
        orgUrl,
        timeoutMs: TIMEOUT_MS,
        version: "0",
        now,
        wait,
        onWait,
        maxWaitMs,
      });
      const provider = createAuthProvider({ orgUrl, auth }, { fetch: transport.fetch, now });
      return {
        orgUrl,
        okta: createOktaClient({ orgUrl }, provider, transport),
        auth: provider,
        async close() {
          provider.close();
          await transport.close();
        },
      };
    },
  });
}
