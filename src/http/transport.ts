import { Agent, type Dispatcher } from "undici";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { readBody } from "./body.js";
import { type Attempt, networkError } from "./network-error.js";

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 50_000_000;

export interface TransportOptions {
  /** The only origin requests may go to. */
  readonly orgUrl: string;
  /** The longest that one request may take, from its start to the end of the body, in milliseconds. */
  readonly timeoutMs: number;
  /** Version of okta-mcp, for `User-Agent`. */
  readonly version: string;
  /** Largest response body in bytes; 50 MB when absent. */
  readonly maxBodyBytes?: number;
  /** Put around the connection pool, the last one outermost: the place for retries and rate limits. */
  readonly interceptors?: readonly Dispatcher.DispatcherComposeInterceptor[];
}

export interface Transport {
  /**
   * The Fetch API's function, with these differences: it answers with the body read, unpacked and its
   * `Content-Length` true; a redirect is an error; and it rejects with an OktaMcpError only.
   * @throws OktaMcpError `network_unreachable`, `timeout`, `cancelled`, `outcome_unknown`, `unexpected_response`
   */
  readonly fetch: typeof globalThis.fetch;
  /** Breaks off what is under way and closes all connections. */
  close(): Promise<void>;
}

/** HTTP to one org, and to nowhere else. Opens no connection until the first request. */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMs, version, maxBodyBytes = MAX_BODY_BYTES, interceptors = [] } = options;
  const { origin, host } = new URL(options.orgUrl);
  const agent = new Agent({
    connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const dispatcher = agent.compose([...interceptors]);

  async function exchange(request: Request, attempt: Attempt, signal: AbortSignal): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const answer = await dispatcher.compose(noteSending(attempt)).request({
      origin,
      path: pathname + search,
      method: request.method as Dispatcher.HttpMethod,
      headers: {
        ...Object.fromEntries(request.headers),
        "accept-encoding": "gzip",
        "user-agent": `okta-mcp/${version}`,
      },
      body: request.body === null ? null : Buffer.from(await request.arrayBuffer()),
      signal,
    });
    attempt.status = answer.statusCode;
    const headers = toHeaders(answer.headers);
    const body = await readBody(answer.body, headers.get("content-encoding"), maxBodyBytes);
    return toResponse(answer.statusCode, headers, body, host);
  }

  return {
    async fetch(input, init) {
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      if (new URL(request.url).origin !== origin) {
        throw new OktaMcpError("internal", "A request to a host other than the org was stopped.");
      }
      const attempt: Attempt = { method: request.method, host, timeoutMs, sent: false };
      const deadline = startDeadline(attempt, request.signal);
      try {
        return await Promise.race([exchange(request, attempt, deadline.signal), deadline.stopped]);
      } catch (error) {
        throw networkError(error, attempt);
      } finally {
        deadline.end();
      }
    },
    close: () => agent.destroy(),
  };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects when the signal fires; never resolves. undici itself heeds the signal only once it has a connection. */
  readonly stopped: Promise<never>;
  end(): void;
}

/** One signal out of the time limit and the caller's own, which notes in the attempt which of them it was. */
function startDeadline(attempt: Attempt, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  const { promise: stopped, reject } = rejectable();
  const stop = (why: "timeout" | "cancelled") => {
    attempt.stopped ??= why;
    controller.abort();
    reject(controller.signal.reason);
  };
  const onAbort = () => stop("cancelled");
  const timer = setTimeout(() => stop("timeout"), attempt.timeoutMs);
  if (caller.aborted) onAbort();
  else caller.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    stopped,
    end() {
      clearTimeout(timer);
      caller.removeEventListener("abort", onAbort);
    },
  };
}

/** undici calls `onRequestStart` when it has a connection and is about to write: before that, nothing was sent. */
function noteSending(attempt: Attempt): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        // A request broken off while it waited for the connection is dropped here, before it is written.
        if (!attempt.stopped) attempt.sent = true;
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...event) => handler.onRequestUpgrade?.(...event),
      onResponseStart: (...event) => handler.onResponseStart?.(...event),
      onResponseData: (...event) => handler.onResponseData?.(...event),
      onResponseEnd: (...event) => handler.onResponseEnd?.(...event),
      onResponseError: (...event) => handler.onResponseError?.(...event),
    });
}

function rejectable(): { promise: Promise<never>; reject(reason: unknown): void } {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each);
  }
  return headers;
}

function toResponse(status: number, headers: Headers, body: Buffer, host: string): Response {
  if (status >= 300 && status < 400) throw redirected(status, headers, host);
  if (status < 200 || status > 599) {
    throw new OktaMcpError("unexpected_response", `${host} answered with the unknown status ${status}.`);
  }
  headers.delete("content-encoding");
  headers.delete("transfer-encoding");
  headers.set("content-length", String(body.length));
  const hasBody = status !== 204 && status !== 205;
  return new Response(hasBody ? body : null, { status, headers });
}

/** Okta's API never redirects. Following would hand the credentials to whoever sent the redirect. */
function redirected(status: number, headers: Headers, host: string): OktaMcpError {
  const target = headers.get("location") ?? "";
  const to = URL.canParse(target, `https://${host}`) ? new URL(target, `https://${host}`).host : "nowhere";
  return new OktaMcpError(
    "unexpected_response",
    `${host} answered HTTP ${status}, a redirect to ${visibleText(to, 100)}; it was not followed.`,
    { next: "Set OKTA_ORG_URL to the org's own address, and check for a proxy that asks for a sign-in." },
  );
}
