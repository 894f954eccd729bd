import { OktaMcpError } from "../../errors.js";
import { DAY, RETENTION_DAYS } from "../log-events.js";

/** The default length, ending now. */
const LENGTH = DAY;

export interface Window {
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  /** What Okta has forgotten of the window asked for. */
  readonly gone?: string;
}

/**
 * The window with both ends, as far as the log reaches back: Okta refuses a `since` of more than 180 days ago.
 * @throws OktaMcpError `arguments_invalid` where nothing can be in it
 */
export function settleWindow(
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: number,
): Window {
  const until = asked.until ?? iso(now);
  const since = asked.since ?? iso(Date.parse(until) - LENGTH);
  const oldest = now - RETENTION_DAYS * DAY;
  if (Date.parse(since) >= Date.parse(until)) refuse("since", `since: ${since} is not before ${until}`);
  if (Date.parse(until) <= oldest) refuse("until", `until: Okta's log keeps ${RETENTION_DAYS} days`);
  if (Date.parse(since) >= oldest) return { since, until };
  const gone = `Okta's log keeps ${RETENTION_DAYS} days: what was before ${iso(oldest)} is not counted.`;
  return { since: iso(oldest), until, gone };
}

function refuse(field: string, message: string): never {
  throw new OktaMcpError("arguments_invalid", message, { field });
}

const iso = (time: number): string => new Date(time).toISOString();
