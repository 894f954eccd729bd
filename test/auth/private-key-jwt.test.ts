import { decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthProvider } from "../../src/auth/provider.js";
import type { PrivateKeyJwtSettings } from "../../src/config/sign-in.js";
import { failureOf } from "../failure.js";
import { type Answer, type Loopback, sendJson, startLoopback } from "../http/loopback.js";
import { ecKey, jwk, pem, rsaKey, type TestKey } from "./keys.js";

const rsa = rsaKey();
const ORG = "https://acme.okta.com";
const UNAUTHORIZED = { status: 401, headers: new Headers() };

interface Setup {
  answer?: Answer;
  settings?: Partial<PrivateKeyJwtSettings>;
  now?: () => number;
}

const issue: Answer = (_, response, count) =>
  sendJson(response, 200, { access_token: `token-${count}`, token_type: "Bearer", expires_in: 3600 });

async function start({ answer = issue, settings = {}, now = Date.now }: Setup = {}): Promise<{
  provider: AuthProvider;
  server: Loopback;
  authorize(signal?: AbortSignal): Promise<string | undefined>;
}> {
  const server = await startLoopback(answer);
  const auth: PrivateKeyJwtSettings = {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read", "okta.logs.read"],
    dpop: "auto",
    privateKey: pem(rsa),
    privateKeyVariable: "OKTA_PRIVATE_KEY",
    ...settings,
  };
  const provider = createAuthProvider({ orgUrl: server.url, auth }, { fetch, now });
  const request = { method: "GET", url: new URL("/api/v1/users", server.url) };
  return {
    provider,
    server,
    authorize: async (signal) => (await provider.authorize(request, signal)).authorization,
  };
}

function formOf({ received }: Loopback, index = 0): URLSearchParams {
  return new URLSearchParams(received[index]?.body);
}

