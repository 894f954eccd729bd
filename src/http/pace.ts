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
  /**
   * Whether the request may still be made, where it was made of something that others can change. Asked before each try
   * after the first, and after a wait. @throws OktaMcpError where it may not
   */
  readonly check?: () => Promise<void>;
}

type Fetch = typeof globalThis.fetch;

/** As long as what was read counts as read just now. */
const FRESH_MS = 2_000;

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
  const { random = Math.random, now = Date.now } = options;
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

    async run({ method, url, signal, check }, fetch, attempt) {
      const bucket = bucketOf(method, new URL(url).pathname);
      // Many requests of one call share its signal; each takes its listeners off again.
      if (signal) setMaxListeners(0, signal);
      const patience = admission.patience(signal);
      const retries = { again: 0, limited: 0 };
      let doubt: Outcome | undefined;
      // The caller has just made sure.
      let checkedAt = now();

      /** Waits for the turn, with what the request was made of known to be as it was a moment ago. */
      async function enter(): Promise<void> {
        for (;;) {
          await admission.enter(bucket, patience);
          if (!check || now() - checkedAt < FRESH_MS) return;
          // Not in its place: the check sends requests of its own, which need one.
          admission.leave(bucket);
          await check();
          checkedAt = now();
        }
      }

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
          await enter();
          entered = true;
          checkedAt = Number.NEGATIVE_INFINITY;
          return { response: await attempt(observed) };
        } catch (error) {
          if (!(error instanceof OktaMcpError)) {
            // A fault of this program's own is thrown on, unless an earlier try has left something to tell.
            if (!doubt) throw error;
            return {
              error: new OktaMcpError("internal", "This program failed.", { cause: error }),
              before: true,
            };
          }
          return isGone(method, error) ? { response: gone() } : { error, before: error !== lost };
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

/** The check of a DELETE found nothing to delete, as the request itself would have. */
function isGone(method: string, { code, okta }: OktaMcpError): boolean {
  return method === "DELETE" && code === "not_found" && okta?.status === 404;
}

function gone(): Response {
  return new Response("{}", { status: 404, headers: { "content-type": "application/json" } });
}
