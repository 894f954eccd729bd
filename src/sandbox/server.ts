import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { authenticate, NOBODY, type Principal, requirePermission } from "./auth.js";
import type { Churn } from "./churn.js";
import { OAuthError, OktaError } from "./errors.js";
import { type FaultSource, type Suffered, suffer } from "./faults.js";
import { type JournalEntry, journaled } from "./journal.js";
import type { Listeners } from "./listeners.js";
import type { Origin } from "./log-event.js";
import type { AuthorizationServer } from "./oauth/authorization-server.js";
import { PageError } from "./oauth/pages.js";
import type { Org } from "./org.js";
import type { RateLimitState } from "./rate-limit.js";
import { bucketOf } from "./rate-limit.js";
import { parseBody, type ReceivedBody, receiveBody } from "./request-body.js";
import { type Answer, type Call, createRouter, type Match, type Route } from "./router.js";

export interface ServerParts {
  readonly org: Org;
  readonly authorization: AuthorizationServer;
  readonly faults: Pick<FaultSource, "take">;
  /** For the fault of that name. */
  readonly churn: Churn;
  readonly routes: readonly Route[];
  readonly count: (bucket: string) => RateLimitState;
  /** Told of each request before it takes effect. */
  readonly listeners: Pick<Listeners, "tell">;
  /** Called after each answer; `error` is set when the sandbox itself failed. */
  readonly onAnswer: (entry: JournalEntry, error?: unknown) => void;
  /** Origin of this server, known once it listens. */
  readonly base: () => string;
}

/** The HTTP side of the org: routing, sign-in, scopes, rate limits, bodies, errors. */
export function createOrgServer(parts: ServerParts): Server {
  const route = createRouter(parts.routes);
  return createServer((request, response) => {
    void answer(parts, route, request, response);
  });
}

async function answer(
  parts: ServerParts,
  route: ReturnType<typeof createRouter>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  const query = at < 0 ? "" : url.slice(at + 1);
  const requestId = parts.org.random.text(27);
  const headers: Record<string, string | string[]> = { "X-Okta-Request-Id": requestId };
  const match = route(method, path);
  const pattern = match.kind === "route" ? match.route.path : undefined;
  const fault = parts.faults.take(method, pattern ?? path);
  const body = await receiveBody(request);
  const note = (status: number, failure?: unknown): void =>
    parts.onAnswer(
      { method, ...journaled({ path, query, headers: request.headers, body: body?.text ?? "" }), status },
      failure,
    );
  // The caller went away while sending: nothing was asked, and nobody is there to be answered.
  if (body === undefined) return note(0);
  let failure: unknown;
  const serve = async (): Promise<Answer> => {
    try {
      return await respond(parts, match, request, { method, path, query, requestId, headers, body });
    } catch (error) {
      if (!isRefusal(error)) failure = error;
      return errorAnswer(error, parts.org);
    }
  };
  const suffered: Suffered =
    fault === undefined
      ? { answer: await serve() }
      : await suffer(fault, {
          serve,
          churn: parts.churn,
          revokeTokens: () => parts.authorization.tokens.revokeAll(),
          now: () => parts.org.now().getTime(),
        });
  const { answer: given } = suffered;
  if (given === undefined) request.socket.destroy();
  else send(response, serialize(given, suffered), headers, parts.org.now(), suffered);
  note(given?.status ?? 0, failure);
}

interface Parsed {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestId: string;
  readonly body: ReceivedBody;
  /** Filled on the way, so that errors carry the rate limit too. */
  readonly headers: Record<string, string | string[]>;
}

async function respond(
  parts: ServerParts,
  match: Match,
  request: IncomingMessage,
  parsed: Parsed,
): Promise<Answer> {
  const { method, path, query } = parsed;
  const route = match.kind === "route" ? match.route.path : undefined;
  await parts.listeners.tell({ method, path, query, route });
  if (match.kind === "none") throw new OktaError(404, "E0000008", "The requested path was not found");
  if (match.kind === "method") {
    throw new OktaError(405, "E0000022", "The endpoint does not support the provided HTTP method", [], {
      Allow: match.allow.join(", "),
    });
  }
  countRequest(parts, match.route, parsed);
  const principal = await signIn(parts, match.route, request, parsed);
  const body = parseBody(parsed.body, request.headers["content-type"], match.route.body);
  const call: Call = {
    org: parts.org,
    base: parts.base(),
    path: parsed.path,
    query: new URLSearchParams(parsed.query),
    headers: request.headers,
    body,
    principal,
    requestId: parsed.requestId,
    param(name) {
      const value = match.params.get(name);
      if (value === undefined) throw new Error(`the route has no parameter ${name}`);
      return value;
    },
    record(change) {
      const { org } = parts;
      org.record({
        actor: principal.actor,
        ...change,
        published: org.timestamp(),
        origin: originOf(request),
        requestUri: parsed.path,
        requestId: parsed.requestId,
      });
    },
  };
  return match.route.handle(call);
}

