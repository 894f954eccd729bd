/** What Okta's answer says of the bucket it was counted in. */
export interface RateLimitReading {
  /** Requests per window. */
  readonly limit: number;
  readonly remaining: number;
  /** End of the window by the org's clock, milliseconds since the epoch. */
  readonly reset: number;
  /** Milliseconds from the answer to the end of the window: both by the org's clock, so that ours does not matter. */
  readonly left: number;
}

/**
 * `X-Rate-Limit-Limit`, `-Remaining` and `-Reset` (epoch seconds). Undefined where they are missing or senseless,
 * and for Okta's concurrency limit: there limit and remaining are 0 and the reset is a guess, minutes off
 * (okta-sdk-nodejs issue 409).
 * @param now this machine's time, taken for the org's where the answer has no `Date`
 */
export function readRateLimit(headers: Headers, now: number): RateLimitReading | undefined {
  const limit = whole(headers.get("x-rate-limit-limit"));
  const remaining = whole(headers.get("x-rate-limit-remaining"));
  const seconds = whole(headers.get("x-rate-limit-reset"));
  if (!limit || remaining === undefined || seconds === undefined) return undefined;
  const date = Date.parse(headers.get("date") ?? "");
  const reset = seconds * 1000;
  return { limit, remaining, reset, left: reset - (Number.isNaN(date) ? now : date) };
}

/** `Retry-After` in milliseconds, where it is a number of seconds. Okta does not send it, proxies do. */
export function retryAfter(headers: Headers): number | undefined {
  const seconds = whole(headers.get("retry-after"));
  return seconds === undefined ? undefined : seconds * 1000;
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\d{1,11}$/.test(text) ? Number(text) : undefined;
}
