import { canonical } from "./canonical.js";
import { type Side, without } from "./leaf-changes.js";
import { apart, counted } from "./text-difference.js";

/** Items that are named of each kind: as many as have room. */
const NAMED = [8, 5, 3, 2, 1];
/** Characters of one item. */
const ITEM = 120;

interface Items {
  readonly words: string;
  readonly all: readonly Side[];
}

/**
 * What has come and gone, by the first few and their count: `1 removed ("a"), 2 added ("b", "c")`; or that only the order
 * is another.
 * @param room characters; one item of each kind is named even where there is less
 */
export function arrayWords(before: readonly Side[], after: readonly Side[], room: number): string {
  const removed = without(before, after, keyOf);
  const added = without(after, before, keyOf);
  const [stayed, stay] = [without(before, removed, keyOf), without(after, added, keyOf)];
  const moved = stay.findIndex((item, index) => keyOf(item) !== keyOf(stayed[index]));
  const kinds: Items[] = [
    { words: "removed", all: removed },
    { words: "added", all: added },
  ].filter(({ all }) => all.length > 0);
  const isReordered = moved >= 0;
  if (kinds.length === 0) {
    const words = `in another order${moved > 0 ? ` from item ${moved + 1} on` : ""}, now`;
    return `the same ${counted(after.length, "item")} ${named([{ words, all: after.slice(moved) }], room)}`;
  }
  return [
    named(
      kinds.map(({ words, all }) => ({ words: `${all.length.toLocaleString("en-US")} ${words}`, all })),
      room,
    ),
    ...(isReordered ? ["the others in another order"] : []),
    ...(before.length === 0 ? ["there were none"] : []),
    ...(after.length === 0 ? ["none left"] : []),
  ].join(", ");
}

function named(kinds: readonly Items[], room: number): string {
  let words = "";
  for (const count of NAMED) {
    const few = kinds.map(({ all }) => all.slice(0, count));
    const texts = apart(
      few.flat().map(({ shown }) => shown),
      ITEM,
    );
    words = kinds
      .map(({ words, all }, index) => {
        const own = texts.splice(0, few[index]?.length);
        return `${words} (${own.join(", ")}${all.length > count ? ", …" : ""})`;
      })
      .join(", ");
    if (words.length <= room) break;
  }
  return words;
}

function keyOf(side: Side | undefined): string {
  return canonical(side?.value ?? null);
}
