import type { Random } from "./random.js";

export interface AccessGrant {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The access tokens this org has issued, and the assertions it has already taken. */
export interface AccessTokens {
  /** Seconds an access token lives. */
  readonly lifetime: number;
  issue(clientId: string, scopes: readonly string[]): string;
  /** Undefined when unknown or expired. */
  find(token: string): AccessGrant | undefined;
  /** Forgets every token, as when an administrator revokes them. */
  revokeAll(): void;
  /** Takes a `jti` once. @returns false when it was used before (RFC 7523, section 3). */
  takeOnce(jti: string, expiresAt: number): boolean;
}

export function createAccessTokens(lifetime: number, random: Random, now: () => Date): AccessTokens {
  const grants = new Map<string, AccessGrant>();
  const used = new Map<string, number>();
  return {
    lifetime,
    issue(clientId, scopes) {
      const token = `sandbox_${random.text(64)}`;
      grants.set(token, { clientId, scopes, expiresAt: now().getTime() + lifetime * 1000 });
      return token;
    },
    find(token) {
      const grant = grants.get(token);
      return grant !== undefined && grant.expiresAt > now().getTime() ? grant : undefined;
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
