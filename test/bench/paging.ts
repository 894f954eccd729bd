import type { Bench } from "./processes.js";

/** Reads a list by bare undici to its end, one page after another, and answers the number of items. */
export async function pageThrough(bench: Bench, path: string): Promise<number> {
  let count = 0;
  let next: string | undefined = path;
  while (next !== undefined) {
    const { body, link } = await bench.get(next);
    const items: unknown[] = Array.isArray(body) ? body : [];
    count += items.length;
    const target = /<([^>]+)>; *rel="next"/.exec(link ?? "")?.[1];
    // The log offers a next page for events still to come; an empty page is its end.
    next = target === undefined || items.length === 0 ? undefined : target.replace(/^https?:\/\/[^/]+/, "");
  }
  return count;
}
