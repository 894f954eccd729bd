import { isIP } from "node:net";
import { z } from "zod";
import * as argument from "../../generated/schemas/arguments.js";
import { OktaMcpError } from "../errors.js";
import { WITHOUT_ANSWER } from "../tool/list-answer.js";
import { isObject } from "../tool/paths.js";
import type { Tool, ToolContext } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import { type LogQuery, logInSlices, textAt } from "./log-events.js";
import { tell } from "./login-failures/answer.js";
import { Attempts } from "./login-failures/attempts.js";
import { failureFilter, type Subject } from "./login-failures/filter.js";
import { WholeInstants } from "./login-failures/whole-instants.js";
import { settleWindow } from "./login-failures/window.js";

const input = z.strictObject({
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  user: argument.text.max(200).optional(),
  application: argument.text.max(200).optional(),
  ip: z
    .string()
    .refine((text) => isIP(text) > 0, "an IPv4 or IPv6 address")
    .optional(),
});

/** Fifty requests of the 120 a minute that an org's log has. */
const MAX_EVENTS = 50_000;

export interface LoginFailuresOptions {
  /** Milliseconds since 1970; the system clock's where nothing else is given. */
  readonly now?: () => number;
  /** Events read in one call. */
  readonly maxEvents?: number;
}

/**
 * Failed and denied sign-ins, counted as attempts. Read newest first: what the cap or a failure cuts off is the
 * oldest part of the window, and what is counted is whole from an instant on.
 */
export const getLoginFailures = ({
  now = Date.now,
  maxEvents = MAX_EVENTS,
}: LoginFailuresOptions = {}): Tool<typeof input> => ({
  ...descriptors.get_login_failures,
  input,
  async run(context, { since: from, until: to, ...subject }) {
    const { since, until, gone } = settleWindow({ since: from, until: to }, now());
    const attempts = new Attempts();
    const query = { since, until, filter: failureFilter(subject) };
    const cut = await readAttempts(context, query, attempts, maxEvents);
    const note = [gone, cut, attempts.events === 0 && cut === undefined ? absence(subject) : undefined]
      .filter((sentence) => sentence !== undefined)
      .join(" ");
    return {
      window: { since, until },
      ...tell(attempts.all),
      events_read: attempts.events,
      complete: gone === undefined && cut === undefined,
      ...(note !== "" && { note }),
    };
  },
});

/** Reads what there is of it into the attempts. @returns what is missing, where something is */
async function readAttempts(
  context: ToolContext,
  query: LogQuery,
  attempts: Attempts,
  most: number,
): Promise<string | undefined> {
  const instants = new WholeInstants(query.until, (event) => attempts.add(event));
  let read = 0;
  let oldest: string | undefined;
  try {
    for await (const { items, next } of context.pages(logInSlices(context, query), most)) {
      for (const event of items.filter(isObject)) instants.add(event);
      read += items.length;
      oldest = textAt(items.at(-1), "published") ?? oldest;
      context.progress({ done: read, message: `${read} events read` });
      if (read >= most && next !== undefined) {
        const from = instants.cut();
        return `There are more than the ${most} events that are read in one call: counted is what was since ${from}. For the rest call again with since=${query.since} and until=${from} and the other arguments unchanged, or ask for one user, application or ip.`;
      }
    }
    instants.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof OktaMcpError) || oldest === undefined || WITHOUT_ANSWER.includes(error.code))
      throw error;
    instants.end();
    return `Stopped early by ${error.code}: ${error.message} Counted is what was since ${oldest}. ${error.next}`;
  }
}

/** What else may be the reason that nothing was found. */
function absence({ user, application }: Subject): string | undefined {
  const advice = [
    user !== undefined && "user is compared with the whole login or id (find_user finds it)",
    application !== undefined &&
      "application with the whole label or id (list_applications finds it), and attempts that fail before they reach an application name none",
  ].filter((part) => part !== false);
  return advice.length > 0 ? `None found: ${advice.join("; ")}.` : undefined;
}
