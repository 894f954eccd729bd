import type { Clock } from "./clock.js";
import { oauthErrorOf } from "./oauth-error.js";
import type { TokenKey, TokenStore } from "./store/store.js";
import type { TokenSet } from "./token-set.js";

/** A stored token with less than this left is renewed rather than used, in milliseconds. */
const WORTH_USING_MS = 60_000;

export interface StoredTokens {
  /** What the store holds, expired or not. */
  read(): Promise<TokenSet | undefined>;
  /**
   * A usable token: another process's from the store, or one the refresh token gives. `undefined` when there is
   * neither, so that somebody must sign in.
   */
  renew(refused: string | undefined): Promise<TokenSet | undefined>;
  /** Keeps what a sign-in gave. */
  save(tokens: TokenSet): Promise<void>;
  /** Takes the tokens out of the store, and gives them back to be revoked. */
  remove(): Promise<TokenSet | undefined>;
}

export interface StoredTokensOptions {
  readonly store: TokenStore;
  readonly key: TokenKey;
  readonly clock: Clock;
  /** The refresh grant; the result holds the refresh token to use from then on. */
  readonly refresh: (tokens: TokenSet) => Promise<TokenSet>;
  readonly report: (text: string) => void;
}

/**
 * The tokens of one sign-in, shared with other processes. Okta rotates refresh tokens and ends the whole sign-in when
 * an old one comes back, so each renewal happens alone, starts from what the store holds by then, and its result is in
 * the store before it is used. A refresh without an answer leaves the old token there: Okta still takes it for a while.
 */
export function createStoredTokens(options: StoredTokensOptions): StoredTokens {
  const { store, key, clock, refresh, report } = options;
  /** The last rotated token, when the store has failed to take it: what is in the store is then no longer good. */
  let unsaved: TokenSet | undefined;

  async function keep(tokens: TokenSet, writing: Promise<void>): Promise<void> {
    try {
      await writing;
      unsaved = undefined;
    } catch {
      unsaved = tokens;
      report(`The tokens could not be kept in the ${store.kind} store; this process goes on with them.`);
    }
  }

  async function renewAlone(refused: string | undefined): Promise<TokenSet | undefined> {
    const tokens = unsaved ?? (await store.read(key));
    if (!tokens) return undefined;
    const isGood = tokens.expiresAt - clock.now() > WORTH_USING_MS;
    if (isGood && tokens.accessToken !== refused) return tokens;
    if (tokens.refreshToken === undefined) return undefined;
    try {
      const renewed = await refresh(tokens);
      await keep(renewed, store.write(key, renewed));
      return renewed;
    } catch (error) {
      if (oauthErrorOf(error) !== "invalid_grant") throw error;
      unsaved = undefined;
      await store.remove(key);
      report("Okta has ended the sign-in: the refresh token is expired or revoked.");
      return undefined;
    }
  }

  return {
    read: async () => unsaved ?? store.read(key),
    renew: (refused) => store.exclusive(key, () => renewAlone(refused)),
    save: (tokens) =>
      keep(
        tokens,
        store.exclusive(key, () => store.write(key, tokens)),
      ),
    remove: () =>
      store.exclusive(key, async () => {
        const tokens = unsaved ?? (await store.read(key));
        unsaved = undefined;
        await store.remove(key);
        return tokens;
      }),
  };
}
