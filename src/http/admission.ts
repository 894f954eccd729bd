import { setTimeout as pause } from "node:timers/promises";
import { OktaMcpError } from "../errors.js";
import { createRateLimits, type RateLimits } from "./rate-limits.js";
import { createSlots, type Slots } from "./slots.js";

/** A wait that a user would notice. */
export interface Wait {
  /** By this machine's clock. */
  readonly until: Date;
  readonly reason: "rate_limit" | "retry";
}

export interface AdmissionOptions {
  /** Percent of each rate limit that is left to the org's other clients, default 10. */
  readonly rateReserve?: number;
  /** The longest that one request may wait for rate limits and between tries, in milliseconds, default 60,000. */
  readonly maxWaitMs?: number;
  /** Requests under way at a time, default 8. Okta allows an org 35 to 75, for all its clients together. */
  readonly concurrency?: number;
  readonly onWait?: (wait: Wait) => void;
  /** Milliseconds since the epoch; `Date.now` when absent. */
  readonly now?: () => number;
  /** In [0, 1); `Math.random` when absent. */
  readonly random?: () => number;
  /** Resolves after so many milliseconds, rejects when the signal fires; a timer when absent. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** How much waiting one request has left, over all its tries. */
export interface Patience {
  allows(milliseconds: number): boolean;
  /** Waits. @throws OktaMcpError `cancelled` */
  spend(milliseconds: number, reason: Wait["reason"]): Promise<void>;
  /** Of the request's caller. */
  readonly signal: AbortSignal | undefined;
}

/** Decides when a request may go out: when its bucket's limit allows and there is a place among those under way. */
export interface Admission extends Pick<RateLimits, "observe" | "usedUp" | "known"> {
  patience(signal: AbortSignal | undefined): Patience;
  /**
   * Waits for the turn of a request, which must `leave` afterwards.
   * @throws OktaMcpError `rate_limited` when the wait would be too long, `cancelled`
   */
  enter(bucket: string, patience: Patience): Promise<void>;
  leave(bucket: string): void;
  /** Ends all waiting. */
  close(): void;
}

/** Shorter waits are nobody's business. */
const NOTICEABLE_MS = 500;
/** Jitter and whole seconds make a wait longer than its window; one that is waited out otherwise shall not fail of that. */
const SLACK_MS = 2_000;

export function createAdmission(options: AdmissionOptions): Admission {
  const { now = Date.now, random = Math.random, onWait, maxWaitMs = 60_000 } = options;
  const wait = options.wait ?? ((milliseconds, signal) => pause(milliseconds, undefined, { signal }));
  const limits = createRateLimits(now, random, options.rateReserve ?? 10);
  const slots = createSlots(options.concurrency ?? 8);
  /** One line per bucket: who came first goes first. */
  const lines = new Map<string, Slots>();
  const closing = new AbortController();

  function lineOf(bucket: string): Slots {
    const line = lines.get(bucket) ?? createSlots(1);
    lines.set(bucket, line);
    return line;
  }

  async function turn(slot: Slots, signal: AbortSignal | undefined): Promise<void> {
    try {
      await slot.acquire(signal);
    } catch {
      throw cancelled();
    }
  }

  return {
    observe: limits.observe,
    usedUp: limits.usedUp,
    known: limits.known,
    close: () => closing.abort(),

    patience(signal) {
      let spent = 0;
      return {
        signal,
        allows: (milliseconds) => spent + milliseconds <= maxWaitMs + SLACK_MS,
        async spend(milliseconds, reason) {
          spent += milliseconds;
          if (milliseconds >= NOTICEABLE_MS) onWait?.({ until: new Date(now() + milliseconds), reason });
          try {
            await wait(milliseconds, signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
          } catch {
            throw closing.signal.aborted ? shutDown() : cancelled();
          }
        },
      };
    },

    async enter(bucket, patience) {
      const line = lineOf(bucket);
      await turn(line, patience.signal);
      try {
        for (;;) {
          // A place first: while a bucket is unknown, that bounds how many requests go out before an answer tells of it.
          await turn(slots, patience.signal);
          const left = limits.book(bucket);
          if (left === 0) return;
          slots.release();
          if (!patience.allows(left)) throw keptBack(left, limits.usedUp(bucket)?.until);
          await patience.spend(left, "rate_limit");
        }
      } finally {
        line.release();
      }
    },

    leave(bucket) {
      slots.release();
      limits.done(bucket);
    },
  };
}

const cancelled = () => new OktaMcpError("cancelled", "The call was cancelled.");
const shutDown = () => new OktaMcpError("cancelled", "The server is shutting down.");

/** @param until undefined while the bucket is not used up, only too slow for this caller's patience */
function keptBack(left: number, until: Date | undefined): OktaMcpError {
  const seconds = Math.ceil(left / 1000);
  const time = until ? `${until.toISOString()} (in ${seconds} s)` : `${seconds} s`;
  return new OktaMcpError(
    "rate_limited",
    until
      ? `What is left of this endpoint's rate limit is kept for the org's other clients until ${time}. Nothing was sent.`
      : "This endpoint's rate limit is nearly used up. Nothing was sent.",
    { next: `Call again after ${time}.` },
  );
}
