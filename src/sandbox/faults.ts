import { setTimeout as wait } from "node:timers/promises";
import type { Churn } from "./churn.js";
import { invalidToken } from "./errors.js";
import type { Random } from "./random.js";
import type { Answer } from "./router.js";

/** What can go wrong with one request. Unless it says otherwise, the request takes no effect. */
export type Fault =
  /** A server error whose body is not Okta's; `afterEffect` when the request takes effect all the same. */
  | { readonly kind: "status"; readonly status: number; readonly afterEffect?: boolean }
  /** A page, as proxies answer; status 200 unless it says otherwise. */
  | { readonly kind: "html"; readonly status?: number; readonly html?: string }
  /** 429, its limit renewed in so many seconds; without them no header tells when. */
  | { readonly kind: "rate_limit"; readonly resetIn?: number }
  /** 429 for too many requests at once: limit and remaining 0, the reset a guess of a minute. */
  | { readonly kind: "concurrency" }
  /** The connection ends without an answer, before or after the request took effect. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** Takes effect, and is answered late. */
  | { readonly kind: "slow_headers"; readonly ms: number }
  /** Takes effect; the second half of the body comes late. */
  | { readonly kind: "slow_body"; readonly ms: number }
  /** Takes effect; the JSON ends in the middle, with a length that fits. */
  | { readonly kind: "truncated" }
  /** Takes effect; the answer is dated by a clock that is so far ahead. */
  | { readonly kind: "clock"; readonly aheadMs: number }
  /** All access tokens end, this request's as well. */
  | { readonly kind: "expired_token" }
  /** Somebody else creates a user and a group and deletes one of each, before the request is served. */
  | { readonly kind: "churn" };

export interface FaultRule {
  readonly fault: Fault;
  /** Any, when absent. */
  readonly method?: string;
  /** The route in OpenAPI's notation, `/api/v1/users/{id}`, or with `*` at the end all that begin so. Any, when absent. */
  readonly path?: string;
  /** Chance for each request; 1 when absent. Drawn from the faults' own seeded stream. */
  readonly probability?: number;
  /** How many requests are hit; all of them without it. */
  readonly times?: number;
  /** How many requests are let through first. */
  readonly skip?: number;
}

/** What is broken at present; settable while the org runs. */
export interface Faults {
  /** Breaks something; the result mends it. The first rule that hits decides. */
  add(rule: FaultRule): () => void;
  /** Mends everything. */
  clear(): void;
}

export interface FaultSource extends Faults {
  /** The fault that hits this request, counted down. `route` is a path in OpenAPI's notation. */
  take(method: string, route: string): Fault | undefined;
}

export function createFaults(random: Random): FaultSource {
  let rules: { rule: FaultRule; skip: number; left: number }[] = [];
  return {
    add(rule) {
      const entry = { rule, skip: rule.skip ?? 0, left: rule.times ?? Number.POSITIVE_INFINITY };
      rules.push(entry);
      return () => {
        rules = rules.filter((each) => each !== entry);
      };
    },
    clear() {
      rules = [];
    },
    take(method, route) {
      for (const entry of rules) {
        const { rule } = entry;
        if (entry.left < 1 || !isMeant(rule, method, route)) continue;
        if (entry.skip > 0) entry.skip--;
        else if (rule.probability === undefined || random.chance(rule.probability)) {
          entry.left--;
          return rule.fault;
        }
      }
      return undefined;
    },
  };
}

function isMeant(rule: FaultRule, method: string, route: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.path === undefined) return true;
  return rule.path.endsWith("*") ? route.startsWith(rule.path.slice(0, -1)) : rule.path === route;
}

/** What goes over the wire; without `answer`, the connection ends. */
export interface Suffered {
  readonly answer?: Answer;
  readonly slowBodyMs?: number;
  readonly truncated?: boolean;
  readonly aheadMs?: number;
}

export interface Scene {
  /** The real answer; never rejects. */
  serve(): Promise<Answer>;
  readonly churn: Churn;
  revokeTokens(): void;
  /** Epoch milliseconds. */
  now(): number;
}

const RATE_LIMITED = {
  errorCode: "E0000047",
  errorSummary: "API call exceeded rate limit due to too many requests.",
  errorLink: "E0000047",
  errorId: "oaeSandboxFault",
  errorCauses: [],
};

/** Answers a request that a fault hits. */
export async function suffer(fault: Fault, scene: Scene): Promise<Suffered> {
  switch (fault.kind) {
    case "status":
      if (fault.afterEffect) await scene.serve();
      return { answer: { status: fault.status, body: { message: "fault of the sandbox" } } };
    case "html":
      return {
        answer: { status: fault.status ?? 200, html: fault.html ?? "<h1>Sign in to the network</h1>" },
      };
    case "rate_limit":
      return {
        answer: { status: 429, body: RATE_LIMITED, headers: limitHeaders(fault.resetIn, 600, scene) },
      };
    case "concurrency":
      return { answer: { status: 429, body: RATE_LIMITED, headers: limitHeaders(60, 0, scene) } };
    case "reset":
      if (fault.when === "after") await scene.serve();
      return {};
    case "slow_headers": {
      const answer = await scene.serve();
      // Not a reason to keep the process alive: who closes the org need not wait for a slow answer.
      await wait(fault.ms, undefined, { ref: false });
      return { answer };
    }
    case "slow_body":
      return { answer: await scene.serve(), slowBodyMs: fault.ms };
    case "truncated":
      return { answer: await scene.serve(), truncated: true };
    case "clock":
      return { answer: await scene.serve(), aheadMs: fault.aheadMs };
    case "expired_token": {
      scene.revokeTokens();
      const { status, errorCode, summary } = invalidToken();
      return { answer: { status, body: { ...RATE_LIMITED, errorCode, errorSummary: summary } } };
    }
    case "churn":
      scene.churn();
      return { answer: await scene.serve() };
  }
}

function limitHeaders(resetIn: number | undefined, limit: number, { now }: Scene): Record<string, string> {
  if (resetIn === undefined) return {};
  return {
    "X-Rate-Limit-Limit": String(limit),
    "X-Rate-Limit-Remaining": "0",
    "X-Rate-Limit-Reset": String(Math.ceil(now() / 1000) + resetIn),
  };
}
