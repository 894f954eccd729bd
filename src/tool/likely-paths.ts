import type { z } from "zod";
import { nearestNames } from "../nearest.js";
import {
  definition,
  isFreeForm,
  membersOf,
  type Path,
  schemasAt,
  unwrapped,
  valueAtPath,
  variantsFor,
} from "./schema-shape.js";

/** What a key that is not known was held against. */
export interface Held {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** What the one free-form argument stands for, where the tool holds that against a schema of its own. */
  readonly freeForm?: z.ZodType | undefined;
}

export interface Likely {
  /** Best first; from the root of what was held. */
  readonly paths: readonly string[];
  /** The very same name, but for its place or its spelling in another case. */
  readonly certain: boolean;
}

const MOST = 3;
const MAX_DEPTH = 6;
/** Enough for the largest body there is; a bound all the same. */
const MAX_VISITED = 5_000;

/** Where a key that is not known at a place may have been meant to stand. */
export function likelyPaths(key: string, at: Path, held: Held): Likely {
  const siblings = namesAt(at, held).filter((name) => name !== key);
  const beside = (name: string) => [...at, name].map(String).join(".");
  const same = siblings.filter((name) => folded(name) === folded(key));
  if (same.length > 0) return { paths: same.slice(0, MOST).map(beside), certain: true };
  // What a list's element lacks is not to be found outside of the list.
  const elsewhere = at.some((step) => typeof step === "number")
    ? []
    : pathsTo(folded(key), held).filter((path) => !isWithin(path, at, key));
  const nearest = nearestNames(key, siblings.filter(isWord), MOST).map(beside);
  const all = [...elsewhere, ...nearest];
  return { paths: (all.length > 0 ? all : withinFreeForm(key, at, held)).slice(0, MOST), certain: false };
}

/** One or two letters are like too much. */
function isWord(name: string): boolean {
  return name.length > 2;
}

/** An argument that takes any field, such as `changes`, takes this one, too. */
function withinFreeForm(key: string, at: Path, { schema, freeForm }: Held): string[] {
  if (at.length > 0 || freeForm) return [];
  return membersOf(schema).flatMap(([name, member]) =>
    isFreeForm(unwrapped(member)) ? `${name}.${key}` : [],
  );
}

/** The keys that are known at a place. */
export function namesAt(at: Path, { schema, value }: Held): string[] {
  const names = schemasAt(schema, at, value).flatMap((each) => membersOf(each).map(([name]) => name));
  return [...new Set(names)];
}

/** `userId`, `user_id` and `User-ID` are one. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function isWithin(path: string, at: Path, key: string): boolean {
  return path === [...at, key].join(".") || path.startsWith(`${[...at, key].join(".")}.`);
}

/** The places of a name below the root, the nearest to the root first. */
function pathsTo(name: string, { schema, value, freeForm }: Held): string[] {
  if (name === "") return [];
  const found = new Set<string>();
  let level: { schema: z.ZodType; value: unknown; path: readonly string[] }[] = [{ schema, value, path: [] }];
  let visited = 0;
  for (let depth = 0; depth < MAX_DEPTH && found.size < MOST; depth += 1) {
    const next: typeof level = [];
    for (const node of level) {
      for (const form of formsOf(node.schema, node.value)) {
        for (const [key, member] of membersOf(form)) {
          visited += 1;
          if (visited > MAX_VISITED) return [...found];
          const path = [...node.path, key];
          if (folded(key) === name) found.add(path.join("."));
          const inner = freeForm && depth === 0 && isFreeForm(unwrapped(member)) ? freeForm : member;
          next.push({ schema: inner, value: valueAtPath(node.value, [key]), path });
        }
      }
    }
    level = next;
  }
  return [...found];
}

/** The object schemas a value can have: of a union the variants it fits, or all where it says nothing yet. */
function formsOf(schema: z.ZodType, value: unknown): z.ZodType[] {
  const bare = unwrapped(schema);
  const { type, options = [] } = definition(bare);
  if (type !== "union") return [bare];
  const fitting = variantsFor(bare, value);
  return (fitting.length > 0 ? fitting : options).flatMap((option) => formsOf(option, value));
}
