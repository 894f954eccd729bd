import { OktaMcpError } from "../../errors.js";
import { WITHOUT_ANSWER } from "../../tool/list-answer.js";
import type { ToolContext } from "../../tool/tool.js";
import { inParallel } from "../in-parallel.js";
import { LOG_PAGE, type LogQuery, logInPages, targetsOf, textAt } from "../log-events.js";
import { allOf, equals, oneEquals } from "../log-filter.js";

/** Sign-ons that went through, by whatever protocol. */
const SIGN_ON = allOf([equals("eventType", "user.authentication.sso"), equals("outcome.result", "SUCCESS")]);

/** Pages of all sign-ons, in which the applications in daily use are met. */
const NEWEST_PAGES = 3;
/** Applications asked for in one request: a filter of some 800 characters. */
const BATCH = 20;
const PARALLEL = 4;
/** Some three minutes of the 120 requests a minute that an org's log has. */
const MAX_REQUESTS = 300;

export interface LastUses {
  /** Of each application that was used: when last, ISO 8601. */
  readonly found: ReadonlyMap<string, string>;
  /** Those of which it could not be told. */
  readonly unknown: ReadonlySet<string>;
  /** Why not. */
  readonly problem?: string;
}

/**
 * When each application was last signed on to. The log of a large org holds millions of sign-ons, so it is not read
 * through: the newest pages show what is in daily use, and the rest is asked for by id, a batch in each request.
 * @param step told of each request
 * @throws OktaMcpError as the first request does; `cancelled`
 */
export async function readLastUses(
  context: ToolContext,
  ids: readonly string[],
  window: Omit<LogQuery, "filter">,
  step: () => void,
): Promise<LastUses> {
  const search = new Search(context, ids, window, step);
  const { found } = search;
  try {
    if (ids.length === 0 || (await search.inNewest())) return { found, unknown: new Set() };
    await inParallel(batchesOf(search.unmet(ids)), PARALLEL, (batch) => search.byId(batch));
  } catch (error) {
    const isAnswer = error instanceof OktaMcpError && !WITHOUT_ANSWER.includes(error.code);
    if (!isAnswer || search.requests === 0) throw error;
    search.problem = `Stopped early by ${error.code}: ${error.message} ${error.next}`;
  }
  const unknown = new Set(ids.filter((id) => !search.isTold(id)));
  return { found, unknown, ...(search.problem !== undefined && { problem: search.problem }) };
}

class Search {
  readonly found = new Map<string, string>();
  /** Answered. */
  requests = 0;
  problem: string | undefined;
  readonly #context: ToolContext;
  readonly #wanted: ReadonlySet<string>;
  readonly #window: Omit<LogQuery, "filter">;
  readonly #step: () => void;
  /** Applications known to have no more sign-ons than those found. */
  readonly #unused = new Set<string>();

  constructor(
    context: ToolContext,
    ids: readonly string[],
    window: Omit<LogQuery, "filter">,
    step: () => void,
  ) {
    this.#context = context;
    this.#wanted = new Set(ids);
    this.#window = window;
    this.#step = step;
  }

  unmet(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.found.has(id));
  }

  isTold(id: string): boolean {
    return this.found.has(id) || this.#unused.has(id);
  }

  /** @returns whether that was the whole log, or enough of it */
  async inNewest(): Promise<boolean> {
    const source = logInPages(this.#context, { ...this.#window, filter: SIGN_ON });
    let pages = 0;
    for await (const { items, next } of this.#context.pages(source, NEWEST_PAGES * LOG_PAGE)) {
      this.#note(items);
      pages += 1;
      if (next === undefined || this.found.size === this.#wanted.size) return true;
      if (pages === NEWEST_PAGES) return false;
    }
    return true;
  }

  /**
   * A page that is the last one has told of all of the batch. Of a full one, those it did not show are asked for
   * again: each round finds one more at least.
   */
  async byId(batch: readonly string[]): Promise<void> {
    let { until } = this.#window;
    for (let rest = batch; rest.length > 0; ) {
      if (this.requests >= MAX_REQUESTS) this.problem ??= `Stopped after ${MAX_REQUESTS} requests.`;
      if (this.problem !== undefined) return;
      const filter = allOf([SIGN_ON, oneEquals(["target.id"], rest)]);
      const { items, isLast } = await this.#newestPage({ ...this.#window, until, filter });
      this.#note(items);
      const unmet = this.unmet(rest);
      if (isLast) {
        for (const id of unmet) this.#unused.add(id);
        return;
      }
      if (unmet.length === rest.length)
        throw new OktaMcpError("unexpected_response", "Okta's log does not keep to its filter.");
      rest = unmet;
      // They were not used after the page's oldest event, whose instant may go on on the next page.
      until = justAfter(items.at(-1)) ?? until;
    }
  }

  async #newestPage(query: LogQuery): Promise<{ items: readonly unknown[]; isLast: boolean }> {
    for await (const { items, next } of this.#context.pages(logInPages(this.#context, query), LOG_PAGE)) {
      return { items, isLast: next === undefined || items.length === 0 };
    }
    return { items: [], isLast: true };
  }

  /** @param events newest first */
  #note(events: readonly unknown[]): void {
    this.requests += 1;
    this.#step();
    for (const event of events) {
      const time = textAt(event, "published");
      for (const { id } of targetsOf(event)) {
        if (typeof id !== "string" || time === undefined) continue;
        if (this.#wanted.has(id) && !this.found.has(id)) this.found.set(id, time);
      }
    }
  }
}

function justAfter(event: unknown): string | undefined {
  const time = Date.parse(textAt(event, "published") ?? "");
  return Number.isNaN(time) ? undefined : new Date(time + 1).toISOString();
}

function batchesOf(ids: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, at) =>
    ids.slice(at * BATCH, (at + 1) * BATCH),
  );
}
