import { listLogEvents } from "../../generated/operations/logs.js";
import type { ListSource } from "../tool/list-source.js";
import { isObject, type JsonObject, valueAt } from "../tool/paths.js";
import type { ToolContext } from "../tool/tool.js";

/** Okta's largest page of the log. */
export const LOG_PAGE = 1000;

/** Older events are gone (Okta, System Log query, "Data retention"). */
export const RETENTION_DAYS = 90;
export const DAY = 86_400_000;

export interface LogQuery {
  /** ISO 8601; both ends, so that the query is bounded and in order. */
  readonly since: string;
  readonly until: string;
  readonly filter: string;
}

/** A stretch of the log, newest first, in slices of time that are read in parallel. */
export const logInSlices = (context: ToolContext, { since, until, filter }: LogQuery): ListSource => ({
  maximum: LOG_PAGE,
  window: { since, until, descending: true },
  page: ({ signal, ...asked }) =>
    listLogEvents(context.okta, { query: { ...asked, filter, sortOrder: "DESCENDING" } }, signal),
});

/** The same page by page, for who wants no more than the newest events. */
export const logInPages = (context: ToolContext, { since, until, filter }: LogQuery): ListSource => ({
  maximum: LOG_PAGE,
  page: ({ after, limit, signal }) =>
    listLogEvents(
      context.okta,
      { query: { after, limit, since, until, filter, sortOrder: "DESCENDING" } },
      signal,
    ),
});

/** A text of the event; nothing where Okta knows none. */
export function textAt(event: unknown, path: string): string | undefined {
  const value = valueAt(event, path);
  // Okta writes out that it does not know an actor's id or address.
  return typeof value === "string" && value !== "" && value !== "unknown" ? value : undefined;
}

export function targetsOf(event: unknown): readonly JsonObject[] {
  const targets = valueAt(event, "target");
  return Array.isArray(targets) ? targets.filter(isObject) : [];
}
