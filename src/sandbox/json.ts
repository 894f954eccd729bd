import type { Json } from "./types.js";

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `path` (`settings.app`), or an empty one. */
export function objectAt(value: unknown, path: string): Json {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

/** The value at a dotted path; undefined where the path leaves the objects. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split(".")) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** A copy without the keys named. */
export function omit(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** `defaults` with everything `given` says on top; objects are merged, everything else is taken whole. */
export function withDefaults(defaults: Json, given: Json): Json {
  const out: Json = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    const base = out[key];
    if (value === null && base !== undefined) continue;
    out[key] = isObject(base) && isObject(value) ? withDefaults(base, value) : value;
  }
  return out;
}
