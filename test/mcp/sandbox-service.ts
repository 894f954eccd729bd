import { onTestFinished } from "vitest";
import { apiToken } from "../../src/auth/api-token.js";
import type { AuthProvider } from "../../src/auth/provider.js";
import { createOktaClient } from "../../src/http/client.js";
import { createTransport } from "../../src/http/transport.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";
import { type Confirmations, createConfirmations } from "../../src/tool/confirmation.js";
import { type CatalogOptions, createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";

export interface SandboxServiceOptions {
  readonly catalog?: CatalogOptions;
  readonly sandbox?: SandboxOptions;
  /** What of the sign-in is otherwise than by API token. */
  readonly auth?: Partial<AuthProvider>;
  /** By short codes unless given. */
  readonly confirmations?: Confirmations;
}

/** All that is served, over a made-up org behind real HTTP; gone with the test. */
export async function startSandboxService(
  options: SandboxServiceOptions = {},
): Promise<{ sandbox: Sandbox; service: ToolService }> {
  const sandbox = await startSandbox(options.sandbox);
  const service = createToolService({
    catalog: createCatalog(options.catalog),
    confirmations: options.confirmations ?? createConfirmations({ now: () => 0, randomCode: () => "code" }),
    askedScopes: undefined,
    async connect() {
      const orgUrl = sandbox.url;
      const transport = createTransport({ orgUrl, timeoutMs: 10_000, version: "0" });
      const auth = { ...apiToken({ method: "api_token", token: sandbox.apiToken }, orgUrl), ...options.auth };
      return {
        orgUrl,
        okta: createOktaClient({ orgUrl }, auth, transport),
        auth,
        rateLimits: transport.pace.limits,
        close: transport.close,
      };
    },
  });
  onTestFinished(async () => {
    await service.close();
    await sandbox.close();
  });
  return { sandbox, service };
}
