import { OktaMcpError } from "../errors.js";

export interface AccessToken {
  readonly value: string;
  /** Seconds from the moment it was asked for. */
  readonly expiresIn: number;
}

export interface TokenCache {
  /** A token that is good for at least the margin; rejects as `obtain` does, or `cancelled` by the signal. */
  get(signal?: AbortSignal): Promise<string>;
  /** Drops this token, if it is still the one in use. */
  forget(value: string): void;
}

/**
 * Keeps one token and renews it before it expires: a minute ahead, or a tenth of its life where that is less.
 * Concurrent callers wait for one and the same renewal; a caller who gives up does not end it for the others.
 * A renewal that failed leaves nothing behind, so the next call tries again.
 */
export function tokenCache(obtain: () => Promise<AccessToken>, now: () => number): TokenCache {
  let current: { value: string; renewAt: number } | undefined;
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const asked = now();
    const { value, expiresIn } = await obtain();
    const margin = Math.min(60, expiresIn / 10);
    current = { value, renewAt: asked + (expiresIn - margin) * 1000 };
    return value;
  }

  return {
    async get(signal) {
      if (signal?.aborted) throw cancelled();
      if (current && now() < current.renewAt) return current.value;
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return signal ? untilAborted(renewal, signal) : renewal;
    },
    forget(value) {
      if (current?.value === value) current = undefined;
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
