import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { ask, errorOf } from "./client.js";

const CLIENT = "0oaTestClient0000000";
const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const NOW = new Date("2026-05-20T12:00:00.000Z");
const seconds = (offset: number) => Math.floor(NOW.getTime() / 1000) + offset;

let sandbox: Sandbox;
let rsa: GenerateKeyPairResult;
let ec: GenerateKeyPairResult;
let rsa512: GenerateKeyPairResult;
let clock = NOW;
let serial = 0;

beforeAll(async () => {
  rsa = await generateKeyPair("RS256");
  ec = await generateKeyPair("ES256");
  rsa512 = await generateKeyPair("RS512");
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: "rsa" },
    { ...(await exportJWK(ec.publicKey)), kid: "ec" },
    { ...(await exportJWK(rsa512.publicKey)), kid: "rsa512" },
  ];
  const scopes = ["okta.users.read", "okta.groups.manage"];
  sandbox = await startSandbox({
    now: () => clock,
    events: 20,
    clients: [{ clientId: CLIENT, jwks: { keys }, scopes }],
  });
});
afterAll(() => sandbox.close());

interface Assertion {
  readonly claims?: Record<string, unknown>;
  readonly header?: { alg: string; kid?: string };
  readonly key?: GenerateKeyPairResult["privateKey"];
}

async function sign({
  claims = {},
  header = { alg: "RS256", kid: "rsa" },
  key = rsa.privateKey,
}: Assertion = {}) {
  serial += 1;
  const all = {
    iss: CLIENT,
    sub: CLIENT,
    aud: `${sandbox.url}/oauth2/v1/token`,
    iat: seconds(0),
    exp: seconds(300),
    jti: `jti-${serial}`,
    ...claims,
  };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader(header)
    .sign(key);
}

