/** Okta counts per endpoint and minute. */
export interface RateLimitOptions {
  /** Requests per bucket and minute; the default is about what an Okta org has. */
  readonly perMinute?: number;
  /** Refuse with 429 above the limit; without it the sandbox only counts. */
  readonly enforce?: boolean;
}

export interface RateLimitState {
  readonly limit: number;
  readonly remaining: number;
  /** End of the window, epoch seconds. */
  readonly reset: number;
  readonly exceeded: boolean;
}

const PER_MINUTE: Readonly<Record<string, number>> = {
  "/api/v1/users": 600,
  "/api/v1/users/{id}": 600,
  "/api/v1/groups": 500,
  "/api/v1/groups/{id}": 1000,
  "/api/v1/apps": 100,
  "/api/v1/apps/{id}": 500,
  "/api/v1/logs": 120,
  "/oauth2/v1": 1200,
};
const OTHERWISE = 1200;

/** The bucket of a route: a collection, what is below one of its objects, or the rest of the API. */
export function bucketOf(route: string): string {
  const parts = route.split("/");
  const collection = parts.slice(0, 4).join("/");
  const bucket = parts.length > 4 ? `${collection}/{id}` : collection;
  if (bucket in PER_MINUTE) return bucket;
  return route.startsWith("/oauth2/v1") ? "/oauth2/v1" : "/api/v1";
}

/** Counts requests in fixed windows of one minute. */
export function createRateLimiter(
  options: RateLimitOptions,
  now: () => Date,
): (bucket: string) => RateLimitState {
  const windows = new Map<string, { minute: number; count: number }>();
  return (bucket) => {
    const minute = Math.floor(now().getTime() / 60_000);
    const open = windows.get(bucket);
    const window = open?.minute === minute ? open : { minute, count: 0 };
    window.count += 1;
    windows.set(bucket, window);
    const limit = options.perMinute ?? PER_MINUTE[bucket] ?? OTHERWISE;
    return {
      limit,
      remaining: Math.max(0, limit - window.count),
      reset: (minute + 1) * 60,
      exceeded: options.enforce === true && window.count > limit,
    };
  };
}
