import type { PolicyRecord } from "./types.js";

/**
 * Puts `item` at a priority among its siblings and renumbers them 1..n. The system default always comes last: Okta
 * evaluates it when nothing else matched.
 * @param wanted 1-based; undefined means behind all others but the default.
 * @returns the others whose priority changed by it.
 */
export function place<T extends PolicyRecord>(
  siblings: readonly T[],
  item: T,
  wanted: number | undefined,
): T[] {
  const others = siblings.filter((other) => other.id !== item.id).sort((a, b) => a.priority - b.priority);
  const movable = others.filter((other) => !other.system);
  const system = others.filter((other) => other.system);
  if (item.system) system.push(item);
  else movable.splice(Math.max(0, (wanted ?? movable.length + 1) - 1), 0, item);
  return renumber([...movable, ...system]).filter((other) => other !== item);
}

/** Numbers policies or rules 1..n in the order they come in. @returns those whose priority changed. */
export function renumber<T extends PolicyRecord>(ordered: readonly T[]): T[] {
  return ordered.filter((each, index) => {
    const changed = each.priority !== index + 1;
    each.priority = index + 1;
    return changed;
  });
}
