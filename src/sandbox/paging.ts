import { firstAfter } from "./collection.js";
import { invalid, OktaError } from "./errors.js";
import { isObject } from "./json.js";
import type { Entity } from "./types.js";

export interface LimitRule {
  readonly default: number;
  readonly max: number;
  /** What Okta does above `max`: most lists answer with the maximum, the system log refuses. */
  readonly above: "clamp" | "reject";
}

/** Reads `limit`. @throws OktaError E0000037 when it is not a number, E0000001 when out of range. */
export function readLimit(query: URLSearchParams, rule: LimitRule): number {
  const text = query.get("limit");
  if (text === null || text === "") return rule.default;
  if (!/^-?\d+$/.test(text)) throw new OktaError(400, "E0000037", "Type mismatch exception. limit");
  const limit = Number(text);
  if (limit < 1) throw invalid("limit: The limit must be at least 1");
  if (limit <= rule.max) return limit;
  if (rule.above === "reject") throw invalid(`limit: The limit must be at most ${rule.max}`);
  return rule.max;
}

export interface SortKey<T> {
  key(item: T): string | number;
  readonly descending: boolean;
}

export interface PageOptions<T> {
  readonly limit: number;
  /** The `after` parameter as it came. */
  readonly after: string | null;
  keep?(item: T): boolean;
  /** Other than by creation: ties are ordered by id, as Okta does. */
  readonly sort?: SortKey<T> | undefined;
  /** Newest first; only without `sort`. */
  readonly newestFirst?: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The `after` of the next page; undefined at the end. */
  readonly next: string | undefined;
}

/** The position behind one item. It survives the deletion of that item, because it names a place and not an index. */
interface Cursor {
  readonly s: number;
  readonly k?: string | number;
  readonly i?: string;
}

/** One page of `all`, which must be in order of creation. @throws OktaError E0000029 for a cursor that is not ours. */
export function takePage<T extends Entity>(all: readonly T[], options: PageOptions<T>): Page<T> {
  const cursor = options.after === null ? undefined : decodeCursor(options.after);
  const found = options.sort ? sorted(all, options, options.sort, cursor) : inOrder(all, options, cursor);
  const items = found.slice(0, options.limit);
  const last = items.at(-1);
  if (found.length <= options.limit || last === undefined) return { items, next: undefined };
  const key = options.sort?.key(last);
  return {
    items,
    next: encodeCursor(key === undefined ? { s: last.seq } : { s: last.seq, k: key, i: last.id }),
  };
}

function inOrder<T extends Entity>(
  all: readonly T[],
  options: PageOptions<T>,
  cursor: Cursor | undefined,
): T[] {
  const step = options.newestFirst ? -1 : 1;
  let index = options.newestFirst ? all.length - 1 : 0;
  if (cursor !== undefined) {
    index = options.newestFirst ? firstAfter(all, cursor.s - 1) - 1 : firstAfter(all, cursor.s);
  }
  const found: T[] = [];
  for (; found.length <= options.limit; index += step) {
    const item = all[index];
    if (item === undefined) break;
    if (options.keep === undefined || options.keep(item)) found.push(item);
  }
  return found;
}

function sorted<T extends Entity>(
  all: readonly T[],
  options: PageOptions<T>,
  sort: SortKey<T>,
  cursor: Cursor | undefined,
): T[] {
  const sign = sort.descending ? -1 : 1;
  const order = (a: readonly [string | number, string], b: readonly [string | number, string]): number =>
    (a[0] === b[0] ? 0 : a[0] < b[0] ? -sign : sign) || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
  const keyed = all
    .filter((item) => options.keep === undefined || options.keep(item))
    .map((item) => ({ item, at: [sort.key(item), item.id] as const }))
    .sort((a, b) => order(a.at, b.at));
  if (cursor === undefined) return keyed.map(({ item }) => item);
  const from = [cursor.k ?? "", cursor.i ?? ""] as const;
  return keyed.filter(({ at }) => order(at, from) > 0).map(({ item }) => item);
}

/** Strings sort without case; what is missing comes first. */
export function sortKey(value: unknown): string {
  return value === undefined || value === null ? "" : String(value).toLowerCase();
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function decodeCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (isObject(value) && typeof value.s === "number") {
      const key = typeof value.k === "string" || typeof value.k === "number" ? { k: value.k } : {};
      return { s: value.s, ...key, ...(typeof value.i === "string" ? { i: value.i } : {}) };
    }
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw new OktaError(400, "E0000029", "Invalid paging request.");
}

/** `Link` headers as Okta sends them: absolute, `self` always, `next` where there is more. */
export function linkHeaders(
  base: string,
  path: string,
  query: URLSearchParams,
  next: string | undefined,
  limit: number,
): { Link: string[] } {
  const search = query.toString();
  const Link = [`<${base}${path}${search === "" ? "" : `?${search}`}>; rel="self"`];
  if (next !== undefined) {
    const onward = new URLSearchParams(query);
    onward.set("after", next);
    onward.set("limit", String(limit));
    Link.push(`<${base}${path}?${onward}>; rel="next"`);
  }
  return { Link };
}