describe("the token request", () => {
  it("is a client credentials grant with every scope", async () => {
    const { server, authorize } = await start();
    expect(await authorize()).toBe("Bearer token-1");
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/oauth2/v1/token" });
    expect(server.received[0]?.headers["content-type"]).toContain("application/x-www-form-urlencoded");
    expect(server.received[0]?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(formOf(server))).toMatchObject({
      grant_type: "client_credentials",
      scope: "okta.users.read okta.logs.read",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
  });

  const ec = { "P-256": ecKey("P-256"), "P-384": ecKey("P-384"), "P-521": ecKey("P-521") };
  it.each<[string, TestKey, string]>([
    ["RS256", rsa, pem(rsa)],
    ["RS384", rsa, jwk(rsa, { alg: "RS384" })],
    ["RS512", rsa, jwk(rsa, { alg: "RS512" })],
    ["ES256", ec["P-256"], pem(ec["P-256"])],
    ["ES384", ec["P-384"], pem(ec["P-384"])],
    ["ES512", ec["P-521"], jwk(ec["P-521"])],
  ])("carries an assertion signed by %s", async (algorithm, key, privateKey) => {
    const now = Date.parse("2026-01-02T03:04:05Z");
    const { server, authorize } = await start({ settings: { privateKey, keyId: "k1" }, now: () => now });
    await authorize();
    const { payload, protectedHeader } = await jwtVerify(
      formOf(server).get("client_assertion") ?? "",
      key.publicKey,
      {
        issuer: "0oa1",
        subject: "0oa1",
        audience: `${server.url}/oauth2/v1/token`,
        currentDate: new Date(now),
      },
    );
    expect(protectedHeader).toEqual({ alg: algorithm, typ: "JWT", kid: "k1" });
    expect(payload.iat).toBe(now / 1000);
    expect((payload.exp ?? 0) - now / 1000).toBeLessThanOrEqual(300);
  });

  it("never repeats an assertion", async () => {
    let now = 0;
    const { server, authorize } = await start({ now: () => now });
    await authorize();
    now += 3_600_000;
    await authorize();
    const [first, second] = await Promise.all(
      [0, 1].map((index) =>
        jwtVerify(formOf(server, index).get("client_assertion") ?? "", rsa.publicKey, {
          currentDate: new Date(now - 3_600_000 * (1 - index)),
        }),
      ),
    );
    expect(first?.payload.jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.payload.jti).not.toBe(first?.payload.jti);
  });

  it.each([
    ["the setting's key id, before the JWK's", { privateKey: jwk(rsa, { kid: "jwk" }), keyId: "set" }, "set"],
    ["the JWK's key id", { privateKey: jwk(rsa, { kid: "jwk" }) }, "jwk"],
    ["no key id where none is known", {}, undefined],
  ])("names %s", async (_, settings, kid) => {
    const { server, authorize } = await start({ settings });
    await authorize();
    expect(decodeProtectedHeader(formOf(server).get("client_assertion") ?? "").kid).toBe(kid);
  });
});

describe("the token", () => {
  it("is obtained once for 50 concurrent callers", async () => {
    const { server, authorize } = await start();
    const headers = await Promise.all(Array.from({ length: 50 }, () => authorize()));
    expect(new Set(headers)).toEqual(new Set(["Bearer token-1"]));
    expect(server.received).toHaveLength(1);
  });

  it("is renewed a minute before it expires, not sooner", async () => {
    let now = 0;
    const { authorize } = await start({ now: () => now });
    await authorize();
    now = 3_539_000;
    expect(await authorize()).toBe("Bearer token-1");
    now = 3_540_000;
    expect(await authorize()).toBe("Bearer token-2");
  });

  it("of a short life is used for nine tenths of it", async () => {
    let now = 0;
    const answer: Answer = (_, response, count) =>
      sendJson(response, 200, { access_token: `token-${count}`, token_type: "Bearer", expires_in: 10 });
    const { authorize } = await start({ answer, now: () => now });
    await authorize();
    now = 8_999;
    expect(await authorize()).toBe("Bearer token-1");
    now = 9_000;
    expect(await authorize()).toBe("Bearer token-2");
  });

  it("is asked for again after a failure", async () => {
    const { authorize } = await start({
      answer: (request, response, count) =>
        count === 1 ? sendJson(response, 503, {}) : issue(request, response, count),
    });
    expect(await failureOf(authorize)).toMatchObject({ code: "okta_unavailable" });
    expect(await authorize()).toBe("Bearer token-2");
  });

  it("once refused is renewed once, whoever reports it and how often", async () => {
    const { provider, server, authorize } = await start();
    const refused = { authorization: (await authorize()) ?? "" };
    expect(provider.invalidate(refused, UNAUTHORIZED)).toBe("token");
    expect(await authorize()).toBe("Bearer token-2");
    expect(provider.invalidate(refused, UNAUTHORIZED)).toBe("token");
    expect(await authorize()).toBe("Bearer token-2");
    expect(server.received).toHaveLength(2);
  });

  it("reaches the others when one caller gives up waiting", async () => {
    const { server, authorize } = await start({
      answer: (request, response, count) => {
        setTimeout(() => issue(request, response, count), 50);
      },
    });
    const controller = new AbortController();
    const [given, waiting] = [failureOf(() => authorize(controller.signal)), authorize()];
    controller.abort();
    expect(await given).toMatchObject({ code: "cancelled" });
    expect(await waiting).toBe("Bearer token-1");
    expect(server.received).toHaveLength(1);
  });

  it("is not asked for by a call that is already cancelled", async () => {
    const { server, authorize } = await start();
    expect(await failureOf(() => authorize(AbortSignal.abort()))).toMatchObject({ code: "cancelled" });
    expect(server.received).toHaveLength(0);
  });

  it("is never given to a request for another host", async () => {
    const { provider, server } = await start();
    const request = { method: "GET", url: new URL("https://evil.example/api/v1/users") };
    expect(await failureOf(() => provider.authorize(request))).toMatchObject({ code: "internal" });
    expect(server.received).toHaveLength(0);
  });
});

it("a key that cannot sign is refused by the factory, before any request", async () => {
  const auth: PrivateKeyJwtSettings = {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read"],
    dpop: "auto",
    privateKey: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    privateKeyVariable: "OKTA_PRIVATE_KEY",
  };
  const error = await failureOf(() => createAuthProvider({ orgUrl: ORG, auth }, { fetch, now: Date.now }));
  expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_PRIVATE_KEY" });
});
