/** What an access token stands for. */
export interface AccessGrant {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The user who signed in; a service application acts without one. */
  readonly userId?: string;
  /** Thumbprint of the key that the token is bound to (RFC 9449). */
  readonly jkt?: string;
  /** The sign-in it comes from: all its tokens end together. */
  readonly family?: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export type NewAccessGrant = Omit<AccessGrant, "expiresAt">;

/** The access tokens this org has issued, and the one-time identifiers it has already taken. */
export interface AccessTokens {
  /** Seconds an access token lives. */
  readonly lifetime: number;
  issue(grant: NewAccessGrant): string;
  /** Undefined when unknown, expired or revoked. */
  find(token: string): AccessGrant | undefined;
  revoke(token: string): void;
  revokeFamily(family: string): void;
  /** Forgets every token, as when an administrator revokes them. */
  revokeAll(): void;
  /** Takes a `jti` once. @returns false when it was used before (RFC 7523, section 3; RFC 9449, section 11.1). */
  takeOnce(jti: string, expiresAt: number): boolean;
}

export function createAccessTokens(lifetime: number, newSecret: () => string, now: () => Date): AccessTokens {
  const grants = new Map<string, AccessGrant>();
  const used = new Map<string, number>();
  return {
    lifetime,
    issue(grant) {
      const token = `sandbox_${newSecret()}`;
      grants.set(token, { ...grant, expiresAt: now().getTime() + lifetime * 1000 });
      return token;
    },
    find(token) {
      const grant = grants.get(token);
      return grant !== undefined && grant.expiresAt > now().getTime() ? grant : undefined;
    },
    revoke: (token) => {
      grants.delete(token);
    },
    revokeFamily(family) {
      for (const [token, grant] of grants) if (grant.family === family) grants.delete(token);
    },
    revokeAll: () => grants.clear(),
    takeOnce(jti, expiresAt) {
      const time = now().getTime();
      for (const [old, end] of used) if (end < time) used.delete(old);
      if (used.has(jti)) return false;
      used.set(jti, expiresAt);
      return true;
    },
  };
}
