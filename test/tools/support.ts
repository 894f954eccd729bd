import { apiToken } from "../../src/auth/api-token.js";
import type { AuthProvider, AuthStatus } from "../../src/auth/provider.js";
import type { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import type { Connection } from "../../src/tools/service.js";

export const ORG = "https://acme.okta.com";

/** A sign-in that the test decides about. */
export interface PlayedAuth {
  readonly provider: AuthProvider;
  /** From now on these scopes are granted; `undefined` while nobody knows. */
  grant(scopes: readonly string[] | undefined): void;
  closed(): boolean;
}

export interface PlayedAuthOptions {
  readonly granted?: readonly string[];
  readonly status?: Partial<AuthStatus>;
  /** Why no request can be authorized. */
  readonly refusal?: OktaMcpError | Error;
}

export function playAuth({ granted, status = {}, refusal }: PlayedAuthOptions = {}): PlayedAuth {
  let scopes = granted;
  let closed = false;
  const listeners = new Set<() => void>();
  return {
    provider: {
      ...apiToken({ method: "api_token", token: "secret-token" }, ORG),
      method: "device",
      authorize: async () => {
        if (refusal) throw refusal;
        return { authorization: "Bearer secret-token" };
      },
      grantedScopes: () => scopes,
      onScopesChanged(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      status: async () => ({ method: "device", orgUrl: ORG, signedIn: !refusal, renewable: true, ...status }),
      close() {
        closed = true;
      },
    },
    grant(next) {
      scopes = next;
      for (const listener of listeners) listener();
    },
    closed: () => closed,
  };
}

/** A connection to an org that answers every request with this JSON. */
export function connectionTo({ provider }: PlayedAuth, body: unknown = []): Connection {
  const answer = async () => Response.json(body);
  return {
    orgUrl: ORG,
    okta: createOktaClient({ orgUrl: ORG }, provider, { fetch: answer }),
    auth: provider,
    close: async () => provider.close(),
  };
}
