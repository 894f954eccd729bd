import { editDistance, forgiven } from "./edit-distance.js";
import { isInitial, localPart, type Query, wordsOf } from "./query.js";

/** How well something fits what was asked for, best first. */
export const KINDS = ["identity", "exact", "prefix", "part", "similar"] as const;
export type Kind = (typeof KINDS)[number];

/** Something that can be found by its name. */
export interface Named {
  readonly id: string;
  /** What identifies it, strongest first: whoever writes one of them whole means this one. */
  readonly handles: readonly string[];
  /** Whole names, commonest first. */
  readonly names: readonly string[];
  /** Out of use: after the others. */
  readonly isInactive: boolean;
}

export interface Rank {
  readonly kind: Kind;
  /** Among those of one kind; less is better. */
  readonly cost: number;
}

/** Undefined where it does not fit at all. */
export function rank(query: Query, named: Named): Rank | undefined {
  const isAddress = query.text.includes("@");
  return (
    byHandle(query, named) ?? (isAddress ? undefined : byWholeName(query, named)) ?? byWords(query, named)
  );
}

export const isBetter = (one: Kind, other: Kind): boolean => KINDS.indexOf(one) < KINDS.indexOf(other);

function byHandle({ text, isHandle }: Query, { handles }: Named): Rank | undefined {
  const wanted = text.toLowerCase();
  const lower = handles.map((handle) => handle.toLowerCase());
  const whole = lower.indexOf(wanted);
  if (whole >= 0) return { kind: "identity", cost: whole };
  // "jane.smith" is how a login begins; "smith" is rather a name.
  const isLoginLike = isHandle && /[._\d-]/u.test(wanted) && !wanted.includes("@");
  const local = lower.findIndex(
    (handle) => handle.includes("@") && localPart(handle) === wanted.replace(/@$/u, ""),
  );
  return local >= 0 && (isLoginLike || /.@$/u.test(wanted))
    ? { kind: "identity", cost: handles.length + local }
    : undefined;
}

function byWholeName({ words }: Query, { names }: Named): Rank | undefined {
  if (words.length === 0) return undefined;
  const costs = names.flatMap((name, at) => {
    const parts = wordsOf(name);
    if (parts.join("") === words.join("")) return [at];
    const isSame =
      parts.length === words.length && words.every((word, position) => means(word, parts[position] ?? ""));
    return isSame ? [names.length + at] : [];
  });
  return costs.length > 0 ? { kind: "exact", cost: Math.min(...costs) } : undefined;
}

const means = (word: string, part: string): boolean =>
  word === part || (isInitial(word) && part.startsWith(word));

const SIMILAR = 3;

/** Each word fits another word of the names, in whatever order. */
function byWords(query: Query, { names, handles }: Named): Rank | undefined {
  const within = byText(query, handles);
  const parts = [...new Set(names.flatMap(wordsOf))];
  const fits = query.words
    .flatMap((word, at) => parts.map((part) => ({ at, part, cost: costOf(word, part) })))
    .filter(({ cost }) => cost < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.cost - other.cost);
  const taken = new Map<number, number>();
  const used = new Set<string>();
  for (const { at, part, cost } of fits) {
    if (taken.has(at) || used.has(part)) continue;
    taken.set(at, cost);
    used.add(part);
  }
  if (taken.size === 0 || taken.size < query.words.length) return within;
  const costs = [...taken.values()];
  const worst = Math.max(...costs);
  const kind = worst >= SIMILAR ? "similar" : worst >= 2 ? "part" : "prefix";
  return within && !isBetter(kind, within.kind)
    ? within
    : { kind, cost: costs.reduce((sum, cost) => sum + cost, 0) };
}

/** A piece of a login or an address. */
function byText({ text, isHandle }: Query, handles: readonly string[]): Rank | undefined {
  const wanted = text.toLowerCase();
  if (!isHandle || wanted.length < 2) return undefined;
  const lower = handles.map((handle) => handle.toLowerCase());
  if (lower.some((handle) => handle.startsWith(wanted))) return { kind: "prefix", cost: 1 };
  return lower.some((handle) => handle.includes(wanted)) ? { kind: "part", cost: 2 } : undefined;
}

/** 0 to 1 the same or its beginning, 2 a piece of it, from 3 on a slip of the pen; infinite where nothing is alike. */
function costOf(word: string, part: string): number {
  if (word === part) return 0;
  if (part.startsWith(word)) return isInitial(word) ? 0.5 : 1;
  if (word.length > 2 && part.includes(word)) return 2;
  const most = forgiven(word.length);
  if (most === 0) return Number.POSITIVE_INFINITY;
  const whole = editDistance(word, part);
  if (whole <= most) return SIMILAR + whole;
  // "admins" for administrators: cut short, and with a slip.
  return word.length > 4 && editDistance(word, part.slice(0, word.length)) === 1
    ? SIMILAR + 2
    : Number.POSITIVE_INFINITY;
}
