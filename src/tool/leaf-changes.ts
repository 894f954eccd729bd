import { canonical } from "./canonical.js";
import { isObject } from "./paths.js";

/** A value as it is, and as it is shown: what is hidden differs although nobody sees it. */
export interface Side {
  readonly value: unknown;
  readonly shown: unknown;
}

/** What differs between two values, at its deepest. A side is undefined where there is nothing. */
export interface LeafChange {
  /** As shown; an array's members by their index. */
  readonly path: readonly string[];
  readonly from: Side | undefined;
  readonly to: Side | undefined;
}

/**
 * What differs, member by member: objects by name, arrays by index where that says less than what has come and gone.
 * Arrays of scalars stay whole.
 */
export function leafChanges(
  from: Side | undefined,
  to: Side | undefined,
  path: readonly string[] = [],
): LeafChange[] {
  if (same(from, to)) return [];
  const [before, after] = [membersOf(from), membersOf(to)];
  if (!before || !after || !areComparable(from, to)) return [{ path, from, to }];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return leafChanges(was, is, [...path, (is ?? was)?.name ?? key]);
  });
}

type Member = Side & { readonly name: string };

/** By name or index; undefined for a scalar, and for what is not shown member by member. */
function membersOf(side: Side | undefined): ReadonlyMap<string, Member> | undefined {
  if (!side || !isContainer(side.value) || !isContainer(side.shown)) return undefined;
  // What is shown has the same members in the same order, some under another name.
  const shown = Object.entries(side.shown);
  return new Map(
    Object.entries(side.value).map(([key, value], index) => {
      const [name, member] = shown[index] ?? [key, undefined];
      return [key, { name, value, shown: member }];
    }),
  );
}

function isContainer(value: unknown): value is object {
  return isObject(value) || Array.isArray(value);
}

function areComparable(from: Side | undefined, to: Side | undefined): boolean {
  const [before, after] = [from?.value, to?.value];
  if (!Array.isArray(before) || !Array.isArray(after)) return isObject(before) && isObject(after);
  if (before.length !== after.length || !before.some(isContainer)) return false;
  const changed = before.filter((item, index) => canonical(item) !== canonical(after[index]));
  return changed.length <= without(before, after, canonical).length;
}

/** The items, less one for each of the others that is the same. */
export function without<T>(items: readonly T[], others: readonly T[], keyOf: (item: T) => string): T[] {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(keyOf(other), (counts.get(keyOf(other)) ?? 0) + 1);
  return items.filter((item) => {
    const left = counts.get(keyOf(item)) ?? 0;
    counts.set(keyOf(item), left - 1);
    return left <= 0;
  });
}

function same(from: Side | undefined, to: Side | undefined): boolean {
  return from && to ? canonical(from.value) === canonical(to.value) : from === to;
}
