import type { Cursor } from "./cursor.js";
import { explainingExpressions } from "./expression-refusal.js";
import { type ReadOptions, readPages } from "./list-pages.js";
import { resumed, withoutAnchors } from "./list-resume.js";
import type { Batch, ListSource } from "./list-source.js";
import { readLog } from "./log-slices.js";
import { settleWindow } from "./log-window.js";

/** Okta itself advises against its largest pages, of 10,000 groups; beyond this size they gain nothing. */
const LARGEST_PAGE = 1000;

/** The size of page in which so many items are read with the fewest requests. */
export function pageLimit({ maximum }: ListSource, wanted: number): number | undefined {
  return maximum === undefined ? undefined : Math.min(maximum, LARGEST_PAGE, wanted);
}

export interface ListReadOptions extends ReadOptions {
  readonly now: () => number;
}

/**
 * A list from a cursor on (`{}` for the whole of it), in batches, to its end or until the caller stops. Items shown
 * before the cursor are left out; the log's windows are read in parallel where several pages are wanted.
 * @throws OktaMcpError as the requests do; `unexpected_response`, `cancelled`, `arguments_invalid` for a stale cursor
 */
export function readList(asked: ListSource, cursor: Cursor, options: ListReadOptions): AsyncGenerator<Batch> {
  const source = explainingExpressions(asked);
  const window = cursor.window ?? (source.window && settleWindow(source.window, options.now()));
  const start = {
    after: cursor.after,
    // In the middle of a page, that very page is asked for again.
    limit: cursor.shown ? cursor.limit : options.limit,
    window,
    slice: cursor.slice ?? window,
  };
  const isParallel = source.window !== undefined && options.wanted > (options.limit ?? 0);
  if (!isParallel) return resumed(readPages(source, start, options), cursor);
  const inSequence = resumed(readPages(source, start, { ...options, wanted: 0 }), cursor);
  return withoutAnchors(readLog(source, inSequence, options), cursor);
}
