/** JSON values by dotted path: `profile.email`, `target[].displayName`, `keys.*.status`. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object with only the fields at the paths; a path that leads nowhere adds nothing. */
export function pickPaths(value: unknown, paths: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const below = new Map<string, string[]>();
  for (const path of paths) {
    const [head = "", ...rest] = path.split(".");
    const key = head.replace(/\[\]$/, "");
    below.set(key, [...(below.get(key) ?? []), ...(rest.length > 0 ? [rest.join(".")] : [])]);
    // A path that names the whole member wins over paths into it.
    if (rest.length === 0) below.set(key, [""]);
  }
  const picked: [string, unknown][] = [];
  for (const [key, rest] of below) {
    if (!Object.hasOwn(value, key)) continue;
    const member = value[key];
    picked.push([key, rest.includes("") ? member : pickMember(member, rest)]);
  }
  return Object.fromEntries(picked);
}

function pickMember(member: unknown, paths: readonly string[]): unknown {
  return Array.isArray(member) ? member.map((item) => pickPaths(item, paths)) : pickPaths(member, paths);
}

/** A copy without the fields at the paths. */
export function omitPaths(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((left, path) => omit(left, path.split(".")), value);
}

function omit(value: unknown, [head = "", ...rest]: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const key = head.replace(/\[\]$/, "");
  const kept = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (key !== "*" && name !== key) return [[name, member]];
    return rest.length > 0 ? [[name, omitMember(member, rest)]] : [];
  });
  return Object.fromEntries(kept);
}

function omitMember(member: unknown, rest: readonly string[]): unknown {
  return Array.isArray(member) ? member.map((item) => omit(item, rest)) : omit(member, rest);
}

/** The value at a dotted path without arrays, or undefined. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => {
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}
