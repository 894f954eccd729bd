import { OktaMcpError } from "../errors.js";
import { nextCursor } from "../http/links.js";
import type { Batch, ListSource, Position } from "./list-source.js";
import { boundsOf, isDue, restAfter } from "./log-window.js";

export interface ReadOptions {
  readonly orgUrl: string;
  readonly signal: AbortSignal;
  /** Items to a page; undefined where the operation takes no limit. */
  readonly limit: number | undefined;
  /** Items the caller is going to take: nothing is read ahead beyond them. */
  readonly wanted: number;
}

/** Empty pages in a row after which a next link is no longer believed. */
const MAX_EMPTY = 20;

/**
 * A list page by page. The next page is asked for before the present one is handed out, and given up when the caller
 * stops early. In a window of time the rest follows where a slice ends, unless only the slice is wanted.
 * @throws OktaMcpError what the request throws; `unexpected_response`; `cancelled`
 */
export async function* readPages(
  source: ListSource,
  start: Position,
  options: ReadOptions,
  sliceOnly = false,
): AsyncGenerator<Batch> {
  const stop = new AbortController();
  const inner = { ...options, signal: AbortSignal.any([options.signal, stop.signal]) };
  const request = (at: Position) => inAdvance(readPage(source, at, inner));
  let next = request(start);
  let read = 0;
  let empty = 0;
  try {
    for (;;) {
      const batch = await next;
      const onward = sliceOnly && batch.onward?.after === undefined ? undefined : batch.onward;
      read += batch.fresh.length;
      empty = batch.page.length === 0 && onward?.after !== undefined ? empty + 1 : 0;
      if (empty === MAX_EMPTY)
        throw new OktaMcpError("unexpected_response", "The list has no end: its pages are empty.");
      const early = onward && read < options.wanted ? request(onward) : undefined;
      yield batch;
      if (!onward) return;
      next = early ?? request(onward);
    }
  } finally {
    stop.abort();
  }
}

/** The promise, whose failure may never be looked at: a page read ahead that nobody wants any more. */
export function inAdvance<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function readPage(source: ListSource, at: Position, options: ReadOptions): Promise<Batch> {
  const { orgUrl, signal } = options;
  if (signal.aborted) throw new OktaMcpError("cancelled", "The call was cancelled.");
  const { after, limit } = at;
  const { since, until } = boundsOf(source.window, at);
  const { data, response } = await source.page({ after, limit, since, until, signal });
  if (!Array.isArray(data)) {
    throw new OktaMcpError("unexpected_response", "Okta answered something other than a list.");
  }
  const next = nextCursor(response, orgUrl);
  if (next !== undefined && next === after) {
    throw new OktaMcpError("unexpected_response", "The link to the next page leads back to the same page.");
  }
  const page: readonly unknown[] = data;
  const fresh = page.flatMap((item, index) => (isDue(item, at) ? [index] : []));
  return { page, fresh, at, onward: onwardFrom(source, at, page, next, options.limit) };
}

function onwardFrom(
  { window: asked }: ListSource,
  at: Position,
  page: readonly unknown[],
  after: string | undefined,
  limit: number | undefined,
): Position | undefined {
  const { window, slice } = at;
  // Okta's log may offer a next link for events still to come: there an empty page is the end.
  if (after !== undefined && !(asked && page.length === 0)) return { after, limit, window, slice };
  const rest = asked && window && slice && restAfter(slice, window, asked.descending);
  return rest && { limit, window, slice: rest };
}
