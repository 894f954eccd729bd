import { beforeEach, describe, expect, it } from "vitest";
import { bucketOf, createRateLimits } from "../../src/http/rate-limits.js";

const KEY = "read/api/v1/users";
/** A minute of the org's, and the same by this machine's clock, which is an hour behind. */
const ORG_TIME = Date.parse("2026-05-20T13:00:00Z");
const START = ORG_TIME - 3_600_000;
let time = START;
beforeEach(() => {
  time = START;
});

const limits = (reserve = 10) =>
  createRateLimits(
    () => time,
    () => 0,
    reserve,
  );

/** Okta's answer, `second` seconds into the minute. */
function answer(second: number, remaining: number, { limit = 100, status = 200, minute = 0 } = {}) {
  const start = ORG_TIME + minute * 60_000;
  const headers = new Headers({
    date: new Date(start + second * 1000).toUTCString(),
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(start / 1000 + 60),
  });
  return { status, headers };
}

describe("the bucket of a request", () => {
  it.each([
    ["GET", "/api/v1/users", "read/api/v1/users"],
    ["GET", "/api/v1/users/00u1", "read/api/v1/users/*"],
    ["DELETE", "/api/v1/users/00u1", "write/api/v1/users/*"],
    ["GET", "/api/v1/users/00u1/groups", "read/api/v1/users/*/groups"],
    ["PUT", "/api/v1/groups/00g1/users/00u1", "write/api/v1/groups/*/users/*"],
    [
      "POST",
      "/api/v1/policies/00p1/rules/0pr1/lifecycle/activate",
      "write/api/v1/policies/*/rules/*/lifecycle/*",
    ],
  ])("%s %s", (method, path, bucket) => {
    expect(bucketOf(method, path)).toBe(bucket);
  });
});

it("lets everything out while nothing is known", () => {
  const known = limits();
  for (let i = 0; i < 500; i++) expect(known.book(KEY)).toBe(0);
});

it("keeps the reserve until the reset, whatever this machine's clock says", () => {
  const known = limits();
  known.observe(KEY, answer(20, 10));
  expect(known.book(KEY)).toBe(40_000);
  expect(known.usedUp(KEY)).toEqual({ until: new Date(ORG_TIME + 60_000), left: 40_000 });
  time += 40_000;
  expect(known.book(KEY)).toBe(0);
});

it("without a reserve uses the limit to the last request", () => {
  const known = limits(0);
  known.observe(KEY, answer(0, 1));
  expect(known.book(KEY)).toBe(0);
  expect(known.book(KEY)).toBe(25);
});

it("counts what is under way, and asks again soon for its answer", () => {
  const known = limits();
  known.observe(KEY, answer(0, 60));
  for (let i = 0; i < 40; i++) expect(known.book(KEY)).toBe(0);
  for (let i = 0; i < 40; i++) known.done(KEY);
  known.observe(KEY, answer(1, 11));
  expect(known.book(KEY)).toBe(0);
  expect(known.book(KEY)).toBe(25);
});

it("spreads the last requests over what is left of the window", () => {
  const known = limits();
  known.observe(KEY, answer(40, 15));
  expect(known.book(KEY)).toBe(0);
  expect(known.book(KEY)).toBe(4_000);
  time += 4_000;
  expect(known.book(KEY)).toBe(0);
});

it("an answer that was overtaken does not give back what is used", () => {
  const known = limits();
  known.observe(KEY, answer(20, 10));
  known.observe(KEY, answer(19, 50));
  expect(known.book(KEY)).toBeGreaterThan(0);
});

it("an answer of the last window says nothing of this one", () => {
  const known = limits();
  known.observe(KEY, answer(1, 80, { minute: 1 }));
  known.observe(KEY, answer(59, 0));
  expect(known.book(KEY)).toBe(0);
});

it("a 429 closes the bucket, even without a reserve", () => {
  const known = limits(0);
  known.observe(KEY, answer(30, 3, { status: 429 }));
  expect(known.usedUp(KEY)?.left).toBe(30_000);
});

it("buckets do not touch each other", () => {
  const known = limits();
  known.observe(KEY, answer(30, 0));
  expect(known.book("read/api/v1/groups")).toBe(0);
});

it.each<[string, Record<string, string>]>([
  ["nothing", {}],
  [
    "Okta's concurrency limit",
    { "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "9999999999" },
  ],
  ["nonsense", { "x-rate-limit-limit": "x", "x-rate-limit-remaining": "-1", "x-rate-limit-reset": "soon" }],
  [
    "a reset that is over",
    { "x-rate-limit-limit": "9", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1" },
  ],
])("learns nothing from %s", (_, headers) => {
  const known = limits();
  known.observe(KEY, { status: 429, headers: new Headers(headers) });
  expect(known.book(KEY)).toBe(0);
  expect(known.usedUp(KEY)).toBeUndefined();
});

it("tells what is known of the windows that last", () => {
  const known = limits();
  expect(known.known()).toEqual([]);
  known.observe(KEY, answer(10, 80));
  known.observe("write/api/v1/users", answer(10, 0, { limit: 50, status: 429 }));
  const resets = new Date(ORG_TIME + 60_000);
  expect(known.known()).toEqual([
    { bucket: KEY, limit: 100, remaining: 80, resets },
    { bucket: "write/api/v1/users", limit: 50, remaining: 0, resets },
  ]);
  time += 60_000;
  expect(known.known()).toEqual([]);
});
