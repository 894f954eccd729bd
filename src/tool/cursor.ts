import { OktaMcpError } from "../errors.js";
import { canonical } from "./canonical.js";
import { digest } from "./digest.js";
import type { Batch, Position } from "./list-source.js";
import { isObject } from "./paths.js";

/** Where a list goes on: a page of Okta's, and how much of that page was shown already. */
export interface Cursor extends Position {
  /** Items at the page's beginning that were shown. */
  readonly shown?: number | undefined;
  /** Ids of the last of them: the list goes on after the latest that still stands. */
  readonly anchors?: readonly string[] | undefined;
  /** Ids of items shown that others' changes may have pushed to a later page. */
  readonly ahead?: readonly string[] | undefined;
}

/** As many of the items shown last may be deleted, less one, before a list cannot be continued in a page. */
const ANCHORS = 5;

/** The place in front of the page's item with that index. */
export function cursorBefore({ page, at, ahead }: Batch, index: number): Cursor {
  const last = page.slice(Math.max(0, index - ANCHORS), index);
  return { ...at, shown: index, anchors: last.flatMap((item) => itemId(item) ?? []), ahead };
}

/** The place behind the page; undefined at the end of the list. */
export function cursorAfter({ onward, ahead }: Batch): Cursor | undefined {
  return onward && { ...onward, ahead };
}

/**
 * The `next` a model sees: opaque, URL-safe, sealed against slips of the pen.
 * @param list what the list was asked for: another list's cursor would silently start in the wrong place
 */
export function encodeCursor(cursor: Cursor, list: unknown): string {
  const { after = null, limit = null, shown = 0, anchors = [], ahead = [], window, slice } = cursor;
  const times = window && slice ? [window.from, window.to, slice.from, slice.to] : [];
  const position = [after, limit, shown, anchors, times, ahead];
  return Buffer.from(JSON.stringify([...position, seal(position, list)])).toString("base64url");
}

/** @throws OktaMcpError `arguments_invalid` for anything `encodeCursor` did not make for this list */
export function decodeCursor(text: string | undefined, list: unknown): Cursor {
  if (text === undefined) return {};
  try {
    const position = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (position.pop() === seal(position, list)) {
      const [after, limit, shown, anchors, [from, to, sliceFrom, sliceTo], ahead] = position;
      const window =
        from === undefined ? {} : { window: { from, to }, slice: { from: sliceFrom, to: sliceTo } };
      return { after: after ?? undefined, limit: limit ?? undefined, shown, anchors, ahead, ...window };
    }
  } catch {
    // Falls through to the error: any damage means the same.
  }
  throw cursorError("is not one that this list gave");
}

function seal(position: readonly unknown[], list: unknown): string {
  return digest(canonical([position, list])).slice(0, 8);
}

/** What the list calls its items by: Okta's id, or the uuid of a log event. */
export function itemId(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const id = item.id ?? item.uuid;
  return typeof id === "string" ? id : undefined;
}

export function cursorError(what: string): OktaMcpError {
  return new OktaMcpError("arguments_invalid", `The cursor ${what}.`, {
    field: "after",
    next: "Pass `next` of the previous answer unchanged with the same other arguments, or leave `after` out to start again.",
  });
}
