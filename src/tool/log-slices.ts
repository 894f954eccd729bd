import { inAdvance, type ReadOptions, readPages } from "./list-pages.js";
import type { Batch, ListSource, Slice } from "./list-source.js";
import { coveredBy, expectedIn, isDue, nextLength, restAfter, sliceOf, spanOf } from "./log-window.js";

/** Slices read ahead; the transport bounds all requests together and keeps to the rate limit. */
const PARALLEL = 5;

/** The largest page of Okta's log. */
const LARGEST_PAGE = 1000;

/** A slice under way. */
interface Flight {
  slice: Slice;
  batches: AsyncGenerator<Batch>;
  first: Promise<IteratorResult<Batch>>;
}

/**
 * A window of the log in order. The first page tells how dense the events lie; the rest of the window is cut into
 * slices of about a page each, which are read in parallel and handed out in the order of time. A slice that has more
 * than a page is read on page by page; the length of those to come follows what the ones before them had.
 * @param inSequence the window page by page, of which as much is read as it takes to cut the rest
 */
export async function* readLog(
  source: ListSource,
  inSequence: AsyncIterable<Batch>,
  options: ReadOptions,
): AsyncGenerator<Batch> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const slices = new Slices(source, { ...options, signal });
  try {
    for await (const batch of inSequence) {
      const split = slices.splitAfter(batch);
      yield split ?? batch;
      if (split) break;
    }
    yield* slices.read();
  } finally {
    stop.abort();
  }
}

/** What is left of a window, as slices: some under way, the rest not cut yet. */
class Slices {
  readonly #source: ListSource;
  readonly #options: ReadOptions;
  readonly #limit: number;
  readonly #descending: boolean;
  readonly #flights: Flight[] = [];
  #window: Slice | undefined;
  #rest: Slice | undefined;
  #length = 1;
  #read = 0;

  constructor(source: ListSource, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.#limit = options.limit ?? LARGEST_PAGE;
    this.#descending = source.window?.descending === true;
  }

  /**
   * The batch cut down to the time that it covers for good, where the rest of the window is read in slices from here
   * on; otherwise undefined.
   */
  splitAfter(batch: Batch): Batch | undefined {
    const { page, at, onward } = batch;
    this.#read += batch.fresh.length;
    const covered = onward?.after === undefined ? undefined : coveredBy(batch, this.#descending);
    const { window } = at;
    if (!covered || !window) return undefined;
    const isCovered = (index: number) => isDue(page[index], { window, slice: covered });
    const fresh = batch.fresh.filter(isCovered);
    // What is left to the next slice is read again: none of it may have been shown in an earlier answer.
    const left = page.filter((item, index) => isDue(item, at) && !isCovered(index)).length;
    if (left !== batch.fresh.length - fresh.length) return undefined;
    this.#window = window;
    // Where the list goes on, before slices of it are sent ahead.
    const rest = restAfter(covered, window, this.#descending);
    this.#rest = rest;
    this.#length = nextLength(spanOf(page), page.length, this.#limit);
    this.#launch();
    return { ...batch, fresh, onward: { limit: onward?.limit, window, slice: rest } };
  }

  async *read(): AsyncGenerator<Batch> {
    for (;;) {
      const flight = this.#flights.shift() ?? this.#next();
      if (!flight) return;
      let events = 0;
      for (let step = await flight.first; !step.done; step = await flight.batches.next()) {
        events += step.value.page.length;
        this.#read += step.value.fresh.length;
        this.#launch();
        yield step.value;
      }
      this.#length = nextLength(flight.slice.to - flight.slice.from, events, this.#limit);
    }
  }

  /** Starts slices as far as they are likely to be wanted. */
  #launch(): void {
    while (this.#flights.length < PARALLEL) {
      const expected = this.#read + this.#flights.length * expectedIn(this.#limit);
      const flight = expected < this.#options.wanted ? this.#next() : undefined;
      if (!flight) return;
      this.#flights.push(flight);
    }
  }

  #next(): Flight | undefined {
    const window = this.#window;
    if (!window || !this.#rest) return undefined;
    const slice = sliceOf(this.#rest, this.#length, this.#descending);
    this.#rest = restAfter(slice, window, this.#descending);
    const batches = readPages(this.#source, { limit: this.#limit, window, slice }, this.#options, true);
    return { slice, batches, first: inAdvance(batches.next()) };
  }
}
