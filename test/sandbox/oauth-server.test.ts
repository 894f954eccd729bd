import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { OAuthOptions, SandboxClient } from "../../src/sandbox/index.js";
import { newKey, proof } from "./dpop-support.js";
import {
  authorize,
  type Clocked,
  errorOf,
  REDIRECT,
  refresh,
  SCOPE,
  signIn,
  start,
  token,
  useToken,
} from "./oauth-support.js";

let org: Clocked;
afterEach(() => org.sandbox.close());

describe("metadata", () => {
  it.each(["openid-configuration", "oauth-authorization-server"])(
    "%s names the org's endpoints",
    async (name) => {
      org = await start();
      const { url } = org.sandbox;
      const response = await fetch(`${url}/.well-known/${name}`);
      expect(await response.json()).toMatchObject({
        issuer: url,
        authorization_endpoint: `${url}/oauth2/v1/authorize`,
        token_endpoint: `${url}/oauth2/v1/token`,
        device_authorization_endpoint: `${url}/oauth2/v1/device/authorize`,
        revocation_endpoint: `${url}/oauth2/v1/revoke`,
        jwks_uri: `${url}/oauth2/v1/keys`,
      });
    },
  );

  it("publishes the public half of one key", async () => {
    org = await start();
    const { keys } = (await (await fetch(`${org.sandbox.url}/oauth2/v1/keys`)).json()) as {
      keys: Record<string, unknown>[];
    };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });
});

