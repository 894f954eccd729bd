import type { AddressInfo } from "node:net";
import type { Org } from "./org.js";
import { createRateLimiter, type RateLimitOptions } from "./rate-limit.js";
import { allRoutes } from "./routes/index.js";
import { seedOrg } from "./seed/index.js";
import { createOrgServer, type JournalEntry } from "./server.js";
import { type AccessTokens, createAccessTokens } from "./tokens.js";
import type { SandboxClient } from "./types.js";

export type { Org } from "./org.js";
export type { JournalEntry } from "./server.js";
export type { SandboxClient } from "./types.js";

export interface SandboxOptions {
  /** Decides names, ids, the token and everything else that looks like chance. Default 1. */
  readonly seed?: number;
  /** Default 120; 100,000 are fine. */
  readonly users?: number;
  /** Events in the system log at the start, default 2,000. */
  readonly events?: number;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly now?: () => Date;
  /** OAuth service applications that may sign in with private_key_jwt. */
  readonly clients?: readonly SandboxClient[];
  /** Seconds an access token lives, default 3,600. */
  readonly tokenLifetime?: number;
  readonly rateLimit?: RateLimitOptions;
  /** Called after each answer; `error` is set when the sandbox itself failed. */
  readonly log?: (entry: JournalEntry, error?: unknown) => void;
}

/** A running org. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** For `Authorization: SSWS <token>`. */
  readonly apiToken: string;
  /** The state behind the API, for assertions. */
  readonly org: Org;
  /** Access tokens in use, for tests that expire or revoke them. */
  readonly tokens: AccessTokens;
  /** What was asked and answered, oldest first; the last 10,000 requests. */
  readonly requests: readonly JournalEntry[];
  close(): Promise<void>;
}

const JOURNAL_LENGTH = 10_000;

/** Starts an in-memory Okta org behind a real HTTP server on the loopback interface. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const org = seedOrg({
    seed: options.seed ?? 1,
    users: options.users ?? 120,
    events: options.events ?? 2_000,
    now,
  });
  for (const client of options.clients ?? []) org.clients.set(client.clientId, client);
  const tokens = createAccessTokens(options.tokenLifetime ?? 3_600, org.random, now);
  const requests: JournalEntry[] = [];
  let url = "";
  const server = createOrgServer({
    org,
    tokens,
    routes: allRoutes(tokens),
    count: createRateLimiter(options.rateLimit ?? {}, now),
    onAnswer(entry, error) {
      requests.push(entry);
      if (requests.length > JOURNAL_LENGTH) requests.splice(0, requests.length - JOURNAL_LENGTH);
      options.log?.(entry, error);
    },
    base: () => url,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url,
    apiToken: org.apiToken,
    org,
    tokens,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the sandbox is not listening");
  return address.port;
}
