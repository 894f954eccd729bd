import { setTimeout as sleep } from "node:timers/promises";
import { OktaMcpError } from "../../errors.js";

/** `skipped`: it could not be checked, because of another problem that is told already. */
export type CheckStatus = "ok" | "problem" | "skipped";

/** What a check found, without any secret. */
export interface Finding {
  readonly status: CheckStatus;
  /** What was found, in one line. */
  readonly detail: string;
  /** What to do; there for every problem. */
  readonly fix?: string;
}

export interface CheckResult extends Finding {
  readonly check: string;
}

export type Check = (signal: AbortSignal) => Promise<Finding> | Finding;

export const ok = (detail: string): Finding => ({ status: "ok", detail });
export const problem = (detail: string, fix: string): Finding => ({ status: "problem", detail, fix });
export const skipped = (detail: string): Finding => ({ status: "skipped", detail });

/** Milliseconds that one check may take. */
export const LIMIT = 10_000;

/** Runs a check to its end or its time limit. Never rejects: what goes wrong is what it found. */
export async function runCheck(check: string, action: Check, limit = LIMIT): Promise<CheckResult> {
  const controller = new AbortController();
  const over = new AbortController();
  const late = sleep(limit, undefined, { signal: over.signal }).then(() => {
    controller.abort();
    return problem(
      `gave no answer within ${limit / 1000} s`,
      "Check the network between this machine and Okta.",
    );
  });
  try {
    const finding = await Promise.race([Promise.resolve(action(controller.signal)), late]);
    return { check, ...finding };
  } catch (error) {
    return { check, ...failed(error) };
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

function failed(error: unknown): Finding {
  if (error instanceof OktaMcpError) return problem(error.message, error.next);
  const name = error instanceof Error ? error.name : typeof error;
  return problem(
    `failed in a way okta-mcp does not know (${name})`,
    "Report it with the steps that led there.",
  );
}
