import type { OktaMcpError } from "../errors.js";
import { isRead, worthTrying } from "./network-error.js";

/** How one try ended. `before`: while it waited for its turn or was being authorized, so that it never went out. */
export type Outcome =
  | { readonly response: Response }
  | { readonly error: OktaMcpError; readonly before?: boolean };

/**
 * - `final`: the outcome stands
 * - `again`: to be sent again after a short pause
 * - `limited`: refused unread; to be sent again when the limit allows
 */
export type Verdict = "final" | "again" | "limited";

export interface Judgement {
  readonly verdict: Verdict;
  /** How often to try `again` at most. */
  readonly retries?: number;
  /** The request may have taken effect without our knowing: the try after it must settle that. */
  readonly doubtful: boolean;
}

/**
 * Whether a request may be sent again: only where nothing can happen twice. Okta documents POST as neither safe nor
 * idempotent, and takes no idempotency key; PUT and DELETE are idempotent by RFC 9110, section 9.2.2.
 *
 * undici's retry interceptor does not fit: it resends the headers of the first try, whose DPoP proof is good for
 * one request only (RFC 9449, section 11.1); it treats a POST that never left like one whose answer was lost; it
 * knows `Retry-After`, which Okta does not send, and not `X-Rate-Limit-Reset`.
 */
export function judge(method: string, outcome: Outcome): Judgement {
  if ("error" in outcome) {
    const { error, before = false } = outcome;
    if (before) return { verdict: "final", doubtful: false };
    const doubtful = error.code === "outcome_unknown";
    // A change that may have been sent is never plain `network_unreachable`: see networkError.
    const isRepeatable = isIdempotent(method) || !doubtful;
    const retries = worthTrying(error);
    return { verdict: isRepeatable && retries > 0 ? "again" : "final", retries, doubtful };
  }
  const { status } = outcome.response;
  if (status === 429) return { verdict: "limited", doubtful: false };
  if (!SERVER_TROUBLE.has(status)) return { verdict: "final", doubtful: false };
  return {
    verdict: isIdempotent(method) ? "again" : "final",
    retries: TROUBLE_RETRIES,
    doubtful: !isRead(method),
  };
}

function isIdempotent(method: string): boolean {
  return isRead(method) || method === "PUT" || method === "DELETE";
}

const SERVER_TROUBLE: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** Okta's outages last longer than any call may: retries are for the blips. */
const TROUBLE_RETRIES = 3;
const FIRST_PAUSE_MS = 200;
const FIRST_LIMITED_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Exponential, half of it by chance, so that those who failed together do not return together. `retry` is 1 for the first. */
export function backoff(retry: number, random: () => number, verdict: "again" | "limited"): number {
  const first = verdict === "again" ? FIRST_PAUSE_MS : FIRST_LIMITED_PAUSE_MS;
  return Math.min(first * 2 ** (retry - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}
