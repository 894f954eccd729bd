import { Agent, type Dispatcher } from "undici";
import type { HttpProxy } from "../config/proxy.js";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { unpack } from "./body.js";
import { exchange, type RawAnswer } from "./exchange.js";
import { type Attempt, networkError } from "./network-error.js";
import { createPace, type Pace, type PaceOptions } from "./pace.js";
import { proxyDispatcher } from "./proxy.js";
import { userAgent } from "./user-agent.js";
import { WholeResponse } from "./whole-response.js";

const CONNECT_TIMEOUT_MS = 10_000;
/** A host has IPv6 and IPv4 addresses, and not each network leads to both: the next is tried after this time. */
const NEXT_ADDRESS_MS = 500;
const MAX_BODY_BYTES = 50_000_000;

export interface TransportOptions extends PaceOptions {
  /** The only origin requests may go to. */
  readonly orgUrl: string;
  /** The way to it, where it is not the direct one. */
  readonly proxy?: HttpProxy | undefined;
  /** The longest that one request may take, from its start to the end of the body, in milliseconds. */
  readonly timeoutMs: number;
  /** Version of okta-mcp, for `User-Agent`. */
  readonly version: string;
  /** Largest response body in bytes; 50 MB when absent. */
  readonly maxBodyBytes?: number;
}

export interface Transport {
  /**
   * The Fetch API's function, with these differences: it answers with the body read, unpacked and its
   * `Content-Length` true; a redirect is an error; and it rejects with an OktaMcpError only. It sends once.
   * @throws OktaMcpError `network_unreachable`, `timeout`, `cancelled`, `outcome_unknown`, `unexpected_response`
   */
  readonly fetch: typeof globalThis.fetch;
  /** When API calls go out, and whether they go out again. Sign-in has rules of its own, and does without. */
  readonly pace: Pace;
  /** Breaks off what is under way or waits, and closes all connections. */
  close(): Promise<void>;
}

/** HTTP to one org, and to nowhere else. Opens no connection until the first request. */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMs, version, proxy, maxBodyBytes = MAX_BODY_BYTES } = options;
  const { origin, host } = new URL(options.orgUrl);
  const agentOptions = {
    connect: {
      timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  };
  const agent = proxy ? proxyDispatcher(proxy, agentOptions) : new Agent(agentOptions);
  const ourName = userAgent(version);
  const pace = createPace(options);

  return {
    async fetch(input, init) {
      const { url, method, headers, body, signal } = await readRequest(input, init);
      if (url.origin !== origin) {
        throw new OktaMcpError("internal", "A request to a host other than the org was stopped.");
      }
      const attempt: Attempt = { method, host, timeoutMs, proxy, sent: false };
      const request: Dispatcher.DispatchOptions = {
        origin,
        path: url.pathname + url.search,
        method: method as Dispatcher.HttpMethod,
        headers: { ...headers, "accept-encoding": "gzip", "user-agent": ourName },
        body,
      };
      try {
        const answer = await exchange(agent, request, attempt, { maxBodyBytes, signal });
        return await toResponse(answer, maxBodyBytes, host);
      } catch (error) {
        throw networkError(error, attempt);
      }
    },
    pace,
    async close() {
      pace.close();
      await agent.destroy();
    },
  };
}

interface PlainRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly signal: AbortSignal | undefined;
}

/** What our own client sends is plain already, and costs nothing; oauth4webapi uses all that fetch takes. */
async function readRequest(input: string | URL | Request, init: RequestInit = {}): Promise<PlainRequest> {
  const { headers, body } = init;
  if (!(input instanceof Request) && isPlain(headers) && (body == null || typeof body === "string")) {
    const { method = "GET", signal } = init;
    return {
      url: new URL(input),
      method,
      headers: headers ?? {},
      body: body ?? null,
      signal: signal ?? undefined,
    };
  }
  const request = new Request(input, init);
  return {
    url: new URL(request.url),
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : Buffer.from(await request.arrayBuffer()),
    signal: request.signal,
  };
}

/** A record has no media type to give to its body: whoever sends one names it in the record. */
function isPlain(headers: RequestInit["headers"]): headers is Record<string, string> | undefined {
  return headers === undefined || !(headers instanceof Headers || Array.isArray(headers));
}

function toHeaders(raw: RawAnswer["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each);
  }
  return headers;
}

async function toResponse(answer: RawAnswer, maxBodyBytes: number, host: string): Promise<Response> {
  const { status } = answer;
  const headers = toHeaders(answer.headers);
  if (status >= 300 && status < 400) throw redirected(status, headers, host);
  if (status < 200 || status > 599) {
    throw new OktaMcpError("unexpected_response", `${host} answered with the unknown status ${status}.`);
  }
  const body = await unpack(answer.body, headers.get("content-encoding") ?? "", maxBodyBytes);
  headers.delete("content-encoding");
  headers.delete("transfer-encoding");
  headers.set("content-length", String(body.length));
  return new WholeResponse(body, status, headers);
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
