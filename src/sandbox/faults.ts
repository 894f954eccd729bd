import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "./router.js";

/** A broken endpoint. Without `status`, `html` and `closeSocket` it is only slow. */
export interface Fault {
  /** Answered with a JSON error that is not Okta's, or with `html`. */
  readonly status?: number;
  /** A page, as proxies answer; status 200 unless `status` says otherwise. */
  readonly html?: string;
  readonly delayMs?: number;
  /** Ends the connection without an answer. */
  readonly closeSocket?: boolean;
  /** The request takes effect all the same, and only its answer is lost. */
  readonly afterEffect?: boolean;
  /** How many requests are hit; all of them without it. */
  readonly times?: number;
}

/** What is broken at present; settable while the org runs, undefined mends it. */
export interface Faults {
  tokenEndpoint?: Fault | undefined;
}

/** @returns the fault that hits this request, counted down */
export function takeFault(faults: Faults): Fault | undefined {
  const fault = faults.tokenEndpoint;
  if (fault?.times === undefined) return fault;
  faults.tokenEndpoint = fault.times > 1 ? { ...fault, times: fault.times - 1 } : undefined;
  return fault;
}

/**
 * Answers a request that a fault hits.
 * @param serve the real answer
 * @returns undefined for no answer at all
 */
export async function suffer(fault: Fault, serve: () => Promise<Answer>): Promise<Answer | undefined> {
  const served = fault.afterEffect === true ? await serve() : undefined;
  // Not a reason to keep the process alive: who closes the org need not wait for a slow answer.
  if (fault.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
  if (fault.closeSocket === true) return undefined;
  if (fault.html !== undefined) return { status: fault.status ?? 200, html: fault.html };
  if (fault.status !== undefined) return { status: fault.status, body: { message: "fault of the sandbox" } };
  return served ?? serve();
}
