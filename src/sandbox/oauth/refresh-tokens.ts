import { OAuthError } from "../errors.js";
import type { AccessTokens } from "../tokens.js";
import type { OAuthSettings } from "./options.js";

/** One sign-in: every refresh token that descends from it, of which only the last is good. */
export interface RefreshFamily {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string;
  /** What the user granted; a refresh may narrow it for one access token only (RFC 6749, section 6). */
  readonly scopes: readonly string[];
  /** Thumbprint of the key that a public client's refresh tokens are bound to (RFC 9449, section 5). */
  readonly jkt: string | undefined;
  /** Epoch seconds of the sign-in. */
  readonly authTime: number;
}

/** Refresh tokens with rotation and reuse detection. */
export interface RefreshTokens {
  /** @returns the first refresh token of a sign-in */
  start(family: RefreshFamily): string;
  /** The family of a token, used or not. */
  familyOf(token: string): RefreshFamily | undefined;
  /**
   * Exchanges a token for its successor. A token that was used before ends the sign-in, unless it is the last one
   * and the grace period still runs: then the successor is given once more.
   * @throws OAuthError invalid_grant
   */
  rotate(token: string): string;
  /** Ends a sign-in: its refresh and access tokens. */
  revokeFamily(id: string): void;
  /** Ends every sign-in, as when an administrator clears the users' sessions. */
  revokeAll(): void;
}

export interface RefreshTokensParts {
  readonly settings: Pick<OAuthSettings, "refreshLifetime" | "refreshGrace">;
  readonly newSecret: () => string;
  readonly now: () => Date;
  readonly tokens: Pick<AccessTokens, "revokeFamily">;
}

interface Entry {
  readonly family: RefreshFamily;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  next?: { readonly token: string; readonly since: number };
}

export function createRefreshTokens({ settings, newSecret, now, tokens }: RefreshTokensParts): RefreshTokens {
  const entries = new Map<string, Entry>();
  const add = (family: RefreshFamily): string => {
    const token = newSecret();
    entries.set(token, { family, expiresAt: now().getTime() + settings.refreshLifetime * 1000 });
    return token;
  };
  const revokeFamily = (id: string): void => {
    for (const [token, { family }] of entries) if (family.id === id) entries.delete(token);
    tokens.revokeFamily(id);
  };
  return {
    start: add,
    familyOf: (token) => entries.get(token)?.family,
    rotate(token) {
      const entry = entries.get(token);
      const time = now().getTime();
      if (entry === undefined || entry.expiresAt <= time) throw refused();
      if (entry.next === undefined) {
        entry.next = { token: add(entry.family), since: time };
        return entry.next.token;
      }
      const isLast = entries.get(entry.next.token)?.next === undefined;
      if (isLast && time - entry.next.since < settings.refreshGrace * 1000) return entry.next.token;
      revokeFamily(entry.family.id);
      throw refused();
    },
    revokeFamily,
    revokeAll() {
      for (const id of new Set([...entries.values()].map(({ family }) => family.id))) revokeFamily(id);
    },
  };
}

/** Okta says the same for unknown, expired, revoked and used tokens. */
export const refused = (): OAuthError =>
  new OAuthError(400, "invalid_grant", "The refresh token is invalid or expired.");
