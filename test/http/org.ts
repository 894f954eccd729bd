import { onTestFinished } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthSettings } from "../../src/config/sign-in.js";
import type { Wait } from "../../src/http/admission.js";
import { createOktaClient } from "../../src/http/client.js";
import { createTransport, type TransportOptions } from "../../src/http/transport.js";
import type { Logger } from "../../src/log/logger.js";
import { type FaultRule, type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";

export interface OrgOptions {
  readonly sandbox?: SandboxOptions;
  readonly transport?: Partial<TransportOptions>;
  readonly auth?: AuthSettings;
  readonly log?: Logger;
}

/**
 * A client of a sandbox org, over real HTTP. Its clock is moved by its waits alone, so that none takes time; the
 * org's clock goes with it, an hour ahead.
 */
export async function startOrg({ sandbox: options, transport, auth, log }: OrgOptions = {}) {
  let time = Date.parse("2026-05-20T12:00:30Z");
  const sandbox = await startSandbox({
    users: 30,
    events: 20,
    now: () => new Date(time + 3_600_000),
    ...options,
  });
  const waits: Wait[] = [];
  const pauses: number[] = [];
  const org = createTransport({
    orgUrl: sandbox.url,
    timeoutMs: 2_000,
    version: "0",
    now: () => time,
    random: () => 0,
    async wait(milliseconds, signal) {
      signal.throwIfAborted();
      pauses.push(milliseconds);
      time += milliseconds;
    },
    onWait: (wait) => waits.push(wait),
    ...transport,
  });
  const provider = createAuthProvider(
    { orgUrl: sandbox.url, auth: auth ?? { method: "api_token", token: sandbox.apiToken } },
    { fetch: org.fetch, now: () => time },
  );
  onTestFinished(async () => {
    provider.close();
    await org.close();
    await sandbox.close();
  });
  return {
    sandbox,
    org,
    okta: createOktaClient({ orgUrl: sandbox.url }, provider, org, log),
    waits,
    /** Milliseconds of every wait. */
    pauses,
    /** Breaks the org for the first request, or as the rule says. */
    fault: (fault: FaultRule["fault"], rule: Partial<FaultRule> = { times: 1 }) =>
      sandbox.faults.add({ ...rule, fault }),
    /** Statuses of the requests so far, 0 for no answer. */
    statuses: () => sandbox.requests.map(({ status }) => status),
    now: () => time,
  };
}
