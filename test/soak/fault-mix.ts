import type { Fault, FaultRule, Faults } from "../../src/sandbox/index.js";

/** Longer than any request may take: what it hits runs into the time limit. Milliseconds of real time. */
export const TIMEOUT_MS = 400;
const BEYOND_TIMEOUT_MS = TIMEOUT_MS + 150;

interface Share {
  readonly name: string;
  readonly fault: Fault;
  /** Against the others. */
  readonly weight: number;
  /** At most so often, where each costs the test real time. */
  readonly times?: number;
}

const status = (code: number, afterEffect: boolean): Share => ({
  name: `${code} ${afterEffect ? "after" : "before"}`,
  fault: { kind: "status", status: code, afterEffect },
  weight: 3,
});

const MIX: readonly Share[] = [
  ...[500, 502, 503, 504].flatMap((code) => [status(code, false), status(code, true)]),
  { name: "429 with reset", fault: { kind: "rate_limit", resetIn: 1 }, weight: 2 },
  { name: "429 far away", fault: { kind: "rate_limit", resetIn: 60 }, weight: 1, times: 3 },
  { name: "429 without reset", fault: { kind: "rate_limit" }, weight: 4 },
  { name: "concurrency", fault: { kind: "concurrency" }, weight: 4 },
  { name: "reset before", fault: { kind: "reset", when: "before" }, weight: 6 },
  { name: "reset after", fault: { kind: "reset", when: "after" }, weight: 6 },
  { name: "slow headers", fault: { kind: "slow_headers", ms: 15 }, weight: 4 },
  { name: "slow body", fault: { kind: "slow_body", ms: 15 }, weight: 4 },
  { name: "headers too late", fault: { kind: "slow_headers", ms: BEYOND_TIMEOUT_MS }, weight: 2, times: 15 },
  { name: "body too late", fault: { kind: "slow_body", ms: BEYOND_TIMEOUT_MS }, weight: 2, times: 15 },
  { name: "truncated", fault: { kind: "truncated" }, weight: 6 },
  { name: "html 200", fault: { kind: "html" }, weight: 4 },
  { name: "html 403", fault: { kind: "html", status: 403 }, weight: 2 },
  { name: "html 503", fault: { kind: "html", status: 503 }, weight: 2 },
  { name: "clock", fault: { kind: "clock", aheadMs: 3_600_000 }, weight: 3 },
  { name: "expired token", fault: { kind: "expired_token" }, weight: 4 },
  { name: "churn", fault: { kind: "churn" }, weight: 4 },
];

/** How often each fault has hit. */
export type Hits = ReadonlyMap<string, number>;

/** Breaks so large a part of all requests, by every kind of fault in turn. */
export function addFaultMix(faults: Faults, part: number): Hits {
  const hits = new Map<string, number>();
  const whole = MIX.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  for (const { name, fault, weight, times } of MIX) {
    const share = (weight / whole) * part;
    hits.set(name, 0);
    const rule: FaultRule = {
      // The org takes the fault out of its rule exactly when it hits.
      get fault() {
        hits.set(name, (hits.get(name) ?? 0) + 1);
        return fault;
      },
      // Only what the rules before it let through comes here.
      probability: share / (1 - before),
      ...(times !== undefined && { times }),
    };
    faults.add(rule);
    before += share;
  }
  return hits;
}
