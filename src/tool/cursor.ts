import { createHash } from "node:crypto";
import { OktaMcpError } from "../errors.js";
import { canonical } from "./canonical.js";
import { isObject } from "./paths.js";

/** Where a list goes on: Okta's cursor of the page, and how much of that page was shown already. */
export interface Cursor {
  /** Okta's `after`; absent on the first page. */
  after?: string | undefined;
  /** Items of the page that were shown. */
  shown?: number | undefined;
  /** Id of the last item shown: the page is only continued where it still stands. */
  last?: string | undefined;
}

/**
 * The `next` a model sees: opaque, URL-safe, sealed against slips of the pen.
 * @param list what the list was asked for: another list's cursor would silently start in the wrong place
 */
export function encodeCursor({ after, shown, last }: Cursor, list: unknown): string {
  const position = [after ?? null, shown ?? 0, last ?? null];
  return Buffer.from(JSON.stringify([...position, seal(position, list)])).toString("base64url");
}

/** @throws OktaMcpError `arguments_invalid` for anything `encodeCursor` did not make for this list */
export function decodeCursor(text: string | undefined, list: unknown): Cursor {
  if (text === undefined) return {};
  try {
    const [after, shown, last, sealed] = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (sealed === seal([after, shown, last], list)) {
      return { after: after ?? undefined, shown, last: last ?? undefined };
    }
  } catch {
    // Falls through to the error: any damage means the same.
  }
  throw cursorError("is not one that this list gave");
}

function seal(position: readonly unknown[], list: unknown): string {
  return createHash("sha256")
    .update(canonical([position, list]))
    .digest("base64url")
    .slice(0, 8);
}

/**
 * The items of a page that were not shown yet. Items that came or went since are allowed for by the last one's id.
 * @throws OktaMcpError `arguments_invalid` when that item is gone: what comes after it is unknown then
 */
export function remaining(items: readonly unknown[], { shown = 0, last }: Cursor): readonly unknown[] {
  if (shown === 0) return items;
  if (last === undefined) return items.slice(shown);
  const index = items.findIndex((item) => itemId(item) === last);
  if (index < 0) throw cursorError("continues after an item that is no longer there");
  return items.slice(index + 1);
}

export function itemId(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const id = item.id ?? item.uuid;
  return typeof id === "string" ? id : undefined;
}

function cursorError(what: string): OktaMcpError {
  return new OktaMcpError("arguments_invalid", `The cursor ${what}.`, {
    field: "after",
    next: "Pass `next` of the previous answer unchanged with the same other arguments, or leave `after` out to start again.",
  });
}
