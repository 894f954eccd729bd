import type { Attempt } from "./attempts.js";

/** How many attempts a group has; the last one may stand for all that are not shown. */
export type Group = Readonly<Record<string, unknown>> & { readonly count: number };

export interface Grouping {
  /** What is told of the group; attempts of which the same is told belong together. */
  label(attempt: Attempt): Readonly<Record<string, unknown>>;
  readonly key?: (attempt: Attempt) => string;
  /** Something else to be counted in each group, such as the users behind an address, under its name. */
  readonly distinct?: { readonly name: string; of(attempt: Attempt): string };
  /** Groups shown. */
  readonly most: number;
}

/** The largest groups, and one that holds the rest: their counts add up to the number of attempts. */
export function grouped(
  attempts: readonly Attempt[],
  { label, key = (each) => JSON.stringify(label(each)), distinct, most }: Grouping,
): Group[] {
  const groups = new Map<string, { first: Attempt; count: number; seen: Set<string> }>();
  for (const attempt of attempts) {
    const name = key(attempt);
    const group = groups.get(name) ?? { first: attempt, count: 0, seen: new Set() };
    group.count += 1;
    if (distinct) group.seen.add(distinct.of(attempt));
    groups.set(name, group);
  }
  const sorted = [...groups.values()].sort((one, other) => other.count - one.count);
  const shown = sorted.slice(0, most).map(({ first, count, seen }) => ({
    ...label(first),
    count,
    ...(distinct && { [distinct.name]: seen.size }),
  }));
  const rest = sorted.slice(most);
  if (rest.length === 0) return shown;
  return [...shown, { others: rest.length, count: rest.reduce((sum, { count }) => sum + count, 0) }];
}
