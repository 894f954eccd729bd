import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Batch, Slice } from "../../src/tool/list-source.js";
import { boundsOf, coveredBy, isDue, nextLength, restAfter, sliceOf } from "../../src/tool/log-window.js";

const event = (time: number) => ({ published: new Date(time).toISOString() });
const window: Slice = { from: 1000, to: 9000 };

test("slices cut off one after the other fill the window, and each instant in it has one", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(lengths, fc.boolean(), fc.integer({ min: 1000, max: 8999 }), (given, descending, time) => {
      const slices: Slice[] = [];
      let rest: Slice | undefined = window;
      for (let at = 0; rest; at++) {
        const slice = sliceOf(rest, given[at] ?? 8000, descending);
        slices.push(slice);
        rest = restAfter(slice, window, descending);
      }
      const inTime = descending ? slices.toReversed() : slices;
      expect(inTime.map(({ from }) => from)).toEqual([1000, ...inTime.slice(0, -1).map(({ to }) => to)]);
      expect(inTime.at(-1)?.to).toBe(9000);
      expect(slices.filter((slice) => isDue(event(time), { window, slice }))).toHaveLength(1);
    }),
  );
});

describe("a slice is asked for", () => {
  const asked = { since: "1970-01-01T00:00:01Z", until: undefined, descending: false };

  test.each<[string, Slice, string, string]>([
    [
      "at the window's ends as the caller wrote them",
      window,
      "1970-01-01T00:00:01Z",
      "1970-01-01T00:00:09.000Z",
    ],
    [
      "at inner borders with a millisecond to spare",
      { from: 2000, to: 3000 },
      "1970-01-01T00:00:01.999Z",
      "1970-01-01T00:00:03.001Z",
    ],
  ])("%s", (_, slice, since, until) => {
    expect(boundsOf(asked, { window, slice })).toEqual({ since, until });
  });

  test("not at all for a list without times", () => {
    expect(boundsOf(undefined, {})).toEqual({ since: undefined, until: undefined });
  });
});

describe("a page covers", () => {
  const covered = (times: readonly number[], descending: boolean, slice: Slice = window) =>
    coveredBy({ page: times.map(event), fresh: [], at: { window, slice } } satisfies Batch, descending);

  test.each<[string, readonly number[], boolean, Slice | undefined]>([
    ["what lies before its last millisecond", [1000, 2000, 3000], false, { from: 1000, to: 3000 }],
    ["backwards, what lies after its last", [8999, 4000, 3000], true, { from: 3001, to: 9000 }],
    ["nothing, being of one millisecond", [2000, 2000], false, undefined],
    ["nothing, being empty", [], false, undefined],
    ["nothing, when it ends on the window's end", [2000, 9000], false, undefined],
  ])("%s", (_, times, descending, slice) => {
    expect(covered(times, descending)).toEqual(slice);
  });
});

test.each<[string, number, number, number]>([
  ["shrinks after a slice of two pages", 1000, 200, 400],
  ["grows after half a page", 1000, 50, 1600],
  ["grows no more than 16 times after none at all", 1000, 0, 16_000],
  ["is a millisecond at least", 1, 10_000, 1],
])("the length %s", (_, length, events, next) => {
  expect(nextLength(length, events, 100)).toBe(next);
});
