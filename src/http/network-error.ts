import type { HttpProxy } from "../config/proxy.js";
import { OktaMcpError } from "../errors.js";
import { proxyError } from "./proxy-error.js";

/** How far one request came. The transport writes it as it goes; the verdict over a failure depends on it. */
export interface Attempt {
  readonly method: string;
  readonly host: string;
  readonly timeoutMs: number;
  readonly proxy?: HttpProxy | undefined;
  /** True once the request was handed to an open connection. */
  sent: boolean;
  /** The status, once the answer's head has arrived. */
  status?: number;
  /** Why the transport itself broke the request off. */
  stopped?: "timeout" | "cancelled";
}

/** A request that changes nothing, whose loss therefore leaves no doubt. RFC 9110, section 9.2.1. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * A request without a usable answer, as a coded error. A change that may have reached Okta is `outcome_unknown`,
 * with the plain failure as its `cause`: PUT and DELETE too, since not knowing is the same whatever the method.
 */
export function networkError(error: unknown, attempt: Attempt): OktaMcpError {
  if (error instanceof OktaMcpError) return error;
  const plain = plainFailure(error, attempt);
  if (isRead(attempt.method) || !attempt.sent || !DOUBTFUL.has(plain.code)) return plain;
  const far =
    attempt.status === undefined
      ? "No answer came"
      : `The answer began with HTTP ${attempt.status} but did not arrive whole`;
  return new OktaMcpError(
    "outcome_unknown",
    `${plain.message} ${far}, so the change may or may not have been made.`,
    { cause: plain },
  );
}

/**
 * How many more tries a failed connection is worth: what broke may hold in a moment; where nobody is there, waiting is
 * mostly in vain. A name that does not exist and a certificate that does not fit stay so, and a request that used up its time has had it.
 */
export function worthTrying(error: OktaMcpError): number {
  const plain = error.code === "outcome_unknown" ? error.cause : error;
  if (!(plain instanceof OktaMcpError) || plain.code !== "network_unreachable") return 0;
  const code = failureCode(plain.cause) ?? "";
  return BREAKS.has(code) ? 3 : NOBODY_THERE.has(code) ? 2 : 0;
}

const BREAKS: ReadonlySet<string> = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);
const NOBODY_THERE: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
]);

const DOUBTFUL: ReadonlySet<string> = new Set(["network_unreachable", "timeout", "unexpected_response"]);

function plainFailure(
  error: unknown,
  { method, host, timeoutMs, proxy, sent, stopped }: Attempt,
): OktaMcpError {
  const cancelled = (words: string): OktaMcpError => {
    const mayBeMade = sent && !isRead(method);
    const doubt = mayBeMade ? " The request had been sent: the change may have been made." : "";
    return new OktaMcpError("cancelled", `${words}${doubt}`, { mayBeMade, cause: error });
  };
  if (stopped === "cancelled") return cancelled("The call was cancelled.");
  const code = failureCode(error);
  if (stopped === "timeout" || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    const through = proxy && !sent ? ` through the proxy ${new URL(proxy.url).host}` : "";
    const end = sent ? "" : " Nothing was sent.";
    return new OktaMcpError(
      "timeout",
      `${host} did not answer${through} within ${timeoutMs / 1000} s.${end}`,
      {
        cause: error,
      },
    );
  }
  const onTheWay = proxy && proxyError(error, proxy, host);
  if (onTheWay) return onTheWay;
  const known = code === undefined ? undefined : FAILURES[code];
  if (known) {
    const [outcome, words, next] = known;
    if (outcome === "cancelled") return cancelled(words);
    return new OktaMcpError(outcome, words.replace("{host}", host), { next, cause: error });
  }
  // undici's parser errors have a name, but not always a code.
  const isGarbled = error instanceof Error && (error.name === "HTTPParserError" || code?.startsWith("Z_"));
  if (isGarbled) {
    return new OktaMcpError("unexpected_response", `${host} sent something that is not proper HTTP.`, {
      cause: error,
    });
  }
  const shown = code === undefined ? "" : ` (${code})`;
  return new OktaMcpError("network_unreachable", `The connection to ${host} failed${shown}.`, {
    cause: error,
  });
}

/** The system's or undici's code, from the error itself, its cause, or the first of several addresses tried. */
function failureCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return failureCode(inner, depth + 1);
}

type Failure = readonly ["network_unreachable" | "unexpected_response" | "cancelled", string, string?];

const TRUST: Failure = [
  "network_unreachable",
  "The TLS certificate of {host} is not trusted on this machine.",
  "If a company proxy inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its root certificate; else check OKTA_ORG_URL.",
];
const BROKEN: Failure = ["network_unreachable", "The connection to {host} broke."];
const SHUT_DOWN: Failure = ["cancelled", "The server is shutting down."];

const FAILURES: Readonly<Record<string, Failure>> = {
  ENOTFOUND: ["network_unreachable", "DNS knows no host {host}."],
  EAI_AGAIN: ["network_unreachable", "DNS did not answer when asked for {host}."],
  ECONNREFUSED: ["network_unreachable", "{host} refused the connection."],
  EHOSTUNREACH: ["network_unreachable", "There is no route to {host}."],
  ENETUNREACH: ["network_unreachable", "There is no route to {host}."],
  ETIMEDOUT: ["network_unreachable", "{host} did not accept a connection in time."],
  UND_ERR_CONNECT_TIMEOUT: ["network_unreachable", "{host} did not accept a connection in time."],
  UND_ERR_SOCKET: BROKEN,
  ECONNRESET: BROKEN,
  EPIPE: BROKEN,
  UND_ERR_DESTROYED: SHUT_DOWN,
  UND_ERR_CLOSED: SHUT_DOWN,
  CERT_HAS_EXPIRED: ["network_unreachable", "The TLS certificate of {host} has expired."],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "network_unreachable",
    "The TLS certificate belongs to another host than {host}.",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  UND_ERR_HEADERS_OVERFLOW: ["unexpected_response", "{host} sent larger headers than Okta does."],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    "unexpected_response",
    "{host} sent another length than it announced.",
  ],
};
