import type { OutgoingRequest } from "../http/outgoing-request.js";
import { presentable } from "../presentable.js";
import type { Facts } from "./facts.js";
import { objectResult } from "./shape.js";
import { shownChange } from "./shown-change.js";
import type { ToolResult } from "./tool.js";
import type { FieldChange } from "./update.js";

export interface DryRunParts {
  readonly request: OutgoingRequest;
  readonly facts: Facts;
  readonly changed?: readonly FieldChange[] | undefined;
  /** Whether the user would be asked first. */
  readonly asks: boolean;
}

/**
 * What a dry run answers: the very request that would be sent (with secrets masked), what it is about, what depends on
 * it, and for an update what changes: `{dry_run, request, changed?, about, depends_on_it?, asks_first, note}`.
 */
export function dryRunResult({ request, facts, changed, asks }: DryRunParts): ToolResult {
  const { pathname, search } = new URL(request.url);
  const ifMatch = request.headers["if-match"];
  const about = facts.subjects.map(({ kind, id, name, state, lastUpdated }) => ({
    kind,
    id,
    name,
    state,
    last_updated: lastUpdated,
  }));
  const depending = facts.dependents.map(({ kind, count, more, names }) => ({
    kind,
    count,
    ...(more && { more }),
    names,
  }));
  return objectResult({
    dry_run: true,
    request: {
      method: request.method,
      path: `${pathname}${search}`,
      ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }),
      ...(request.content !== undefined && { body: presentable(JSON.parse(request.content)) }),
    },
    ...(changed && { changed: changed.map(shownChange) }),
    ...(about.length > 0 && { about }),
    ...(depending.length > 0 && { depends_on_it: depending }),
    asks_first: asks,
    note: "Nothing was sent or changed.",
  });
}
