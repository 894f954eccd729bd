import { setMaxListeners } from "node:events";
import { OktaMcpError } from "../errors.js";
import { type AdmissionOptions, createAdmission } from "./admission.js";
import { settle } from "./doubt.js";
import { retryAfter } from "./rate-limit-headers.js";
import { bucketOf, JITTER_MS, type KnownLimit } from "./rate-limits.js";
import { backoff, type Judgement, judge, type Outcome } from "./retry.js";

export type { Wait } from "./admission.js";

export type PaceOptions = AdmissionOptions;

/** A request, as far as its pace depends on it. */
export interface PacedRequest {
  readonly method: string;
  readonly url: string;
  readonly signal: AbortSignal | undefined;
}

type Fetch = typeof globalThis.fetch;

export interface Pace {
  /**
   * Waits for the request's turn, sends it, and sends it again where that is safe and of use.
   * @param fetch as the transport's
   * @param attempt one try by means of the given fetch; what else it throws is not retried
   * @throws OktaMcpError `rate_limited` when the wait would be too long, `cancelled`, `outcome_unknown`; else what the last try threw
   */
  run(request: PacedRequest, fetch: Fetch, attempt: (fetch: Fetch) => Promise<Response>): Promise<Response>;
  /** What is known of the org's rate limits. */
  limits(): readonly KnownLimit[];
  /** Ends all waiting. */
  close(): void;
}

export function createPace(options: PaceOptions): Pace {
  const { random = Math.random } = options;
  const admission = createAdmission(options);

  /** Milliseconds before the next try; undefined where there shall be none. */
  function pauseBefore(retry: number, { verdict, retries = 0 }: Judgement, bucket: string, outcome: Outcome) {
    if (verdict === "final") return undefined;
    if (verdict === "again") return retry > retries ? undefined : backoff(retry, random, verdict);
    const reset = admission.usedUp(bucket);
    if (reset) return reset.left + random() * JITTER_MS;
    const asked = "response" in outcome ? retryAfter(outcome.response.headers) : undefined;
    return Math.max(asked ?? 0, backoff(retry, random, verdict));
  }

  return {
    close: admission.close,
    limits: admission.known,

    async run({ method, url, signal }, fetch, attempt) {
      const bucket = bucketOf(method, new URL(url).pathname);
      // Many requests of one call share its signal; each takes its listeners off again.
      if (signal) setMaxListeners(0, signal);
      const patience = admission.patience(signal);
      const retries = { again: 0, limited: 0 };
      let doubt: Outcome | undefined;

      async function once(): Promise<Outcome> {
        let lost: unknown;
        const observed: Fetch = async (input, init) => {
          try {
            const response = await fetch(input, init);
            admission.observe(bucket, response);
            return response;
          } catch (error) {
            lost = error;
            throw error;
          }
        };
        let entered = false;
        try {
          await admission.enter(bucket, patience);
          entered = true;
          return { response: await attempt(observed) };
        } catch (error) {
          if (!(error instanceof OktaMcpError)) throw error;
          return { error, before: error !== lost };
        } finally {
          if (entered) admission.leave(bucket);
        }
      }

      for (;;) {
        let outcome = await once();
        const judgement = judge(method, outcome);
        const { verdict, doubtful } = judgement;
        if (verdict !== "final") {
          const left = pauseBefore(++retries[verdict], judgement, bucket, outcome);
          if (left !== undefined && patience.allows(left)) {
            // A lost answer leaves more open than a server error.
            if (doubtful && !(doubt && "error" in doubt)) doubt = outcome;
            const waits = verdict === "limited" ? "rate_limit" : "retry";
            const stopped = await patience.spend(left, waits).catch((error: OktaMcpError) => error);
            if (stopped === undefined) continue;
            outcome = { error: stopped };
          }
        }
        if (doubt !== undefined) outcome = settle(method, doubt, outcome);
        if ("error" in outcome) throw outcome.error;
        return outcome.response;
      }
    },
  };
}
