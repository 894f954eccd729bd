import type { Sandbox } from "../../src/sandbox/index.js";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  /** URL of the next page. */
  readonly next: string | undefined;
}

export interface Ask {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request over real HTTP, as the owner of the API token unless `headers` say otherwise. */
export async function ask(sandbox: Sandbox, method: string, path: string, options: Ask = {}): Promise<Reply> {
  const search = options.query === undefined ? "" : `?${new URLSearchParams(options.query)}`;
  const url = path.startsWith("http") ? path : sandbox.url + path + search;
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `SSWS ${sandbox.apiToken}`,
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === "string" ? options.body : JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
    next: /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1],
  };
}

export type Thing = Record<string, unknown> & { id: string };

/** A single object from an answer that must have succeeded. */
export function thing(reply: Reply): Thing {
  if (reply.status !== 200)
    throw new Error(`expected 200, got ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as Thing;
}

/** A list from an answer that must have succeeded. */
export function things(reply: Reply): Thing[] {
  if (reply.status !== 200)
    throw new Error(`expected 200, got ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as Thing[];
}

/** All pages of a list. */
export async function allPages(
  sandbox: Sandbox,
  path: string,
  query: Record<string, string> = {},
): Promise<Thing[]> {
  const found: Thing[] = [];
  let reply = await ask(sandbox, "GET", path, { query });
  for (let page = 0; page < 1000; page++) {
    found.push(...things(reply));
    if (reply.next === undefined || things(reply).length === 0) return found;
    reply = await ask(sandbox, "GET", reply.next);
  }
  throw new Error("the list does not end");
}

/** What a test wants to know of an error answer. */
export function errorOf(reply: Reply): { status: number; code: unknown; causes: string[] } {
  const body = reply.body as { errorCode?: unknown; errorCauses?: { errorSummary: string }[] };
  return {
    status: reply.status,
    code: body.errorCode,
    causes: (body.errorCauses ?? []).map((cause) => cause.errorSummary),
  };
}
