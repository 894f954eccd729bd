import { OktaMcpError } from "../errors.js";
import { decodeCursor } from "./cursor.js";
import { ListAnswer } from "./list-answer.js";
import { pageLimit, readList } from "./list-reader.js";
import type { ListSource } from "./list-source.js";
import type { ListArguments, Progress, ToolResult, View } from "./tool.js";

/** Items read at most where the caller does not say how many. */
const DEFAULT_ITEMS = 2000;

export interface ReadingRun {
  readonly orgUrl: string;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ListRun extends ReadingRun {
  /** The list tool's name. */
  readonly tool: string;
  readonly progress: (progress: Progress) => void;
}

/**
 * A page of a list, or with `fetch_all` all of it as far as `max_items`:
 * `{items, count, total_read?, complete, next?, note?}`. An answer over the cap is cut between items; whatever ends it
 * early, its `next` goes on right after the last item shown, in the middle of one of Okta's pages too. With
 * `count_only` the whole list is read, whatever its length: `{total_read, complete, note?}`.
 * A failure after some pages of `fetch_all` is such an end, too.
 * @throws OktaMcpError `arguments_invalid` for another list's cursor, and for any beside `count_only`; as the first
 * request does
 */
export async function runList(
  input: ListArguments,
  view: View,
  source: ListSource,
  run: ListRun,
): Promise<ToolResult> {
  const { after, limit, fetch_all, count_only: counts = false, max_items, detail, fields, ...list } = input;
  const all = counts || fetch_all === true;
  if (counts && after !== undefined) {
    const message = "after: count_only counts the whole list, not the rest of it.";
    throw new OktaMcpError("arguments_invalid", message, { field: "after", next: "Leave `after` out." });
  }
  // The same question to another list, or another org, has another answer.
  const asked = [run.orgUrl, run.tool, list];
  const cursor = decodeCursor(after, asked);
  const most = counts
    ? Number.POSITIVE_INFINITY
    : all
      ? (max_items ?? DEFAULT_ITEMS)
      : (limit ?? Number.POSITIVE_INFINITY);
  const answer = new ListAnswer({ detail, fields }, view, { most, all, counts });
  const options = { ...run, limit: all ? pageLimit(source, most) : limit, wanted: all ? most : 1 };
  const enough = all ? most : 1;
  try {
    for await (const batch of readList(source, cursor, options)) {
      answer.add(batch);
      if (all) run.progress({ done: answer.read, message: `${answer.read} items read` });
      if (answer.read >= enough) break;
    }
  } catch (error) {
    const kept = error instanceof OktaMcpError ? answer.brokenOff(error) : undefined;
    if (!kept) throw error;
  }
  return answer.result(asked);
}
