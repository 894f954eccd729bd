import type { OktaMcpError } from "../errors.js";
import type { Wait } from "../http/pace.js";
import type { Outcome } from "../tool/call.js";
import type { Progress, ToolDescriptor, ToolResult } from "../tool/tool.js";

export interface CallsUnderWayOptions {
  /** Told of what a cancelled call leaves behind: its own answer reaches nobody. */
  readonly warn: (text: string) => void;
  /** Milliseconds since 1970; the system clock's where nothing else is given. */
  readonly now?: () => number;
}

/** What a call is given while it runs. */
export interface CallUnderWay {
  /** Aborted by the client's own signal, and when the service closes. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

export interface CallRequestParts {
  readonly signal: AbortSignal;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** The calls that run at present: to be told of waits, and to be ended in good order. */
export interface CallsUnderWay {
  run(
    tool: Pick<ToolDescriptor, "name" | "safety">,
    request: CallRequestParts,
    action: (call: CallUnderWay) => Promise<Outcome>,
  ): Promise<Outcome>;
  /** Shows the user of each call that the connection waits, as long as it does. */
  tell(wait: Wait): void;
  /** Aborts all, and waits for them to come to rest, `graceMs` at most. */
  end(graceMs: number): Promise<void>;
}

interface Entry {
  readonly abort: () => void;
  /** Shows the place it has reached once more. */
  readonly remind: () => void;
  readonly ended: Promise<unknown>;
}

export function createCallsUnderWay({ warn, now = Date.now }: CallsUnderWayOptions): CallsUnderWay {
  const entries = new Set<Entry>();
  let wait: Wait | undefined;

  /** A page that was there already must not hide that the next one waits. */
  const withWait = (progress: Progress): Progress => {
    if (!wait || wait.until.getTime() <= now()) return progress;
    const { message } = progress;
    const words = waitWords(wait);
    return { ...progress, message: message === undefined ? words : `${message}; ${words}` };
  };

  return {
    async run({ name, safety }, { signal: asked, progress = () => undefined }, action) {
      const controller = new AbortController();
      const abort = () => controller.abort();
      if (asked.aborted) abort();
      asked.addEventListener("abort", abort, { once: true });
      let last: Progress = { done: 0 };
      const show = (next: Progress) => {
        last = next;
        progress(withWait(next));
      };
      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const entry: Entry = { abort, ended, remind: () => progress(withWait(last)) };
      // Before it begins: its very first step may be to wait.
      entries.add(entry);
      try {
        const outcome = await action({ signal: controller.signal, progress: show });
        if (controller.signal.aborted) report(warn, name, safety, outcome);
        return outcome;
      } finally {
        end();
        entries.delete(entry);
        asked.removeEventListener("abort", abort);
      }
    },
    tell(next) {
      wait = next;
      for (const entry of entries) entry.remind();
    },
    async end(graceMs) {
      const ending = [...entries].map(({ abort, ended }) => {
        abort();
        return ended;
      });
      if (ending.length === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(ending), grace]);
      clearTimeout(timer);
    },
  };
}

/** A cancelled call's answer is not sent (MCP, Cancellation), so what it has done or may have done is told here. */
function report(
  warn: (text: string) => void,
  name: string,
  safety: ToolDescriptor["safety"],
  outcome: Outcome,
): void {
  if (!outcome.ok) warn(`${name} was broken off. ${remains(outcome.error)}`);
  else if (safety !== "read" && isChange(outcome.result))
    warn(`${name} was cancelled too late: the change is made.`);
}

/** A dry run sends nothing, nor does an update that would change nothing. */
function isChange({ dry_run, changed }: ToolResult): boolean {
  return dry_run !== true && !(Array.isArray(changed) && changed.length === 0);
}

/** What other codes say may quote Okta, with a person's login in it, and leaves nothing behind. */
function remains({ code, message }: OktaMcpError): string {
  return code === "cancelled" || code === "outcome_unknown" ? `${code}: ${message}` : `${code}.`;
}

/** For the progress of whoever waits: `waiting for the rate limit until 12:00:05 UTC`. */
function waitWords({ until, reason }: Wait): string {
  const time = until.toISOString().slice(11, 19);
  return reason === "rate_limit"
    ? `waiting for the rate limit until ${time} UTC`
    : `Okta failed; trying again at ${time} UTC`;
}
