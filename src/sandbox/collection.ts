import type { Entity } from "./types.js";

/** Entities by id and in order of creation; both stay cheap for 100,000 of them. */
export class Collection<T extends Entity> {
  readonly #byId = new Map<string, T>();
  readonly #ordered: T[] = [];

  get size(): number {
    return this.#ordered.length;
  }

  /** All entities, oldest first. */
  get all(): readonly T[] {
    return this.#ordered;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** @throws RangeError when `seq` does not grow: lists and cursors rely on it. */
  add(item: T): T {
    const last = this.#ordered.at(-1);
    if (last !== undefined && last.seq >= item.seq) throw new RangeError("entities must be added in order");
    this.#byId.set(item.id, item);
    this.#ordered.push(item);
    return item;
  }

  remove(id: string): boolean {
    const item = this.#byId.get(id);
    if (item === undefined) return false;
    this.#byId.delete(id);
    this.#ordered.splice(firstAfter(this.#ordered, item.seq) - 1, 1);
    return true;
  }
}

/** Index of the first entity that is newer than `seq`, by binary search. */
export function firstAfter(items: readonly Entity[], seq: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && item.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
