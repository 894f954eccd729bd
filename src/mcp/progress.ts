import type { Progress } from "../tool/tool.js";

/** A notification's content, as MCP wants it: `progress` grows with each one. */
export interface ProgressParams {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface ProgressReporter {
  /** Keeps the latest; sends nothing by itself. */
  report(progress: Progress): void;
  /** Nothing is sent after this. */
  end(): void;
}

/** Milliseconds: at most four notifications a second. */
const INTERVAL = 250;
/** Shorter calls show none. */
const QUIET = 1_000;
/** A call that has nothing new to tell shows this often that it is alive. */
const HEARTBEAT = 5_000;

/** The same place again, with other words: the protocol wants a larger number with each notification. */
const NUDGE = 0.001;

/**
 * Sends the latest progress of a call at intervals, from its first second on. A call that has nothing new to tell is
 * shown all the same, by its last words or the time it has taken, so that clients which end silent calls see it work.
 * @param send must not throw
 */
export function startProgress(send: (params: ProgressParams) => void): ProgressReporter {
  let latest: Progress | undefined;
  let sent: number | undefined;
  let words: string | undefined;
  let sinceSent = 0;
  let elapsed = 0;

  const emit = (next: Progress): void => {
    const progress =
      sent === undefined || next.done > sent ? next.done : Math.round((sent + NUDGE) * 1_000) / 1_000;
    sent = progress;
    sinceSent = 0;
    send({
      progress,
      ...(next.total !== undefined && next.total >= progress && { total: next.total }),
      ...(next.message !== undefined && { message: next.message }),
    });
  };

  const timer = setInterval(() => {
    elapsed += INTERVAL;
    sinceSent += INTERVAL;
    if (elapsed < QUIET) return;
    if (latest) {
      emit(latest);
      latest = undefined;
    } else if (sent === undefined || sinceSent >= HEARTBEAT) {
      emit({ done: sent ?? 0, message: words ?? `at work for ${Math.round(elapsed / 1000)} s` });
    }
  }, INTERVAL);
  timer.unref();

  return {
    report(progress) {
      latest = progress;
      words = progress.message;
    },
    end: () => clearInterval(timer),
  };
}