function countRequest(parts: ServerParts, route: Route, parsed: Parsed): void {
  const state = parts.count(bucketOf(route.path));
  parsed.headers["X-Rate-Limit-Limit"] = String(state.limit);
  parsed.headers["X-Rate-Limit-Remaining"] = String(state.remaining);
  parsed.headers["X-Rate-Limit-Reset"] = String(state.reset);
  if (state.exceeded) {
    throw new OktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
  }
}

async function signIn(
  { org, authorization: server, base }: ServerParts,
  route: Route,
  { headers }: IncomingMessage,
  { method, path, headers: answerHeaders }: Parsed,
): Promise<Principal> {
  const proof = typeof headers.dpop === "string" ? headers.dpop : undefined;
  if (proof !== undefined && server.settings.dpopNonces !== "never") {
    // Told with every answer to a proof, so that the next one has it already (RFC 9449, section 8.2).
    answerHeaders["DPoP-Nonce"] = server.nonces.current();
  }
  if (route.scope === null) return NOBODY;
  const challenge = { base: base(), path, scope: route.scope };
  const credentials = { authorization: headers.authorization, proof, method };
  const principal = await authenticate(credentials, org, server, challenge);
  requirePermission(principal, challenge);
  return principal;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof OktaError || error instanceof OAuthError || error instanceof PageError;

function errorAnswer(error: unknown, org: Org): Answer {
  if (error instanceof PageError) return error.answer;
  if (error instanceof OAuthError) {
    const { status, headers, error: code, description } = error;
    return { status, headers, body: { error: code, error_description: description } };
  }
  const known = error instanceof OktaError ? error : new OktaError(500, "E0000009", "Internal Server Error");
  return {
    status: known.status,
    headers: known.headers,
    body: {
      errorCode: known.errorCode,
      errorSummary: known.summary,
      errorLink: known.errorCode,
      errorId: `oae${org.random.text(22)}`,
      errorCauses: known.causes.map((errorSummary) => ({ errorSummary })),
    },
  };
}

interface Serialized {
  readonly status: number;
  readonly text: string | undefined;
  readonly type: string;
  readonly headers: Answer["headers"];
}

function serialize({ status, body, html, headers }: Answer, { truncated = false }: Suffered): Serialized {
  const text = html ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    status,
    headers,
    type: html === undefined ? "application/json" : "text/html; charset=utf-8",
    text: truncated ? text?.slice(0, -2) : text,
  };
}

function send(
  response: ServerResponse,
  { status, text, type, headers }: Serialized,
  common: Record<string, string | string[]>,
  now: Date,
  { aheadMs = 0, slowBodyMs }: Suffered,
): void {
  const reset = common["X-Rate-Limit-Reset"];
  response.sendDate = false;
  response.writeHead(status, {
    ...common,
    ...(reset !== undefined && { "X-Rate-Limit-Reset": String(Number(reset) + Math.round(aheadMs / 1000)) }),
    Date: new Date(now.getTime() + aheadMs).toUTCString(),
    ...(text === undefined ? {} : { "Content-Type": type, "Content-Length": Buffer.byteLength(text) }),
    ...headers,
  });
  if (slowBodyMs === undefined || text === undefined) {
    response.end(text);
    return;
  }
  const bytes = Buffer.from(text);
  const half = bytes.length >> 1;
  response.write(bytes.subarray(0, half));
  setTimeout(() => response.end(bytes.subarray(half)), slowBodyMs).unref();
}

function originOf(request: IncomingMessage): Origin {
  return {
    ipAddress: "127.0.0.1",
    rawUserAgent: request.headers["user-agent"] ?? "unknown",
    os: "Unknown",
    browser: "UNKNOWN",
    device: "Unknown",
    isProxy: false,
    place: { city: "", state: "", country: "", postalCode: "", lat: 0, lon: 0, isp: "loopback", asNumber: 0 },
  };
}
