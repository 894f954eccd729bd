import { findEscape, withVisibleCharacters } from "../presentable/invisible.js";
import { canonical } from "./canonical.js";

/**
 * JSON values as texts of one line, each cut to about `room` characters around what tells it from the others: values
 * that differ never come out the same, and what is cut says how much there is of it.
 * @param values as `presentable` leaves them
 */
export function apart(values: readonly unknown[], room: number): string[] {
  const texts = cutApart(values, room, false);
  // What differs only in how Unicode writes it looks the same.
  const looks = texts.map((text) => text.normalize("NFKC"));
  return distinct(looks) < distinct(texts) ? cutApart(values, room, true) : texts;
}

/** A name, cut in its middle: its end tells as much as its beginning. */
export function shortName(name: string, room: number): string {
  const pieces = piecesOf(JSON.stringify(name).slice(1, -1), false);
  const head = fitting(pieces, Math.floor(room * 0.4));
  const tail = fitting([...pieces].reverse(), Math.ceil(room * 0.6) - 1).reverse();
  const isWhole = pieces.join("").length <= room;
  return withVisibleCharacters((isWhole ? pieces : [...head, "…", ...tail]).join(""));
}

/** `1 item`, `2,000 items`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

interface Cut {
  readonly value: unknown;
  readonly pieces: readonly string[];
  /** The pieces that are shown, each from one up to another, in order. */
  readonly windows: [start: number, end: number][];
}

function cutApart(values: readonly unknown[], room: number, asciiOnly: boolean): string[] {
  const cuts = values.map((value): Cut => {
    return { value, pieces: piecesOf(canonical(value), asciiOnly), windows: [] };
  });
  if (cuts.every(({ pieces }) => pieces.join("").length <= room)) return cuts.map(shown);
  reveal(cuts, 0, room);
  return cuts.map(shown);
}

/** Opens a window where texts part that are alike up to `from`, and further ones until each has parted from the others. */
function reveal(group: readonly Cut[], from: number, room: number): void {
  const at = parting(group, from);
  for (const cut of group) if (at !== undefined || cut.windows.length === 0) open(cut, at ?? 0, room);
  if (at === undefined) return;
  const parted = new Map<string | undefined, Cut[]>();
  for (const cut of group) parted.set(cut.pieces[at], [...(parted.get(cut.pieces[at]) ?? []), cut]);
  for (const alike of parted.values()) if (alike.length > 1) reveal(alike, at + 1, room);
}

/** The first piece that is not the same in all, or undefined where all are. */
function parting(group: readonly Cut[], from: number): number | undefined {
  const [first, ...others] = group.map(({ pieces }) => pieces);
  const length = Math.max(...group.map(({ pieces }) => pieces.length));
  for (let at = from; at < length; at++) {
    if (others.some((pieces) => pieces[at] !== first?.[at])) return at;
  }
  return undefined;
}

/** What comes before is the same in all texts of the group, and so is how much of it is shown. A quote needs no room. */
function open({ pieces, windows }: Cut, at: number, room: number): void {
  const before = fitting(pieces.slice(Math.max(0, at - room), at).reverse(), Math.floor(room / 3));
  const after = fitting(pieces.slice(at + 1, at + room), room - before.join("").length);
  const [shownFrom, shownTo] = [at - before.length, at + 1 + after.length];
  const start = pieces[shownFrom - 1] === '"' && isInText(pieces, shownFrom) ? shownFrom - 1 : shownFrom;
  const end = pieces[shownTo] === '"' && isInText(pieces, shownTo) ? shownTo + 1 : shownTo;
  const last = windows.at(-1);
  if (last && start <= last[1]) last[1] = end;
  else windows.push([start, end]);
}

/** The first pieces, as many as have room. */
function fitting(pieces: readonly string[], room: number): string[] {
  let length = 0;
  const tooMany = pieces.findIndex((piece) => {
    length += piece.length;
    return length > room;
  });
  return pieces.slice(0, tooMany < 0 ? pieces.length : tooMany);
}

/** A string that is cut is closed nonetheless: what stands in quotes never runs into what stands around it. */
function shown({ value, pieces, windows }: Cut): string {
  const [whole] = windows;
  if (!whole || (whole[0] === 0 && whole[1] === pieces.length)) return withVisibleCharacters(pieces.join(""));
  let text = "";
  let last = 0;
  for (const [start, end] of windows) {
    text += gap(pieces, last, start) + pieces.slice(start, end).join("");
    last = end;
  }
  return withVisibleCharacters(`${text}${gap(pieces, last, pieces.length)} (${sizeOf(value, pieces)})`);
}

function gap(pieces: readonly string[], from: number, to: number): string {
  if (from === to) return "";
  const [endsText, startsText] = [isInText(pieces, from), isInText(pieces, to)];
  if (endsText === startsText) return "…";
  return endsText ? '…"' : '"…';
}

function isInText(pieces: readonly string[], at: number): boolean {
  return pieces.slice(0, at).filter((piece) => piece === '"').length % 2 === 1;
}

function sizeOf(value: unknown, pieces: readonly string[]): string {
  if (typeof value === "string") return counted(Array.from(value).length, "character");
  const members = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  return `${counted(members, Array.isArray(value) ? "item" : "field")}, ${counted(pieces.length, "character")}`;
}

/** In JSON: an escape that `presentable` wrote, one of JSON's own, or a character. */
const PIECE = /\\\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\.|./gsu;
const SPACE = /^\p{Zs}$/u;
const NOT_ASCII = /[^ -~]/;

/** JSON in what is never cut in two. Of several spaces a dialog shows one, and some spaces look like another. */
function piecesOf(json: string, asciiOnly: boolean): string[] {
  let last = "";
  return (json.match(PIECE) ?? []).flatMap((piece) => {
    const isSecondSpace = piece === " " && last === " ";
    last = piece;
    // A backslash of the text's own is two in JSON, one that `presentable` put there is one to the reader.
    if (piece.startsWith("\\\\u")) return findEscape(piece) ? piece.slice(1) : ["\\\\", ...piece.slice(2)];
    const isStrange = NOT_ASCII.test(piece) && (asciiOnly || SPACE.test(piece));
    return isSecondSpace || isStrange ? `\\u{${piece.codePointAt(0)?.toString(16)}}` : piece;
  });
}

function distinct(texts: readonly string[]): number {
  return new Set(texts).size;
}
