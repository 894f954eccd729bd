import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runList } from "../../src/tool/list.js";
import { pageLimit, readList } from "../../src/tool/list-reader.js";
import type { Batch } from "../../src/tool/list-source.js";
import type { ListArguments, ToolResult } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { collect, NOW, type PlayedList, type PlayedLog, playLog, runOptions } from "./lists.js";

const DAY = 86_400_000;
const iso = (time: number) => new Date(time).toISOString();
const monthAgo = NOW - 30 * DAY;
const month = (descending = false) => ({ since: iso(monthAgo), until: iso(NOW), descending });
const uuids = (items: unknown) => (items as { uuid: string }[]).map(({ uuid }) => uuid);
const dueIn = ({ page, fresh }: Batch) => uuids(fresh.map((index) => page[index]));

/** The whole of a log, as `fetch_all` and exports read it. */
async function readWhole({ source }: PlayedList): Promise<string[]> {
  const wanted = Number.POSITIVE_INFINITY;
  const options = { ...runOptions(), limit: pageLimit(source, wanted), wanted };
  return (await collect(readList(source, {}, options))).flatMap(dueIn);
}

/** Times of events, close together and far apart, many of them in one second or in one millisecond. */
const times = fc
  .array(
    fc.record({
      start: fc.oneof(
        fc.integer({ min: -2, max: 30 * DAY + 2 }),
        fc.constantFrom(-1, 0, 1, 30 * DAY - 1, 30 * DAY),
      ),
      gap: fc.constantFrom(0, 0, 1, 40, 1000, 3_600_000),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 8 },
  )
  .map((bursts) =>
    bursts.flatMap(({ start, gap, count }) =>
      Array.from({ length: count }, (_, at) => monthAgo + start + at * gap),
    ),
  );

const log: fc.Arbitrary<PlayedLog> = fc.record({
  times,
  maximum: fc.integer({ min: 1, max: 30 }),
  window: fc.boolean().map(month),
  includes: fc.record({ since: fc.boolean(), until: fc.boolean() }),
  alwaysNext: fc.boolean(),
});

test("every event of a window comes once, in order, however they lie and whatever Okta's borders are", async () => {
  await fc.assert(
    fc.asyncProperty(log, async (given) => {
      const played = playLog(given);
      expect(await readWhole(played)).toEqual(played.expected(monthAgo, NOW));
    }),
    { numRuns: 150 },
  );
});

/** Stops amid more events of one millisecond than a cursor remembers, on a page that reaches into them. */
const AMID_A_MILLISECOND: PlayedLog = {
  times: [...Array(7).fill(1), ...Array(15).fill(2), ...Array(32).fill(4)].map((ms: number) => monthAgo + ms),
  maximum: 11,
  window: month(true),
};
const BY_53 = [53, 12].map((max_items) => ({ fetch_all: true, max_items, limit: 1 }));

test("the same holds when the reading stops anywhere and goes on by next", async () => {
  const stops = fc.array(
    fc.record({
      fetch_all: fc.boolean(),
      max_items: fc.integer({ min: 1, max: 90 }),
      limit: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(log, stops, async (given, inputs) => {
      const played = playLog(given);
      const shown: string[] = [];
      let result: ToolResult | undefined;
      for (let step = 0; result?.complete !== true && step < 2000; step++) {
        const input = { ...inputs[step % inputs.length], after: result?.next as string | undefined };
        result = await runList(input, ["uuid"], played.source, runOptions());
        shown.push(...uuids(result.items));
      }
      expect(shown).toEqual(played.expected(monthAgo, NOW));
    }),
    { numRuns: 100, examples: [[AMID_A_MILLISECOND, BY_53]] },
  );
});

const evenly = (count: number) =>
  Array.from({ length: count }, (_, at) => monthAgo + Math.floor((30 * DAY * at) / count));

describe("what a window costs", () => {
  test.each([false, true])(
    "a month of 10,000 events is read five slices at a time (descending: %s)",
    async (descending) => {
      const played = playLog({ times: evenly(10_000), maximum: 1000, window: month(descending) });
      expect(await readWhole(played)).toHaveLength(10_000);
      expect(played.requests.length).toBeLessThanOrEqual(15);
      expect(played.mostAtOnce()).toBeGreaterThanOrEqual(5);
      expect(played.mostAtOnce()).toBeLessThanOrEqual(8);
    },
  );

  test("what fits a page is one request", async () => {
    const played = playLog({ times: evenly(1000), maximum: 1000, window: month() });
    expect(await readWhole(played)).toHaveLength(1000);
    expect(played.requests).toHaveLength(1);
  });

  test("a burst in one second, in a month without events, is no reason for a thousand requests", async () => {
    const burst = Array.from({ length: 3000 }, (_, at) => monthAgo + 5 * DAY + (at % 1000));
    const played = playLog({ times: burst, maximum: 1000, window: month() });
    expect(await readWhole(played)).toHaveLength(3000);
    expect(played.requests.length).toBeLessThanOrEqual(60);
  });

  test("no slice is read far beyond max_items", async () => {
    const played = playLog({ times: evenly(10_000), maximum: 1000, window: month() });
    const result = await runList({ fetch_all: true, fields: ["version"] }, [], played.source, runOptions());
    expect(result).toMatchObject({ count: 2000, total_read: 2000, complete: false });
    expect(played.requests.length).toBeLessThanOrEqual(4);
  });
});

describe("the window of a query", () => {
  const asked = async (window: PlayedLog["window"], input: ListArguments = {}) => {
    const played = playLog({ times: [NOW - 1000], maximum: 10, window });
    await runList(input, ["uuid"], played.source, runOptions());
    return played.requests.map(({ since, until }) => [since, until]);
  };

  test("without an end ends now, and has Okta's own beginning: such a query is bounded", async () => {
    const window = { since: undefined, until: undefined, descending: false };
    expect(await asked(window)).toEqual([[iso(NOW - 7 * DAY), iso(NOW)]]);
  });

  test("keeps the caller's own words", async () => {
    const window = {
      since: "2026-01-30T00:00:00.123456+02:00",
      until: "2026-01-31T00:00:00Z",
      descending: true,
    };
    expect(await asked(window, { fetch_all: true })).toEqual([[window.since, window.until]]);
  });

  test("that begins in the future is empty, not upside down", async () => {
    const window = { since: iso(NOW + DAY), until: undefined, descending: false };
    expect(await asked(window)).toEqual([[window.since, window.since]]);
  });

  test("stays the same while the list is continued, though the clock goes on", async () => {
    const window = { since: undefined, until: undefined, descending: false };
    const played = playLog({ times: evenly(100), maximum: 10, window });
    const first = await runList({ limit: 2 }, ["uuid"], played.source, runOptions());
    const later = { ...runOptions(), now: () => NOW + DAY };
    await runList({ limit: 2, after: String(first.next) }, ["uuid"], played.source, later);
    expect(played.requests[1]).toMatchObject({ since: iso(NOW - 7 * DAY), until: iso(NOW) });
  });
});

describe("cancelling", () => {
  test("stops all slices at once, and asks for no more", async () => {
    const played = playLog({ times: evenly(10_000), maximum: 1000, window: month() });
    const controller = new AbortController();
    const options = { ...runOptions({ signal: controller.signal }), limit: 1000, wanted: 10_000 };
    const batches = readList(played.source, {}, options);
    await batches.next();
    controller.abort();
    const asked = played.requests.length;
    expect(asked).toBeGreaterThan(2);
    expect(played.requests.slice(1).map(({ signal }) => signal.aborted)).not.toContain(false);
    const error = await failureOf(() => collect(batches));
    expect(error.code).toBe("cancelled");
    expect(played.requests).toHaveLength(asked);
  });

  test("stopping early gives up the slices under way", async () => {
    const played = playLog({ times: evenly(10_000), maximum: 1000, window: month() });
    const options = { ...runOptions(), limit: 1000, wanted: 10_000 };
    for await (const _ of readList(played.source, {}, options)) break;
    expect(played.requests.slice(1).map(({ signal }) => signal.aborted)).not.toContain(false);
  });
});
