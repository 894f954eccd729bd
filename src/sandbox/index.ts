import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createChurn } from "./churn.js";
import { createFaults, type Faults } from "./faults.js";
import type { JournalEntry } from "./journal.js";
import { createListeners, type RequestListener } from "./listeners.js";
import { createAuthorizationServer } from "./oauth/authorization-server.js";
import type { DeviceGrants } from "./oauth/device-grants.js";
import type { Nonces } from "./oauth/nonces.js";
import type { Consent, OAuthOptions } from "./oauth/options.js";
import type { RefreshTokens } from "./oauth/refresh-tokens.js";
import { oauthRoutes } from "./oauth/routes.js";
import type { Org } from "./org.js";
import { createRandom } from "./random.js";
import { createRateLimiter, type RateLimitOptions } from "./rate-limit.js";
import { MANAGEMENT_ROUTES } from "./routes/index.js";
import { seedOrg } from "./seed/index.js";
import { createOrgServer } from "./server.js";
import type { AccessTokens } from "./tokens.js";
import type { SandboxClient } from "./types.js";

export type { Fault, FaultRule, Faults } from "./faults.js";
export type { JournalEntry } from "./journal.js";
export type { RequestListener } from "./listeners.js";
export type { OAuthOptions } from "./oauth/options.js";
export type { Org } from "./org.js";
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
  /** OAuth applications of the org. */
  readonly clients?: readonly SandboxClient[];
  /** Seconds an access token lives, default 3,600. */
  readonly tokenLifetime?: number;
  /** How the authorization server behaves: intervals, lifetimes, nonces, consent. */
  readonly oauth?: OAuthOptions;
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
  /** Sign-ins that can be renewed, for tests that revoke them. */
  readonly refreshTokens: Pick<RefreshTokens, "revokeAll">;
  /** Devices that wait for their user: the buttons of the `/activate` page. */
  readonly devices: Pick<DeviceGrants, "approve" | "deny">;
  /** How the user answers from now on. */
  readonly consent: Consent;
  /** The nonces of DPoP proofs, for tests that change them. */
  readonly nonces: Pick<Nonces, "rotate">;
  /** What is broken at present. */
  readonly faults: Faults;
  /**
   * Calls the listener before each request takes effect (not for those that a fault keeps from it): for tests that
   * change an object between two requests of a client. @returns what ends that.
   */
  onRequest(listener: RequestListener): () => void;
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
  const newSecret = () => randomBytes(32).toString("hex");
  const authorization = createAuthorizationServer({
    org,
    now,
    newSecret,
    tokenLifetime: options.tokenLifetime ?? 3_600,
    options: options.oauth ?? {},
  });
  const chance = createRandom(org.seed, "faults");
  const faults = createFaults(chance);
  const listeners = createListeners();
  const requests: JournalEntry[] = [];
  let url = "";
  const server = createOrgServer({
    org,
    authorization,
    faults,
    churn: createChurn(org, chance),
    routes: [...MANAGEMENT_ROUTES, ...oauthRoutes(authorization, newSecret)],
    count: createRateLimiter(options.rateLimit ?? {}, now),
    listeners,
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
    tokens: authorization.tokens,
    refreshTokens: authorization.refreshTokens,
    devices: authorization.devices,
    consent: authorization.consent,
    nonces: authorization.nonces,
    faults,
    onRequest: (listener) => listeners.add(listener),
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
