import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { authenticate, NOBODY, type Principal, requireScope } from "./auth.js";
import { OAuthError, OktaError } from "./errors.js";
import type { Origin } from "./log-event.js";
import type { Org } from "./org.js";
import type { RateLimitState } from "./rate-limit.js";
import { bucketOf } from "./rate-limit.js";
import { readBody } from "./request-body.js";
import { type Answer, type Call, createRouter, type Route } from "./router.js";
import type { AccessTokens } from "./tokens.js";

/** One handled request. Path and query are as they came, still encoded. */
export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

export interface ServerParts {
  readonly org: Org;
  readonly tokens: AccessTokens;
  readonly routes: readonly Route[];
  readonly count: (bucket: string) => RateLimitState;
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
  let failure: unknown;
  let result: Serialized;
  try {
    const answered = await respond(parts, route, request, { method, path, query, requestId, headers });
    result = serialize(answered);
  } catch (error) {
    if (!(error instanceof OktaError || error instanceof OAuthError)) failure = error;
    result = serialize(errorAnswer(error, parts.org));
  }
  send(response, result, headers, parts.org.now());
  parts.onAnswer({ method, path, query, status: result.status }, failure);
}

interface Parsed {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestId: string;
  /** Filled on the way, so that errors carry the rate limit too. */
  readonly headers: Record<string, string | string[]>;
}

async function respond(
  parts: ServerParts,
  route: ReturnType<typeof createRouter>,
  request: IncomingMessage,
  parsed: Parsed,
): Promise<Answer> {
  const match = route(parsed.method, parsed.path);
  if (match.kind === "none") throw new OktaError(404, "E0000008", "The requested path was not found");
  if (match.kind === "method") {
    throw new OktaError(405, "E0000022", "The endpoint does not support the provided HTTP method", [], {
      Allow: match.allow.join(", "),
    });
  }
  countRequest(parts, match.route, parsed);
  const principal = signIn(parts, match.route, request, parsed.path);
  const body = await readBody(request, match.route.body);
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

function signIn(parts: ServerParts, route: Route, request: IncomingMessage, path: string): Principal {
  if (route.scope === null) return NOBODY;
  const challenge = { base: parts.base(), path, scope: route.scope };
  const principal = authenticate(request.headers.authorization, parts.org, parts.tokens, challenge);
  requireScope(principal, challenge);
  return principal;
}

function errorAnswer(error: unknown, org: Org): Answer {
  if (error instanceof OAuthError) {
    return { status: error.status, body: { error: error.error, error_description: error.description } };
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
  readonly headers: Answer["headers"];
}

const serialize = ({ status, body, headers }: Answer): Serialized => ({
  status,
  headers,
  text: body === undefined ? undefined : JSON.stringify(body),
});

function send(
  response: ServerResponse,
  { status, text, headers }: Serialized,
  common: Record<string, string | string[]>,
  now: Date,
): void {
  response.sendDate = false;
  response.writeHead(status, {
    ...common,
    Date: now.toUTCString(),
    ...(text === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
    ...headers,
  });
  response.end(text);
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
