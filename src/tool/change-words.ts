import { MASK } from "../presentable/credentials.js";
import { arrayWords } from "./array-words.js";
import { type LeafChange, leafChanges, type Side } from "./leaf-changes.js";
import { shownChange } from "./shown-change.js";
import { apart, shortName } from "./text-difference.js";
import type { FieldChange } from "./update.js";

/** Characters of a field's name, of one side of a change, of a value that has no other side, and of items. */
const NAME = 100;
const SIDE = 120;
const ALONE = 240;
const ITEMS = 300;
/** Lines of one field: of more, they would hide what they are about. */
const LEAVES = 8;

/**
 * A changed field in words, one line for each place in it that differs: `profile.name: "A" -> "B"`. Whatever differs, the
 * line says so by two texts that differ, or by what has come and gone; secrets and what cannot be seen aside. What the
 * org wrote is quoted, or cannot be taken for anything else.
 */
export function changeLines(change: FieldChange): string[] {
  const shown = shownChange(change);
  const whole: LeafChange = {
    path: [shown.field],
    from: sideOf(change.from, shown.from),
    to: sideOf(change.to, shown.to),
  };
  const leaves = leafChanges(whole.from, whole.to, whole.path);
  return (leaves.length <= LEAVES ? leaves : [whole]).map(
    ({ path, from, to }) => `${nameWords(path.join("."))}: ${differenceWords(from, to)}`,
  );
}

/** The field's name, as it stands before what changes in it. */
export function fieldWords(change: FieldChange): string {
  return nameWords(shownChange({ ...change, from: null, to: null }).field);
}

/** Okta does not tell an absent member from a null one. */
function sideOf(value: unknown, shown: unknown): Side | undefined {
  return value === null || value === undefined ? undefined : { value, shown };
}

/** Names that need no quotes to be told from what follows them. */
const PLAIN = /^[\w.$-]+$/;

function nameWords(name: string): string {
  const short = shortName(name, NAME);
  return PLAIN.test(name) ? short : `"${short}"`;
}

function differenceWords(from: Side | undefined, to: Side | undefined): string {
  const [before, after] = [itemsOf(from), itemsOf(to)];
  if (before && after) return arrayWords(before, after, ITEMS);
  if (!from || !to) return [from, to].map((side) => (side ? short(side.shown) : "nothing")).join(" -> ");
  const [was, is] = apart([from.shown, to.shown], SIDE);
  if (was !== is) return `${was} -> ${is}`;
  return was?.includes(MASK) ? "(hidden) changed" : "changed in what cannot be shown";
}

/** A value in JSON, cut where it is long. */
export function valueWords(value: unknown): string {
  return value === null || value === undefined ? "nothing" : short(value);
}

function short(value: unknown): string {
  return apart([value], ALONE).join();
}

function itemsOf(side: Side | undefined): Side[] | undefined {
  if (!side || !Array.isArray(side.value) || !Array.isArray(side.shown)) return undefined;
  const { shown } = side;
  return side.value.map((value, index) => ({ value, shown: shown[index] }));
}
