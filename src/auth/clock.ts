/** Whole seconds and a slow answer make the `Date` header late: less than this is no skew. */
const TOLERANCE_MS = 30_000;

/** The org's time. Until an answer shows otherwise, this machine's clock is taken to be right. */
export interface Clock {
  /** Milliseconds since the epoch, by the org's clock. */
  now(): number;
  /** Milliseconds that the org's clock is ahead of this machine's. */
  offset(): number;
  /** Sets the offset by the `Date` header of an answer that has just arrived. */
  observe(headers: Headers): void;
}

export function createClock(now: () => number): Clock {
  let offset = 0;
  return {
    now: () => now() + offset,
    offset: () => offset,
    observe(headers) {
      const date = Date.parse(headers.get("date") ?? "");
      if (Number.isNaN(date)) return;
      const ahead = date - now();
      offset = Math.abs(ahead) < TOLERANCE_MS ? 0 : ahead;
    },
  };
}
