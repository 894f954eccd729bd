import { invalid, OktaError } from "../errors.js";
import { encodeCursor, linkHeaders, readLimit, takePage } from "../paging.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import { ALL, compile, type Grammar } from "../scim.js";
import type { LogRecord } from "../types.js";

export const logRoutes: readonly Route[] = [
  { method: "GET", path: "/api/v1/logs", scope: "okta.logs.read", body: "none", handle: listLogEvents },
];

const LIMIT = { default: 100, max: 1000, above: "reject" } as const;
const DEFAULT_WINDOW_DAYS = 7;
const DAY = 86_400_000;
const MOST_KEYWORDS = 10;
const LONGEST_KEYWORD = 40;

/**
 * The log's debug data has attributes of any name, so a filter may ask for all that look like one; but for `published`,
 * which the window of time is about.
 */
const FILTER: Grammar = {
  operators: ALL,
  attribute: (path) => (path !== "published" && /^\w+(\.[\w-]+)*$/.test(path) ? path : undefined),
};

/**
 * Without `until` and in ascending order the request polls: it always gets a next link, so that it can ask again for
 * what happens later. All others are bounded and end when there is no more.
 */
function listLogEvents(call: Call): Answer {
  const { org, query } = call;
  const limit = readLimit(query, LIMIT);
  const descending = readOrder(query) === "DESCENDING";
  const until = readTime(query, "until");
  const since = readTime(query, "since") ?? (until ?? org.now().getTime()) - DEFAULT_WINDOW_DAYS * DAY;
  if (until !== undefined && since > until) throw invalid("since: The start must not be after the end");
  const filter = query.get("filter");
  const expression = filter === null ? () => true : compile(filter, FILTER);
  const words = keywords(query.get("q"));
  const after = query.get("after");
  const page = takePage(org.log.all, {
    limit,
    after,
    newestFirst: descending,
    keep: (record) => {
      const time = Date.parse(record.published);
      if (time < since || (until !== undefined && time >= until)) return false;
      return expression(record.event) && words.every((word) => textOf(record).includes(word));
    },
  });
  const polling = until === undefined && !descending;
  const next = page.next ?? (polling ? pollingCursor(page.items.at(-1) ?? org.log.all.at(-1)) : undefined);
  return ok(
    page.items.map((record) => record.event),
    linkHeaders(call.base, call.path, query, next, limit),
  );
}

const pollingCursor = (last: LogRecord | undefined): string => encodeCursor({ s: last?.seq ?? 0 });

function textOf(record: LogRecord): string {
  record.text ??= JSON.stringify(record.event).toLowerCase();
  return record.text;
}

function keywords(q: string | null): string[] {
  const words = (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length > MOST_KEYWORDS) throw invalid(`q: At most ${MOST_KEYWORDS} keywords are allowed`);
  if (words.some((word) => word.length > LONGEST_KEYWORD)) {
    throw invalid(`q: A keyword may have at most ${LONGEST_KEYWORD} characters`);
  }
  return words;
}

function readOrder(query: URLSearchParams): "ASCENDING" | "DESCENDING" {
  const order = query.get("sortOrder") ?? "ASCENDING";
  if (order === "ASCENDING" || order === "DESCENDING") return order;
  throw invalid("sortOrder: The value must be one of ASCENDING, DESCENDING");
}

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new OktaError(400, "E0000030", `Bad request. The date in ${name} must be written in ISO 8601.`);
  }
  return time;
}
