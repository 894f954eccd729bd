import { describe, expect, test } from "vitest";
import type { AuthProvider, Resend } from "../../src/auth/provider.js";
import { OktaMcpError } from "../../src/errors.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";

const TOKEN = "opaque-access-token-0123456789";
const NONCE = { "www-authenticate": 'DPoP error="use_dpop_nonce"' };
const page = (status: number, headers: Record<string, string> = {}) =>
  new Response(`You sent ${TOKEN}`, { status, headers: { "content-type": "text/html", ...headers } });

interface Setting {
  readonly answers: readonly (() => Response)[];
  /** What the provider can have other credentials for, refusal by refusal. */
  readonly resends?: readonly (Resend | undefined)[];
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** Sends one request; tells what was sent, and what the provider was told. */
async function send({ answers, resends = [], headers, signal }: Setting) {
  const sent: RequestInit[] = [];
  const told: string[] = [];
  const auth: AuthProvider = {
    method: "device",
    async authorize({ method, url }, given) {
      told.push(`authorize ${method} ${url.pathname}${given === signal ? "" : " without its signal"}`);
      return { Authorization: `DPoP ${TOKEN}`, DPoP: "proof" };
    },
    observe: ({ status }) => void told.push(`observe ${status}`),
    invalidate: (_, { status }) => {
      told.push(`invalidate ${status}`);
      return resends[told.filter((step) => step.startsWith("invalidate")).length - 1];
    },
    grantedScopes: () => undefined,
    onScopesChanged: () => () => {},
    status: async () => ({ method: "device", orgUrl: "", signedIn: true, renewable: true }),
    close() {},
  };
  const fetch = authorizedFetch(auth, async (_, init = {}) => {
    const answer = answers[sent.push(init) - 1];
    if (!answer) throw new Error("sent too often");
    return answer();
  });
  const request = new OutgoingRequest("https://acme.okta.com/api/v1/users?q=ada", {
    method: "POST",
    body: "{}",
    headers: { "if-match": "1", ...headers },
    ...(signal && { signal }),
  });
  return { result: await fetch(request).catch((error: unknown) => error), sent, told };
}

const statusOf = (result: unknown) => (result instanceof Response ? result.status : result);

test("each header goes out once, and the provider's goes before any other", async () => {
  const { sent } = await send({
    answers: [() => new Response("{}")],
    headers: { authorization: "Basic abc", DPOP: "other" },
  });
  expect(sent.map(({ headers }) => headers)).toEqual([
    { "if-match": "1", authorization: `DPoP ${TOKEN}`, dpop: "proof" },
  ]);
});

test("whoever cancels the call cancels the request and what it waits for", async () => {
  const { signal } = new AbortController();
  const { sent, told } = await send({ answers: [() => new Response("{}")], signal });
  expect([sent[0]?.signal, sent[0]?.method, sent[0]?.body]).toEqual([signal, "POST", "{}"]);
  expect(told).toEqual(["authorize POST /api/v1/users", "observe 200"]);
});

describe("a refusal of the credentials", () => {
  test.each<[string, Response, boolean]>([
    ["401", page(401), true],
    ["400 that asks for a nonce", page(400, NONCE), true],
    ["400 of another kind", page(400), false],
    [
      "400 with a challenge of another kind",
      page(400, { "www-authenticate": "DPoP error=no_use_dpop_nonces" }),
      false,
    ],
    ["403", page(403, NONCE), false],
  ])("is %s: %#", async (_, answer, isRefusal) => {
    const { sent, told } = await send({
      answers: [() => answer, () => new Response("{}")],
      resends: ["token"],
    });
    expect(sent).toHaveLength(isRefusal ? 2 : 1);
    expect(told.includes(`invalidate ${answer.status}`)).toBe(isRefusal);
  });

  test("is answered once by a nonce and once by a token, and is final then", async () => {
    const { result, sent, told } = await send({
      answers: [() => page(401, NONCE), () => page(401), () => page(401)],
      resends: ["nonce", "token", "token"],
    });
    expect([statusOf(result), sent.length]).toEqual([401, 3]);
    expect(told.filter((step) => step === "observe 401")).toHaveLength(3);
  });

  test("is final the second time for the same reason", async () => {
    const { result, sent } = await send({
      answers: [() => page(401, NONCE), () => page(401, NONCE)],
      resends: ["nonce", "nonce"],
    });
    expect([statusOf(result), sent.length]).toEqual([401, 2]);
  });
});

describe("what comes back does not repeat the credentials", () => {
  test.each<[string, () => Response]>([
    ["a page", () => page(502)],
    ["a refusal that is final", () => page(401)],
  ])("%s", async (_, answer) => {
    const { result } = await send({ answers: [answer] });
    if (!(result instanceof Response)) throw new Error("no response");
    expect(await result.text()).toBe("You sent [hidden]");
  });

  test("an error", async () => {
    const { result } = await send({
      answers: [
        () => {
          throw new OktaMcpError("unexpected_response", `a redirect to ${TOKEN}.evil.example`);
        },
      ],
    });
    expect(result).toMatchObject({ code: "unexpected_response", message: "a redirect to [hidden]" });
  });
});
