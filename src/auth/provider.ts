import type { AuthMethod } from "../config/sign-in.js";

/** The request to be authorized: method and absolute URL, without the headers the provider will add. */
interface AuthRequest {
  readonly method: string;
  readonly url: URL;
}

type AuthHeaders = Readonly<Record<string, string>>;

/** One way of proving to Okta who is calling. Made by a factory that validates its settings at once. */
export interface AuthProvider {
  readonly method: AuthMethod;
  /**
   * Headers for one request to the org. Obtains or renews a token when needed; concurrent callers share one renewal.
   * @throws OktaMcpError `auth_failed`, `rate_limited`, `okta_unavailable`, `network_unreachable`, `timeout`,
   * `unexpected_response`, `cancelled`
   */
  authorize(request: AuthRequest, signal?: AbortSignal): Promise<AuthHeaders>;
  /**
   * Okta has answered 401 to a request with these headers: forgets the token in them, but not a newer one that
   * another call has obtained meanwhile. Says whether the next `authorize` may give different headers.
   */
  invalidate(refused: AuthHeaders): boolean;
}

/** What a provider is built from. */
export interface AuthDependencies {
  /** Rejects with an OktaMcpError when there is no answer, bounds time and size, and follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh unguessable identifier at each call; `crypto.randomUUID` when absent. */
  readonly random?: () => string;
}
