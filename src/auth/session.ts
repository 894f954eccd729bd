import { OktaMcpError } from "../errors.js";
import type { Clock } from "./clock.js";
import type { TokenSet } from "./token-set.js";

/** The longest a token is given up before its end, in milliseconds; a tenth of its life where that is less. */
const MARGIN_MS = 60_000;

/** The one TokenSet a provider works with. */
export interface Session {
  /** A token that is still good for a while; rejects as `renew` does, or `cancelled` by the signal. */
  get(signal?: AbortSignal): Promise<TokenSet>;
  /** What is in memory, expired or not. */
  peek(): TokenSet | undefined;
  /** Puts this token in the place of any other; `undefined` for none. */
  set(tokens: TokenSet | undefined): void;
  /** Okta has refused this access token: it is not used again, here or from the store. */
  refuse(accessToken: string): void;
  /** Calls back when the granted scopes have changed; the result ends it. */
  onScopesChanged(listener: () => void): () => void;
}

/** @param refused the access token Okta has refused, which must not come back */
export type Renew = (refused: string | undefined) => Promise<TokenSet>;

/**
 * Keeps one token and renews it before it expires, by the org's clock. Concurrent callers wait for one and the same
 * renewal; a caller who gives up does not end it for the others. A renewal that failed leaves nothing behind, so the
 * next call tries again.
 */
export function createSession(renew: Renew, clock: Clock): Session {
  let current: TokenSet | undefined;
  let renewAt = 0;
  let refused: string | undefined;
  let renewal: Promise<TokenSet> | undefined;
  const listeners = new Set<() => void>();

  function set(tokens: TokenSet | undefined): void {
    const before = current?.scopes.join(" ");
    const life = tokens ? tokens.expiresAt - clock.now() : 0;
    renewAt = tokens ? tokens.expiresAt - Math.min(MARGIN_MS, life / 10) : 0;
    current = tokens;
    if (before !== tokens?.scopes.join(" ")) for (const listener of listeners) listener();
  }

  async function renewed(): Promise<TokenSet> {
    const tokens = await renew(refused);
    set(tokens);
    return tokens;
  }

  return {
    set,
    peek: () => current,
    async get(signal) {
      if (signal?.aborted) throw cancelled();
      if (current && clock.now() < renewAt) return current;
      renewal ??= renewed().finally(() => {
        renewal = undefined;
      });
      return signal ? untilAborted(renewal, signal) : renewal;
    },
    refuse(accessToken) {
      refused = accessToken;
      // The scopes stay known: the tools must not come and go with every renewal.
      if (current?.accessToken === accessToken) renewAt = 0;
    },
    onScopesChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function cancelled(): OktaMcpError {
  return new OktaMcpError("cancelled", "The call was cancelled while it waited for an access token.");
}
