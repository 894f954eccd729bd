import { OktaMcpError } from "../errors.js";
import type { Logger } from "../log/logger.js";

type Fetch = typeof globalThis.fetch;

/**
 * A fetch whose requests the log is told of. By the path alone: queries hold names, and those of a sign-in its codes.
 * @param attempt which try of the same call it is, where that is known
 */
export function loggedFetch(fetch: Fetch, log: Logger | undefined, attempt?: number): Fetch {
  if (!log) return fetch;
  return async (input, init) => {
    const started = performance.now();
    const isRequest = input instanceof Request;
    const url = input instanceof URL ? input : new URL(isRequest ? input.url : input);
    const tell = (facts: { status: number } | { error: string }): void =>
      log.debug("request", {
        method: init?.method ?? (isRequest ? input.method : "GET"),
        path: url.pathname,
        ...facts,
        ms: Math.round(performance.now() - started),
        attempt,
      });
    try {
      const response = await fetch(input, init);
      tell({ status: response.status });
      return response;
    } catch (error) {
      tell({ error: error instanceof OktaMcpError ? error.code : "unknown" });
      throw error;
    }
  };
}
