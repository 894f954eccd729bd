/** How the authorization server behaves; everything has a default that is like a fresh Okta org. */
export interface OAuthOptions {
  /** Seconds between two polls of a device, default 5. Fractions are allowed, for tests. */
  readonly deviceInterval?: number;
  /** Seconds a device code lives, default 600. */
  readonly deviceLifetime?: number;
  /** Seconds an authorization code lives, default 60. */
  readonly codeLifetime?: number;
  /** Seconds a refresh token lives without being used, default 7 days. */
  readonly refreshLifetime?: number;
  /** Seconds in which a rotated refresh token may be used again, default 0. */
  readonly refreshGrace?: number;
  /** Where a DPoP proof needs this server's nonce, default everywhere. */
  readonly dpopNonces?: "everywhere" | "token" | "never";
  /** Seconds a DPoP nonce is accepted, default a day. */
  readonly dpopNonceLifetime?: number;
  /** Status of `use_dpop_nonce` at a resource: RFC 9449 says 401 (the default), Okta has been seen with 400. */
  readonly dpopNonceStatus?: 400 | 401;
  /**
   * Whether the port of a loopback redirect URI counts. The default `any` is RFC 8252, section 7.3; `exact` is what
   * users report of Okta: the port has to be registered too.
   */
  readonly loopbackPort?: "any" | "exact";
  /**
   * What becomes of scopes that nobody granted to the application: `refuse` the request with invalid_scope (the
   * default), or `omit` them, refusing only what is left with no scope at all.
   */
  readonly ungrantedScopes?: "refuse" | "omit";
  /** How the user answers at the authorization endpoint; can be changed while the org runs. */
  readonly consent?: Partial<Consent>;
}

export type OAuthSettings = Required<Omit<OAuthOptions, "consent">>;

/** The user's part of the authorization code flow. `scopes` and `login` hold for the device flow too. */
export interface Consent {
  /** At once yes or no, or a page with two buttons. */
  decision: "approve" | "deny" | "page";
  /** Who signs in; the owner of the API token, a super administrator, when undefined. */
  login: string | undefined;
  /** The API scopes the user agrees to; all that were asked for when undefined. */
  scopes: readonly string[] | undefined;
}

export function settingsOf({ consent: _, ...options }: OAuthOptions): OAuthSettings {
  return {
    deviceInterval: 5,
    deviceLifetime: 600,
    codeLifetime: 60,
    refreshLifetime: 7 * 86_400,
    refreshGrace: 0,
    dpopNonces: "everywhere",
    dpopNonceLifetime: 86_400,
    dpopNonceStatus: 401,
    loopbackPort: "any",
    ungrantedScopes: "refuse",
    ...options,
  };
}
