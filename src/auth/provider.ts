import type { AuthMethod } from "../config/sign-in.js";
import type { SignInPrompt } from "../errors.js";
import type { TokenStore } from "./store/store.js";

/** The request to be authorized: method and absolute URL, without the headers the provider will add. */
export interface AuthRequest {
  readonly method: string;
  readonly url: URL;
}

export type AuthHeaders = Readonly<Record<string, string>>;

/** As much of the org's answer as a provider looks at. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: Headers;
}

/** Why a refused request may succeed when it is sent again: with the nonce Okta gave, or with another token. */
export type Resend = "nonce" | "token";

/** One way of proving to Okta who is calling. Made by a factory that validates its settings at once. */
export interface AuthProvider {
  readonly method: AuthMethod;
  /**
   * Headers for one request to the org. Obtains or renews a token when needed; concurrent callers share one renewal.
   * @throws OktaMcpError `sign_in_required`, `auth_failed`, `rate_limited`, `okta_unavailable`,
   * `network_unreachable`, `timeout`, `unexpected_response`, `cancelled`
   */
  authorize(request: AuthRequest, signal?: AbortSignal): Promise<AuthHeaders>;
  /**
   * Okta has refused the credentials in these headers (401, or 400 for want of a nonce): forgets the token in them, but not a newer one that
   * another call has obtained meanwhile. Says why the next `authorize` may give headers that are accepted, if so.
   * @throws OktaMcpError `auth_failed` where the provider knows better than the answer what is wrong
   */
  invalidate(refused: AuthHeaders, answer: AuthAnswer): Resend | undefined;
  /** Every answer of the org passes here, before anything else: it may hold a DPoP nonce, and tells the org's time. */
  observe(answer: AuthAnswer): void;
  /** The scopes Okta has granted, sorted. Undefined while unknown, and where no scopes limit the credentials. */
  grantedScopes(): readonly string[] | undefined;
  /** Calls back when `grantedScopes` has changed; the result ends it. */
  onScopesChanged(listener: () => void): () => void;
  /** What is known without asking Okta: in memory, and in the token store. */
  status(): Promise<AuthStatus>;
  /** There for the methods where a person signs in. */
  readonly interactive?: InteractiveSignIn;
  /** Ends what goes on in the background. */
  close(): void;
}

/** Who is signed in to what, without any secret. */
export interface AuthStatus {
  readonly method: AuthMethod;
  readonly orgUrl: string;
  readonly signedIn: boolean;
  readonly clientId?: string;
  /** Fingerprint of a credential that has no name of its own: `sha256:` and 12 hexadecimal digits. */
  readonly credential?: string;
  readonly grantedScopes?: readonly string[];
  /** When the access token ends, milliseconds since the epoch by the org's clock. */
  readonly expiresAt?: number;
  /** A refresh token is there, or a key: the access token's end is not the end of the sign-in. */
  readonly renewable: boolean;
  readonly tokenType?: "Bearer" | "DPoP";
  readonly subject?: { readonly id: string; readonly login?: string };
  readonly store?: TokenStore["kind"];
}

export interface InteractiveSignIn {
  /**
   * Signs a person in anew and waits for it, whoever was signed in before.
   * @param show called once with the address to open (the browser is opened too, where `openUrl` was given)
   * @throws OktaMcpError as `authorize` does, never `sign_in_required`
   */
  signIn(show: (prompt: SignInPrompt) => void, signal?: AbortSignal): Promise<void>;
  /** Revokes the tokens at Okta and forgets them. They are forgotten in any case. */
  signOut(): Promise<SignOutOutcome>;
}

/** `failed`: Okta could not be asked, or refused; `reason` is fit to be shown. */
export type SignOutOutcome =
  | { readonly outcome: "nobody" | "revoked" }
  | { readonly outcome: "failed"; readonly reason: string };

/** What a provider is built from. */
export interface AuthDependencies {
  /** Rejects with an OktaMcpError when there is no answer, bounds time and size, and follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh unguessable identifier at each call; `crypto.randomUUID` when absent. */
  readonly random?: () => string;
  /** Where a person's tokens are kept; without it they are gone with the process. */
  readonly store?: TokenStore;
  /** Opens an address in the user's browser. Without it the address is only handed out. */
  readonly openUrl?: (url: string) => Promise<unknown>;
  /** Told of what goes wrong in the background, in one sentence without any secret. */
  readonly report?: (text: string) => void;
  /** Resolves after so many milliseconds, rejects when the signal fires; a timer when absent. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
