import { type Cursor, cursorError, itemId } from "./cursor.js";
import type { Batch } from "./list-source.js";

/** Items shown that are looked out for on later pages; those that were deleted never come, and must not add up. */
const AHEAD = 20;

/** Items that came in since may push the last one shown as many pages further, less one. */
const PAGES_TO_SEARCH = 3;

/**
 * The batches from the cursor on, without the items that were shown. Items may have come or gone since: the list goes
 * on after the latest of the items shown last (the cursor's anchors) that still stands. What changes its place in the
 * list's order meanwhile may still be missed or seen twice, as in Okta's own paging.
 * @throws OktaMcpError `arguments_invalid` when all anchors are gone: what comes after them is unknown then
 */
export async function* resumed(batches: AsyncIterable<Batch>, cursor: Cursor): AsyncGenerator<Batch> {
  const { shown = 0, anchors = [] } = cursor;
  const known = new Set(anchors);
  // As long as every item shown of the page is known, it does not matter where they stand.
  let searching = shown > known.size;
  let pages = 0;
  for await (const batch of withoutAnchors(batches, cursor)) {
    if (!searching) {
      yield batch;
      continue;
    }
    pages += 1;
    const { page, fresh, onward } = batch;
    const start = known.size === 0 ? shown : page.findLastIndex((item) => known.has(itemId(item) ?? "")) + 1;
    searching = start === 0;
    if (!searching) yield { ...batch, fresh: fresh.filter((index) => index >= start) };
    else if (pages === PAGES_TO_SEARCH || !onward) {
      throw cursorError("continues after items that are no longer there");
    }
  }
}

/** The batches without the items shown earlier, wherever others' changes have put them. */
export async function* withoutAnchors(
  batches: AsyncIterable<Batch>,
  { anchors = [], ahead = [] }: Cursor,
): AsyncGenerator<Batch> {
  const left = new Set([...anchors, ...ahead]);
  for await (const batch of batches) {
    // A page that was read for an earlier place may come again: only what is shown counts as come.
    const fresh = batch.fresh.filter((index) => !left.delete(itemId(batch.page[index]) ?? ""));
    yield { ...batch, fresh, ...(left.size > 0 && { ahead: [...left].slice(-AHEAD) }) };
  }
}
