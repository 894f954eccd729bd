import { isRead } from "./network-error.js";
import { readRateLimit } from "./rate-limit-headers.js";

/**
 * Okta counts requests per endpoint and minute, in buckets that differ from org to org. What each bucket has left is
 * learnt from the answers.
 */
export interface RateLimits {
  /**
   * 0 when a request of this bucket may go out at once: it is then counted as under way until `done`. Else the
   * milliseconds after which to ask again.
   */
  book(bucket: string): number;
  done(bucket: string): void;
  /** Learns from an answer. */
  observe(bucket: string, answer: { readonly status: number; readonly headers: Headers }): void;
  /** Set while the bucket is used up but for the reserve: when its window ends, by the org's clock, and in how many milliseconds. */
  usedUp(bucket: string): { readonly until: Date; readonly left: number } | undefined;
  /** What the answers have told of the windows that last. */
  known(): readonly KnownLimit[];
}

/** What a bucket has left, as Okta's last answer said. */
export interface KnownLimit {
  readonly bucket: string;
  /** Requests in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** End of the window, by the org's clock. */
  readonly resets: Date;
}

interface Window {
  limit: number;
  remaining: number;
  /** By the org's clock: which of two answers belongs to the newer window. */
  reset: number;
  /** By this machine's clock. */
  endsAt: number;
}

interface Bucket {
  window?: Window | undefined;
  underWay: number;
  /** Earliest time of the next request while the bucket runs low. */
  nextAt: number;
}

/** Share of a limit, above the reserve, from which requests are spread over what is left of the window. */
const LOW = 0.1;
/** Requests under way may already be counted in the rest: soon their answers will tell. */
const RECHECK_MS = 25;
/** Callers that waited for one reset come back spread over this. */
export const JITTER_MS = 1000;

/**
 * The bucket of a request: reading or writing, and the path with every identifier left out. Okta's own buckets are
 * coarser. Two keys of ours in one of them do no harm, since each answer tells the bucket's true rest; two buckets under one key would.
 */
export function bucketOf(method: string, path: string): string {
  const [, api = "", version = "", collection = "", ...rest] = path.split("/");
  const below = rest.map((segment, index) => (index % 2 === 0 ? "*" : segment));
  return [isRead(method) ? "read" : "write", api, version, collection, ...below].join("/");
}

/**
 * @param now milliseconds since the epoch
 * @param random in [0, 1)
 * @param reservePercent of each limit that is left to the org's other clients
 */
export function createRateLimits(
  now: () => number,
  random: () => number,
  reservePercent: number,
): RateLimits {
  const buckets = new Map<string, Bucket>();

  function get(key: string): Bucket {
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = { underWay: 0, nextAt: 0 };
      buckets.set(key, bucket);
    }
    if (bucket.window && now() >= bucket.window.endsAt) bucket.window = undefined;
    return bucket;
  }

  const restOf = ({ limit, remaining }: Window) => remaining - Math.floor((limit * reservePercent) / 100);

  return {
    book(key) {
      const bucket = get(key);
      const time = now();
      const { window } = bucket;
      if (window !== undefined) {
        if (restOf(window) < 1) return window.endsAt - time + random() * JITTER_MS;
        const usable = restOf(window) - bucket.underWay;
        if (usable < 1) return RECHECK_MS;
        if (usable < window.limit * LOW) {
          if (bucket.nextAt > time) return Math.min(bucket.nextAt, window.endsAt) - time;
          bucket.nextAt = time + (window.endsAt - time) / usable;
        }
      }
      bucket.underWay++;
      return 0;
    },

    done(key) {
      get(key).underWay--;
    },

    observe(key, { status, headers }) {
      const bucket = get(key);
      const time = now();
      const reading = readRateLimit(headers, time);
      if (reading === undefined || reading.left <= 0) return;
      const { limit, reset, left } = reading;
      const remaining = status === 429 ? 0 : reading.remaining;
      const known = bucket.window;
      if (known !== undefined && reset < known.reset && status !== 429) return;
      // Answers overtake each other: within one window the smaller rest is the later word.
      const rest = known?.reset === reset ? Math.min(known.remaining, remaining) : remaining;
      if (known?.reset !== reset) bucket.nextAt = 0;
      // `Date` has whole seconds and the way takes time: every estimate is late, the earliest is the best.
      const endsAt = Math.min(time + left, known?.reset === reset ? known.endsAt : Number.POSITIVE_INFINITY);
      bucket.window = { limit, remaining: rest, reset, endsAt };
    },

    usedUp(key) {
      const { window } = get(key);
      if (window === undefined || restOf(window) >= 1) return undefined;
      return { until: new Date(window.reset), left: window.endsAt - now() };
    },

    known: () =>
      [...buckets.keys()].flatMap((bucket) => {
        const { window } = get(bucket);
        if (!window) return [];
        const { limit, remaining, reset } = window;
        return { bucket, limit, remaining, resets: new Date(reset) };
      }),
  };
}
