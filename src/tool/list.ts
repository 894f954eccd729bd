import { OktaMcpError } from "../errors.js";
import { nextCursor } from "../http/links.js";
import { decodeCursor, encodeCursor, itemId, remaining } from "./cursor.js";
import { MAX_RESULT, objectResult, shapeItem, size } from "./shape.js";
import type { ListArguments, OktaAnswer, ToolResult, View } from "./tool.js";

/** Room for `count`, `complete`, `next` and `note` beside the items. */
const ENVELOPE = 6_000;

/**
 * One page of a list: `{items, count, complete, next?}`. A page over the cap is cut between items; its `next` goes
 * on right after the last item shown. An item that alone is over it loses its largest fields, and says so.
 */
export async function listPage(
  input: ListArguments,
  view: View,
  page: (after: string | undefined) => Promise<OktaAnswer>,
  orgUrl: string,
): Promise<ToolResult> {
  const { after: position, limit: _limit, detail: _detail, fields: _fields, ...list } = input;
  const cursor = decodeCursor(position, list);
  const { data, response } = await page(cursor.after);
  if (!Array.isArray(data))
    throw new OktaMcpError("unexpected_response", "Okta answered something other than a list.");
  const items = remaining(data, cursor);
  const shaped = items.map((item) => objectResult(shapeItem(item, input, view), MAX_RESULT - ENVELOPE));
  const count = fitting(shaped);
  if (count < items.length) {
    const shown = data.length - items.length + count;
    const next = encodeCursor({ after: cursor.after, shown, last: itemId(items[count - 1]) }, list);
    const note = `Cut to stay under ${MAX_RESULT} characters: ${count} of the ${items.length} items of this page. Go on with next, or ask for fewer fields.`;
    return { items: shaped.slice(0, count), count, complete: false, next, note };
  }
  // An empty page is the end: Okta's log goes on offering a next link for events still to come.
  const after = data.length > 0 ? nextCursor(response, orgUrl) : undefined;
  if (after === undefined) return { items: shaped, count, complete: true };
  return { items: shaped, count, complete: false, next: encodeCursor({ after }, list) };
}

/** How many items fit under the cap: at least one, so that a list always goes on. */
function fitting(items: readonly unknown[]): number {
  let total = ENVELOPE;
  const index = items.findIndex((item) => {
    total += size(item) + 1;
    return total > MAX_RESULT;
  });
  return index < 0 ? items.length : Math.max(index, 1);
}
