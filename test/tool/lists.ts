import type { ListSource, PageRequest } from "../../src/tool/list-source.js";
import type { OktaAnswer, Progress } from "../../src/tool/tool.js";

export const ORG = "https://example.okta.com";

export interface Item {
  id: string;
  /** The item's place in the list. Okta's cursors name a place, so they outlive the item that stood there. */
  place: number;
  text: string;
}

export interface PlayedList {
  readonly source: ListSource;
  readonly requests: PageRequest[];
  /** Requests under way at one time, at most. */
  readonly mostAtOnce: () => number;
}

export const itemsOf = (lengths: readonly number[]): Item[] =>
  lengths.map((length, at) => ({ id: `id-${at}`, place: at, text: "x".repeat(length) }));

/** A list as Okta pages it; the items may be others with each request. */
export function playList(
  items: () => readonly Item[],
  { pageSize = 10, maximum }: { pageSize?: number; maximum?: number } = {},
): PlayedList {
  const [page, requests, mostAtOnce] = counted(async ({ after, limit = pageSize }) => {
    const sorted = items().toSorted((a, b) => a.place - b.place);
    const left = after === undefined ? sorted : sorted.filter(({ place }) => place > Number(after));
    const data = left.slice(0, limit);
    return answer(data, left.length > limit ? String(data.at(-1)?.place) : undefined);
  });
  return { source: { ...(maximum !== undefined && { maximum }), page }, requests, mostAtOnce };
}

export interface PlayedLog {
  /** Milliseconds since 1970, in any order; events of one millisecond are told apart by their uuid. */
  readonly times: readonly number[];
  readonly maximum: number;
  readonly window: ListSource["window"] & object;
  /** Okta's document does not say which instants belong to a window. */
  readonly includes?: { readonly since: boolean; readonly until: boolean };
  /** Whether a next link is offered even at the end. */
  readonly alwaysNext?: boolean;
}

export function playLog(log: PlayedLog): PlayedList & { expected(since: number, until: number): string[] } {
  const { times, maximum, window, includes = { since: true, until: false }, alwaysNext = false } = log;
  const events = times
    .toSorted((a, b) => a - b)
    .map((time, at) => ({ uuid: `event-${at}`, published: new Date(time).toISOString() }));
  if (window.descending) events.reverse();
  const within = (since: number, until: number) =>
    events.filter(({ published }) => {
      const time = Date.parse(published);
      return (
        (includes.since ? time >= since : time > since) && (includes.until ? time <= until : time < until)
      );
    });
  const [page, requests, mostAtOnce] = counted(async ({ since = "", until = "", after, limit = 100 }) => {
    const found = within(Date.parse(since), Date.parse(until));
    const start = after === undefined ? 0 : found.findIndex(({ uuid }) => uuid === after) + 1;
    const data = found.slice(start, start + limit);
    const more = start + limit < found.length || alwaysNext;
    return answer(data, more ? (data.at(-1)?.uuid ?? `${after}+`) : undefined);
  });
  return {
    source: { maximum, window, page },
    requests,
    mostAtOnce,
    expected: (since, until) => within(since, until).map(({ uuid }) => uuid),
  };
}

export function answer(data: unknown, after?: string): OktaAnswer {
  const headers = new Headers();
  if (after !== undefined) headers.set("link", `<${ORG}/api/v1/users?after=${after}>; rel="next"`);
  return { data, response: new Response(null, { headers }) };
}

/** What a run needs; nobody listens and nobody cancels unless the test says so. */
export const runOptions = (more: { signal?: AbortSignal; progress?: (progress: Progress) => void } = {}) => ({
  orgUrl: ORG,
  tool: "list_things",
  signal: new AbortController().signal,
  progress: () => undefined,
  now: () => NOW,
  ...more,
});

export const NOW = Date.UTC(2026, 0, 31);

function counted(page: ListSource["page"]): [ListSource["page"], PageRequest[], () => number] {
  const requests: PageRequest[] = [];
  let underWay = 0;
  let most = 0;
  const count = async (request: PageRequest) => {
    requests.push(request);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return page(request);
  };
  return [count, requests, () => most];
}

export async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of all) items.push(item);
  return items;
}
