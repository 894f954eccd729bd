import type { JWK } from "jose";

/** What one sign-in has given: kept in memory, and between processes in the token store. */
export interface TokenSet {
  readonly accessToken: string;
  readonly tokenType: "Bearer" | "DPoP";
  /** Milliseconds since the epoch, by the org's clock. */
  readonly expiresAt: number;
  /** The scopes Okta granted, sorted. */
  readonly scopes: readonly string[];
  readonly refreshToken?: string;
  /** Who signed in: the ID token's `sub` and login, where there is one. */
  readonly subject?: { readonly id: string; readonly login?: string };
  /** The private key the tokens are bound to (RFC 9449), where they are. */
  readonly dpopKey?: JWK;
}
