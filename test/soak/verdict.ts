import type { Outcome } from "../../src/tool/call.js";

/**
 * What a call's answer says of the change that was asked for:
 * - `refused`: not made, because of the object's state
 * - `not_done`: not made, for a reason that has nothing to do with it
 * - `unknown`: made or not made, and the answer says so
 */
export type Verdict = "done" | "refused" | "not_done" | "unknown";

const REFUSED = new Set(["not_found", "forbidden", "okta_rejected", "conflict", "precondition_failed"]);
const NOT_DONE = new Set(["rate_limited", "network_unreachable", "timeout", "auth_failed"]);
/** May be all of it: the words decide. */
const BY_WORDS = new Set(["okta_unavailable", "unexpected_response"]);

const MADE = /\bThe change was made\b/;
const OPEN = /\bthe change may (or may not )?have been made\b|\bwhether the change was made\b/;

/** Somebody else was quicker, if only by moving the object in its order or by taking its group; its own state forbade nothing. */
const OVERTAKEN =
  /^conflict: (The .*|What depends on it) has changed in the meantime: .*Nothing was done\.$/m;

/** The answer as the model reads it. */
export function answerText(outcome: Outcome): string {
  return outcome.ok ? JSON.stringify(outcome.result) : outcome.error.toText();
}

/**
 * By the text alone, as a reader without any other knowledge would.
 * @throws Error for an answer that leaves it unsaid or contradicts itself
 */
export function verdictOf(outcome: Outcome): Verdict {
  if (outcome.ok) return "done";
  const text = answerText(outcome);
  const code = /^(\w+): /.exec(text)?.[1] ?? "none";
  const isOpen = OPEN.test(text);
  const isMade = MADE.test(text);
  if (!(isOpen && isMade)) {
    if (code === "outcome_unknown" && isOpen) return "unknown";
    if (BY_WORDS.has(code)) return isMade ? "done" : isOpen ? "unknown" : "not_done";
    if (!isOpen && !isMade) {
      if (OVERTAKEN.test(text)) return "not_done";
      if (REFUSED.has(code)) return "refused";
      if (NOT_DONE.has(code)) return "not_done";
    }
  }
  throw new Error(`an answer without a clear outcome:\n${text}`);
}
