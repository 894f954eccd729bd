import { describe, expect, it } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import { createTransport } from "../../src/http/transport.js";
import { failureOf } from "../failure.js";
import { type Answer, closedPort, sendJson, startLoopback } from "../http/loopback.js";
import { ecKey, pem } from "./keys.js";

const ASSERTION = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwb2ExIn0.c2lnbmF0dXJl";
const NOW = Math.floor(Date.now() / 1000) * 1000;
const privateKey = pem(ecKey("P-256"));

async function request(answer: Answer, timeoutMs = 5000) {
  const { url } = await startLoopback(answer);
  return send(url, timeoutMs);
}

function send(orgUrl: string, timeoutMs = 5000) {
  return ask(orgUrl, createTransport({ orgUrl, timeoutMs, version: "0" }).fetch);
}

/** One token request, as the private key method makes it. */
async function ask(orgUrl: string, fetch: typeof globalThis.fetch) {
  const auth = {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read"],
    dpop: "auto",
    privateKey,
    privateKeyVariable: "OKTA_PRIVATE_KEY",
  } as const;
  const provider = createAuthProvider({ orgUrl, auth }, { fetch, now: () => NOW });
  const { authorization } = await provider.authorize({ method: "GET", url: new URL(orgUrl) });
  return { authorization, life: ((await provider.status()).expiresAt ?? 0) - NOW };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    sendJson(response, status, body, headers);

const html =
  (status: number, body: string): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/html" }).end(body);
  };

describe("a usable answer", () => {
  it.each([
    ["a number", 3600, 3600],
    ["a string", "3600", 3600],
    ["nothing", undefined, 300],
    ["no time at all", 0, 300],
  ])("whose life is %s", async (_, expires_in, seconds) => {
    const body = { access_token: "abc.def-1", token_type: "bearer", expires_in };
    expect(await request(json(200, body))).toEqual({
      authorization: "Bearer abc.def-1",
      life: seconds * 1000,
    });
  });
});

describe("an unusable answer", () => {
  it.each<[string, Answer, string, string]>([
    [
      "an OAuth error",
      json(401, { error: "invalid_client", error_description: "The signature is invalid." }),
      "auth_failed",
      "invalid_client): The signature is invalid.",
    ],
    ["a scope not granted", json(400, { error: "invalid_scope" }), "auth_failed", "invalid_scope"],
    [
      "Okta's own error",
      json(404, { errorCode: "E0000007", errorSummary: "Not found: /oauth2" }),
      "auth_failed",
      "E0000007): Not found: /oauth2",
    ],
    ["an error without a name", json(400, {}), "auth_failed", "HTTP 400"],
    [
      "the rate limit",
      json(429, {}, { "x-rate-limit-reset": "1767323045" }),
      "rate_limited",
      "2026-01-02T03:04:05.000Z",
    ],
    ["a server error", json(503, {}), "okta_unavailable", "503"],
    [
      "a page of HTML",
      html(403, "<h1>Sign in to the proxy</h1>"),
      "unexpected_response",
      "<h1>Sign in to the proxy</h1>",
    ],
    ["a page of HTML with 200", html(200, "<h1>Sign in</h1>"), "unexpected_response", "text/html"],
    ["no token", json(200, { token_type: "Bearer" }), "unexpected_response", "access_token"],
    [
      "a life of nonsense",
      json(200, { access_token: "a", token_type: "Bearer", expires_in: -1 }),
      "unexpected_response",
      "expires_in",
    ],
    [
      "a token that breaks the header",
      json(200, { access_token: "a\r\nX: y", token_type: "Bearer" }),
      "unexpected_response",
      "no header can carry",
    ],
    [
      "a token of another type",
      json(200, { access_token: "a", token_type: "N_A" }),
      "unexpected_response",
      "token_type",
    ],
    ["a JSON array", json(400, []), "unexpected_response", "HTTP 400"],
  ])("%s", async (_, answer, code, words) => {
    const error = await failureOf(() => request(answer));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it.each<[string, Answer]>([
    [
      "in an error description",
      json(400, { error: "invalid_client", error_description: `Bad ${ASSERTION}!` }),
    ],
    ["in a debugging proxy's page", html(400, `<pre>client_assertion=${ASSERTION}</pre>`)],
    ["in a success that is not JSON", html(200, "access_token=topsecret")],
    ["in a success of the wrong shape", json(200, { access_token: "topsecret", token_type: "mac" })],
  ])("gives away no secret it holds %s", async (_, answer) => {
    const error = await failureOf(() => request(answer));
    expect(`${error.toText()} ${String(error.cause)}`).not.toMatch(/eyJ|c2lnbmF0dXJl|topsecret/);
  });

  it("with control characters is shown escaped, on one line", async () => {
    const error = await failureOf(() =>
      request(json(400, { error: "x", error_description: "a\r\nNext: b\u202e" })),
    );
    expect(error.message).toContain("a Next: b\\u{202e}");
  });

  it.each(["invalid_client", "unauthorized_client", "invalid_scope", "invalid_dpop_proof"])(
    "%s comes with its own next step",
    async (error) => {
      const known = await failureOf(() => request(json(400, { error })));
      const unknown = await failureOf(() => request(json(400, { error: "other" })));
      expect(known.next).not.toBe(unknown.next);
    },
  );
});

describe("no answer", () => {
  it("from a port where nothing listens", async () => {
    const url = await closedPort();
    expect(await failureOf(() => send(url))).toMatchObject({ code: "network_unreachable" });
  });

  it("from a server that hangs up: a token request is never of unknown outcome", async () => {
    const error = await failureOf(() => request((_, response) => void response.socket?.destroy()));
    expect(error).toMatchObject({ code: "network_unreachable" });
  });

  it("from a server that does not answer in time", async () => {
    expect(await failureOf(() => request(() => {}, 100))).toMatchObject({ code: "timeout" });
  });

  it("through a fetch with errors of its own", async () => {
    const broken = () => Promise.reject(new TypeError("fetch failed"));
    const error = await failureOf(() => ask("https://acme.okta.com", broken));
    expect(error).toMatchObject({ code: "network_unreachable" });
  });
});