describe("a service application", () => {
  const CLIENT = "0oaService0000000000";
  const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const SCOPES = ["okta.users.read", "okta.logs.read"];
  let keys: GenerateKeyPairResult;
  let client: SandboxClient;
  beforeAll(async () => {
    keys = await generateKeyPair("ES256");
    client = {
      clientId: CLIENT,
      scopes: SCOPES,
      jwks: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k" }] },
    };
  });

  const open = (change: Partial<SandboxClient> = {}, oauth: OAuthOptions = {}) =>
    start({ clients: [{ ...client, ...change }], oauth });

  let serial = 0;
  const assertion = async (lifetime = 300) => {
    serial += 1;
    return new SignJWT({})
      .setProtectedHeader({ alg: "ES256", kid: "k" })
      .setIssuer(CLIENT)
      .setSubject(CLIENT)
      .setAudience(`${org.sandbox.url}/oauth2/v1/token`)
      .setExpirationTime(Math.floor(Date.now() / 1000) + lifetime)
      .setJti(`assertion-${serial}`)
      .sign(keys.privateKey);
  };
  const ask = async (scope: string, given?: string, headers?: Record<string, string>) =>
    token(
      org.sandbox,
      {
        grant_type: "client_credentials",
        client_assertion_type: JWT_BEARER,
        client_assertion: given ?? (await assertion()),
        scope,
      },
      headers,
      CLIENT,
    );

  it.each([
    ["okta.users.read okta.apps.read", 200, "okta.users.read", undefined],
    ["okta.apps.read", 400, undefined, "consent_required"],
  ])("gets what of %j was granted, if the org is so", async (asked, status, scope, error) => {
    org = await open({}, { ungrantedScopes: "omit" });
    const reply = await ask(asked);
    expect([reply.status, reply.body.scope, reply.body.error]).toEqual([status, scope, error]);
  });

  it("opens nothing without an admin role", async () => {
    org = await open({ adminRole: false });
    const { body } = await ask("okta.users.read");
    const headers = { authorization: `Bearer ${body.access_token}` };
    const refused = await fetch(`${org.sandbox.url}/api/v1/users`, { headers });
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([403, null]);
  });

  it("is judged by the clock of the org, which its answers tell", async () => {
    org = await open();
    org.advance(600);
    const late = await ask("okta.users.read");
    expect(errorOf(late)).toEqual([401, "invalid_client"]);
    expect(late.body.error_description).toBe("The client_assertion token is expired.");
    const ahead = (Date.parse(late.headers.get("date") ?? "") - Date.now()) / 1000;
    expect(ahead).toBeGreaterThan(595);
    expect((await ask("okta.users.read", await assertion(900))).status).toBe(200);
  });

  it("uses up its assertion even when the request fails", async () => {
    org = await open({ dpop: true });
    const used = await assertion();
    expect(errorOf(await ask("okta.users.read", used))).toEqual([400, "invalid_dpop_proof"]);
    const again = await ask("okta.users.read", used);
    expect(errorOf(again)).toEqual([401, "invalid_client"]);
    expect(again.body.error_description).toBe("The client_assertion token has already been used.");
  });

  it("may sign users in too, and proves itself by its keys: a renewal can come with another DPoP key", async () => {
    const grants = ["authorization_code", "refresh_token"] as const;
    org = await open({ grants, redirectUris: [REDIRECT], dpop: true }, { dpopNonces: "never" });
    const proven = async (form: Record<string, string>, key?: GenerateKeyPairResult) => {
      const own = { client_assertion_type: JWT_BEARER, client_assertion: await assertion() };
      return token(org.sandbox, { ...own, ...form }, { DPoP: await proof(org.sandbox, { key }) }, CLIENT);
    };
    const { location } = await authorize(org.sandbox, {
      client_id: CLIENT,
      scope: "offline_access okta.users.read",
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    const given = location?.searchParams.get("code") ?? "";
    const first = await proven({ grant_type: "authorization_code", code: given, redirect_uri: REDIRECT });
    const refresh_token = String(first.body.refresh_token);
    expect(first.body.token_type).toBe("DPoP");
    expect((await proven({ grant_type: "refresh_token", refresh_token }, await newKey())).status).toBe(200);
  });

  it("needs its keys, and has no other grant", async () => {
    org = await open();
    expect(errorOf(await ask("okta.users.read", ""))).toEqual([401, "invalid_client"]);
    const { location } = await authorize(org.sandbox, { client_id: CLIENT });
    expect(location).toBeUndefined();
  });
});

describe("faults of the token endpoint", () => {
  const path = "/oauth2/v1/token";

  it("answers a page, an error, or late", async () => {
    org = await start();
    const { refresh_token } = await signIn(org.sandbox);
    const { faults } = org.sandbox;
    const mend = faults.add({ path, fault: { kind: "html", html: "<h1>Maintenance</h1>" } });
    const page = await refresh(org.sandbox, refresh_token);
    expect([page.status, page.headers.get("content-type"), page.body.text]).toEqual([
      200,
      "text/html; charset=utf-8",
      "<h1>Maintenance</h1>",
    ]);
    mend();
    faults.add({ path, fault: { kind: "status", status: 503 }, times: 1 });
    expect((await refresh(org.sandbox, refresh_token)).status).toBe(503);
    faults.add({ path, fault: { kind: "slow_headers", ms: 60 }, times: 1 });
    const asked = performance.now();
    expect((await refresh(org.sandbox, refresh_token)).status).toBe(200);
    expect(performance.now() - asked).toBeGreaterThan(55);
  });

  it("ends the connection, before or after the request took effect", async () => {
    org = await start();
    const { refresh_token } = await signIn(org.sandbox);
    const { faults } = org.sandbox;
    faults.add({ path, fault: { kind: "reset", when: "before" }, times: 1 });
    await expect(refresh(org.sandbox, refresh_token)).rejects.toThrow();
    faults.add({ path, fault: { kind: "reset", when: "after" }, times: 1 });
    await expect(refresh(org.sandbox, refresh_token)).rejects.toThrow();
    expect(errorOf(await refresh(org.sandbox, refresh_token))).toEqual([400, "invalid_grant"]);
  });

  it("leaves everything else alone", async () => {
    org = await start();
    const { access_token } = await signIn(org.sandbox);
    org.sandbox.faults.add({ path, fault: { kind: "status", status: 500 } });
    expect(await useToken(org.sandbox, access_token)).toBe(200);
  });
});

it("the journal keeps no secret of a sign-in", async () => {
  org = await start();
  const logged: unknown[] = [];
  const body = await signIn(org.sandbox, {
    scope: `openid ${SCOPE}`,
    state: "secret-state",
    nonce: "secret-nonce",
  });
  await useToken(org.sandbox, body.access_token);
  await fetch(`${org.sandbox.url}/activate?user_code=BCDFGHJK`);
  logged.push(org.sandbox.requests, org.sandbox.org.log.all.at(-1));
  const text = JSON.stringify(logged);
  const secrets = [body.access_token, body.refresh_token, body.id_token, "secret-", "BCDFGHJK"].map(String);
  for (const secret of secrets) expect(text).not.toContain(secret);
  const asked = org.sandbox.requests.find(({ path }) => path === "/oauth2/v1/authorize");
  expect(new URLSearchParams(asked?.query).get("scope")).toBe(`openid ${SCOPE}`);
  expect(new URLSearchParams(asked?.query).get("state")).toBe("***");
});
