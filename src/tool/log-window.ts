import type { AskedWindow, Batch, Position, Slice } from "./list-source.js";
import { valueAt } from "./paths.js";

// Okta's document does not say whether `since` and `until` take in their own instant. So neighbouring slices are asked
// for with a millisecond (the log's precision) to spare, and each keeps the events published from its beginning up to,
// not including, its end. Only at the ends of the whole window Okta decides.

/** Okta's default when `since` is left out. */
const DEFAULT_LENGTH = 7 * 86_400_000;

/** The share of a page that a slice is meant to fill: the rest is room for busier times. */
const FILL = 0.8;
const MAX_GROWTH = 16;

/** The window with both ends, so that the query is bounded: without `until` Okta's log never ends. */
export function settleWindow({ since, until }: AskedWindow, now: number): Slice {
  const start = since === undefined ? undefined : Date.parse(since);
  const to = until === undefined ? Math.max(now, start ?? now) : Date.parse(until);
  return { from: start ?? to - DEFAULT_LENGTH, to };
}

/** `since` and `until` of a request; the ends of the window in the caller's own words. */
export function boundsOf(
  asked: AskedWindow | undefined,
  { window, slice }: Position,
): { since: string | undefined; until: string | undefined } {
  if (!asked || !window || !slice) return { since: undefined, until: undefined };
  const isFirst = slice.from === window.from;
  const isLast = slice.to === window.to;
  return {
    since: isFirst ? (asked.since ?? iso(window.from)) : iso(slice.from - 1),
    until: isLast ? (asked.until ?? iso(window.to)) : iso(slice.to + 1),
  };
}

/** Whether the item belongs to the slice that is read, not to a neighbour's side of the border. */
export function isDue(item: unknown, { window, slice }: Position): boolean {
  if (!window || !slice) return true;
  const time = publishedAt(item);
  const isBefore = slice.from !== window.from && time < slice.from;
  const isAfter = slice.to !== window.to && time >= slice.to;
  return !isBefore && !isAfter;
}

/** What is left of the window behind a slice, in the direction of reading. */
export function restAfter(slice: Slice, window: Slice, descending: boolean): Slice | undefined {
  const rest = descending ? { from: window.from, to: slice.from } : { from: slice.to, to: window.to };
  return rest.from < rest.to ? rest : undefined;
}

/** The first slice of that length, in the direction of reading. */
export function sliceOf({ from, to }: Slice, length: number, descending: boolean): Slice {
  return descending ? { from: Math.max(from, to - length), to } : { from, to: Math.min(to, from + length) };
}

/**
 * The part of the slice that a page covers to the last millisecond, so that the rest can be read in parallel. None
 * where the page is all of one millisecond.
 */
export function coveredBy({ page, at: { slice } }: Batch, descending: boolean): Slice | undefined {
  const first = publishedAt(page[0]);
  const last = publishedAt(page.at(-1));
  if (!slice || !(descending ? last < first : last > first)) return undefined;
  // The page may end amid the events of its last millisecond.
  const border = descending ? last + 1 : last;
  if (border <= slice.from || border >= slice.to) return undefined;
  return descending ? { from: border, to: slice.to } : { from: slice.from, to: border };
}

/** Milliseconds between a page's first event and its last. */
export function spanOf(page: readonly unknown[]): number {
  return Math.abs(publishedAt(page.at(-1)) - publishedAt(page[0]));
}

/** The length of the slices after one of this length that had so many events, for pages of that size. */
export function nextLength(length: number, events: number, limit: number): number {
  const growth = expectedIn(limit) / Math.max(events, 1);
  return Math.max(1, Math.round(length * Math.min(growth, MAX_GROWTH)));
}

/** The events that a slice is expected to have. */
export const expectedIn = (limit: number): number => limit * FILL;

function publishedAt(event: unknown): number {
  return Date.parse(String(valueAt(event, "published")));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