async function token(form: Record<string, string>, contentType = "application/x-www-form-urlencoded") {
  const response = await fetch(`${sandbox.url}/oauth2/v1/token`, {
    method: "POST",
    headers: { "content-type": contentType },
    body: new URLSearchParams(form).toString(),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}

async function request(assertion: string, scope = "okta.users.read", more: Record<string, string> = {}) {
  return token({
    grant_type: "client_credentials",
    client_assertion_type: TYPE,
    client_assertion: assertion,
    scope,
    ...more,
  });
}

const bearer = async (scope: string) => {
  const { body } = await request(await sign(), scope);
  return { authorization: `Bearer ${body.access_token}` };
};

describe("private_key_jwt", () => {
  it.each([
    ["RS256", () => sign()],
    ["ES256", () => sign({ header: { alg: "ES256", kid: "ec" }, key: ec.privateKey })],
    ["RS512", () => sign({ header: { alg: "RS512", kid: "rsa512" }, key: rsa512.privateKey })],
    ["no jti", () => sign({ claims: { jti: undefined } })],
  ])("%s", async (_, make) => {
    const { status, body, headers } = await request(await make());
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(body).toEqual({
      token_type: "Bearer",
      expires_in: 3600,
      access_token: expect.stringMatching(/^\w{40,}$/),
      scope: "okta.users.read",
    });
  });

  it.each<[string, Assertion]>([
    ["expired", { claims: { exp: seconds(-1) } }],
    ["living too long", { claims: { exp: seconds(3700) } }],
    ["without expiry", { claims: { exp: undefined } }],
    ["for another audience", { claims: { aud: "https://example.okta.com/oauth2/v1/token" } }],
    ["by another issuer", { claims: { iss: "0oaSomeone" } }],
    ["about an unknown client", { claims: { sub: "0oaSomeone" } }],
    ["with an unknown key id", { header: { alg: "RS256", kid: "nosuch" } }],
  ])("refuses an assertion %s", async (_, assertion) => {
    const { status, body } = await request(await sign(assertion));
    expect([status, body.error]).toEqual([401, "invalid_client"]);
    expect(body.error_description).toEqual(expect.any(String));
  });

  it("refuses a foreign key, a shared secret, garbage and nothing", async () => {
    const other = await generateKeyPair("RS256");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ sub: CLIENT })).toString("base64url")}.`;
    const hmac = await new SignJWT({ sub: CLIENT })
      .setProtectedHeader({ alg: "HS256", kid: "rsa" })
      .sign(new Uint8Array(32));
    for (const assertion of [await sign({ key: other.privateKey }), unsigned, hmac, "garbage", ""]) {
      const { status, body } = await request(assertion);
      expect([status, body.error]).toEqual([401, "invalid_client"]);
    }
  });

  it("takes an assertion once", async () => {
    const assertion = await sign();
    expect((await request(assertion)).status).toBe(200);
    expect((await request(assertion)).body.error).toBe("invalid_client");
  });

  it("refuses a client_id that is not the assertion's", async () => {
    expect((await request(await sign(), "okta.users.read", { client_id: "0oaOther" })).status).toBe(401);
  });

  it.each([
    ["invalid_scope", { scope: "okta.users.manage" }],
    ["invalid_scope", { scope: "okta.users.read okta.apps.read" }],
    ["invalid_scope", { scope: "" }],
    ["unsupported_grant_type", { grant_type: "password" }],
    ["invalid_request", { grant_type: "" }],
    ["invalid_request", { client_assertion_type: "x" }],
  ])("%s for %j", async (error, change) => {
    const reply = await request(await sign(), "okta.users.read", change as unknown as Record<string, string>);
    expect([reply.status, reply.body.error]).toEqual([400, error]);
  });

  it("wants a form", async () => {
    expect((await token({}, "application/json")).status).toBe(415);
  });

  it("is logged as the client's doing", async () => {
    await request(await sign());
    expect(sandbox.org.log.all.at(-1)?.event).toMatchObject({
      eventType: "app.oauth2.token.grant.access_token",
      actor: { id: CLIENT, type: "PublicClientApp" },
    });
  });
});

describe("access tokens", () => {
  it("open what their scopes name, manage includes read", async () => {
    const headers = await bearer("okta.users.read okta.groups.manage");
    for (const path of ["/api/v1/users", "/api/v1/groups"]) {
      expect((await ask(sandbox, "GET", path, { headers })).status).toBe(200);
    }
  });

  it("do not open the rest, and say which scope is missing", async () => {
    const headers = await bearer("okta.users.read");
    const reply = await ask(sandbox, "POST", "/api/v1/users", { headers, body: {} });
    expect(errorOf(reply)).toMatchObject({ status: 403, code: "E0000006" });
    const challenge = reply.headers.get("www-authenticate") ?? "";
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain('scope="okta.users.manage"');
  });

  it("end after an hour, or when revoked", async () => {
    const headers = await bearer("okta.users.read");
    clock = new Date(NOW.getTime() + 3_599_000);
    expect((await ask(sandbox, "GET", "/api/v1/users", { headers })).status).toBe(200);
    clock = new Date(NOW.getTime() + 3_600_000);
    const reply = await ask(sandbox, "GET", "/api/v1/users", { headers });
    clock = NOW;
    expect(errorOf(reply)).toMatchObject({ status: 401, code: "E0000011" });
    expect(reply.headers.get("www-authenticate")).toContain('error="invalid_token"');
    sandbox.tokens.revokeAll();
    expect((await ask(sandbox, "GET", "/api/v1/users", { headers })).status).toBe(401);
  });

  it("have no user: me is not found", async () => {
    expect(
      (await ask(sandbox, "GET", "/api/v1/users/me", { headers: await bearer("okta.users.read") })).status,
    ).toBe(404);
  });

  it.each([
    ["", 403, "E0000005"],
    ["SSWS wrong", 401, "E0000011"],
    ["Bearer wrong", 401, "E0000011"],
    ["Basic d3Jvbmc=", 401, "E0000011"],
  ])("%j is refused", async (authorization, status, code) => {
    expect(errorOf(await ask(sandbox, "GET", "/api/v1/users", { headers: { authorization } }))).toMatchObject(
      { status, code },
    );
  });
});
