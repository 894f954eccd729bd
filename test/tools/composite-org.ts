import { apiToken } from "../../src/auth/api-token.js";
import { createOktaClient } from "../../src/http/client.js";
import { createTransport } from "../../src/http/transport.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";
import type { EventInput, LogTarget } from "../../src/sandbox/log-event.js";
import { createRandom } from "../../src/sandbox/random.js";
import { strangerOrigin } from "../../src/sandbox/seed/places.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { Progress, Tool, ToolResult } from "../../src/tool/tool.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";

export type Json = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** An org behind real HTTP, and one composite tool that is called on it; the clock stands still. */
export interface CompositeOrg {
  readonly sandbox: Sandbox;
  readonly service: ToolService;
  call(input?: Json, options?: CallOptions): ReturnType<ToolService["call"]>;
  /** @throws where the call fails */
  ok(input?: Json, options?: CallOptions): Promise<ToolResult>;
  /** Writes an event into the org's log, which is in order of time. */
  record(event: Partial<EventInput> & Pick<EventInput, "eventType" | "published">): void;
  close(): Promise<void>;
}

export const NOW = Date.parse("2026-05-20T12:00:00.000Z");
export const DAY = 86_400_000;
export const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();

export async function startCompositeOrg(
  tool: Tool,
  options: SandboxOptions = {},
  maxWaitMs = 60_000,
): Promise<CompositeOrg> {
  const sandbox = await startSandbox({ now: () => new Date(NOW), ...options });
  const service = createToolService({
    catalog: {
      descriptors: [tool],
      off: [],
      load: async (name) => (name === tool.name ? tool : undefined),
      loadList: async () => undefined,
    },
    confirmations: createConfirmations({ now: () => NOW, randomCode: () => "code" }),
    askedScopes: undefined,
    async connect() {
      const orgUrl = sandbox.url;
      const transport = createTransport({ orgUrl, timeoutMs: 10_000, version: "0", maxWaitMs });
      const auth = apiToken({ method: "api_token", token: sandbox.apiToken }, orgUrl);
      return { orgUrl, okta: createOktaClient({ orgUrl }, auth, transport), auth, close: transport.close };
    },
  });
  const random = createRandom(7, "composite");
  const call = (input: Json = {}, { signal, ...more }: CallOptions = {}) =>
    service.call({
      name: tool.name,
      arguments: input,
      signal: signal ?? new AbortController().signal,
      ...more,
    });
  return {
    sandbox,
    service,
    call,
    async ok(input, more) {
      const outcome = await call(input, more);
      if (!outcome?.ok) throw new Error(outcome?.error.toText() ?? `no tool ${tool.name}`);
      return outcome.result;
    },
    record(event) {
      const actor = {
        id: "unknown",
        type: "User",
        alternateId: "nobody@example.com",
        displayName: "unknown",
      } as const;
      sandbox.org.record({ displayMessage: "Something", actor, origin: strangerOrigin(random), ...event });
    },
    async close() {
      await service.close();
      await sandbox.close();
    },
  };
}

export const applicationTarget = (id: string, label = id): LogTarget => ({
  id,
  type: "AppInstance",
  alternateId: label,
  displayName: "catalogue name",
});
