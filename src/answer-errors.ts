import { type OktaErrorFacts, OktaMcpError } from "./errors.js";
import { visibleText } from "./visible-text.js";

// Answers that mean the same whichever endpoint gave them: the API, or the token endpoint.

/** A bad answer, as far as these errors need it. `sender` stands at the start of a sentence: `Okta`. */
export interface BadAnswer {
  readonly sender: string;
  readonly status: number;
  readonly headers: Headers;
  readonly okta?: OktaErrorFacts;
  /** What there is to add, one sentence. */
  readonly detail?: string;
}

/** 429: says when the limit is renewed, by `X-Rate-Limit-Reset` (epoch seconds) and the server's own clock. */
export function rateLimited({ sender, headers, okta }: BadAnswer): OktaMcpError {
  const reset = rateLimitReset(headers);
  const message = `${sender} refuses further requests to this endpoint for now`;
  if (!reset)
    return new OktaMcpError("rate_limited", `${message}.`, { okta, next: "Call again in a minute." });
  const wait = Math.ceil((reset.getTime() - Date.parse(headers.get("date") ?? "")) / 1000);
  const after = wait >= 0 ? ` (in ${wait} s)` : "";
  const time = reset.toISOString();
  return new OktaMcpError("rate_limited", `${message}; the limit is renewed at ${time}${after}.`, {
    okta,
    next: `Call again after ${time}${after}.`,
  });
}

/** The time in `X-Rate-Limit-Reset`, where there is a sensible one. */
function rateLimitReset(headers: Headers): Date | undefined {
  const value = headers.get("x-rate-limit-reset");
  return value && /^\d{9,11}$/.test(value) ? new Date(Number(value) * 1000) : undefined;
}

/** 5xx. */
export function serverError({ sender, status, okta, detail }: BadAnswer, next?: string): OktaMcpError {
  const words = detail ? `: ${detail}` : ".";
  return new OktaMcpError("okta_unavailable", `${sender} answered with server error ${status}${words}`, {
    okta,
    next,
  });
}

/** An answer that is not JSON. `body` is shown in part; leave it out where it may hold a secret. */
export function notJson(answer: BadAnswer, body?: string, next?: string): OktaMcpError {
  const type = answer.headers.get("content-type");
  const kind = type ? visibleText(type, 60) : "no content type";
  const excerpt = body === undefined ? "" : ` It begins: ${visibleText(body, 100)}`;
  return new OktaMcpError(
    "unexpected_response",
    `${answer.sender} answered HTTP ${answer.status} with something that is not JSON (${kind}).${excerpt}`,
    { okta: answer.okta, next },
  );
}
