import type { GenerateKeyPairResult } from "jose";
import * as oauth from "oauth4webapi";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ath,
  challengeOf,
  get,
  newKey,
  open,
  type Proof,
  proof,
  redeem,
  signInBound,
} from "./dpop-support.js";
import { type Clocked, DPOP_ONLY, discover, INSECURE, NATIVE, start } from "./oauth-support.js";

let org: Clocked;
let foreign: GenerateKeyPairResult;
beforeAll(async () => {
  foreign = await newKey();
});
afterEach(() => org.sandbox.close());

describe("bound tokens at resources", () => {
  it.each<[string, string, Proof]>([
    ["invalid_dpop_proof", "no ath", { claims: { ath: undefined } }],
    ["invalid_dpop_proof", "the hash of another token", { claims: { ath: ath("other") } }],
    ["invalid_dpop_proof", "another method", { claims: { htm: "POST" } }],
    ["invalid_dpop_proof", "another path", { claims: { htu: "http://127.0.0.1/api/v1/groups" } }],
  ])("%s with %s", async (error, _, change) => {
    org = await open();
    const { access_token } = await signInBound(org.sandbox);
    const refused = await get(org.sandbox, access_token, change);
    expect(refused.status).toBe(401);
    expect(challengeOf(refused)).toContain(`error="${error}"`);
  });

  it("are refused with another key, as Bearer, and without a proof", async () => {
    org = await open();
    const { access_token } = await signInBound(org.sandbox);
    const bare = await fetch(`${org.sandbox.url}/api/v1/users`, {
      headers: { authorization: `DPoP ${access_token}` },
    });
    expect(challengeOf(bare)).toContain('error="invalid_dpop_proof"');
    for (const refused of [
      await get(org.sandbox, access_token, { key: foreign }),
      await get(org.sandbox, access_token, {}, "Bearer"),
    ]) {
      expect(refused.status).toBe(401);
      expect(challengeOf(refused)).toMatch(/^DPoP .*error="invalid_token"/);
    }
  });

  it("are not what a Bearer token is", async () => {
    org = await start();
    const { body } = await redeem(org.sandbox, {}, {}, NATIVE.clientId);
    expect(body.token_type).toBe("Bearer");
    const refused = await get(org.sandbox, body.access_token);
    expect([refused.status, challengeOf(refused)]).toEqual([
      401,
      expect.stringMatching(/^Bearer .*invalid_token/),
    ]);
  });

  it("are told in their own scheme which scope is missing", async () => {
    org = await open();
    const { body } = await redeem(
      org.sandbox,
      { DPoP: await proof(org.sandbox) },
      { scope: "okta.groups.manage" },
    );
    const refused = await get(org.sandbox, body.access_token);
    expect(refused.status).toBe(403);
    expect(challengeOf(refused)).toMatch(/^DPoP .*scope="okta.users.read".*error="insufficient_scope"/);
  });
});

it("oauth4webapi signs in and calls the API with DPoP and nonces", async () => {
  org = await start();
  const as = await discover(org.sandbox);
  const client = { client_id: DPOP_ONLY.clientId, [oauth.clockSkew]: 0 };
  const dpop = oauth.DPoP(client, await oauth.generateKeyPair("ES256"));
  const options = { ...INSECURE, DPoP: dpop };
  const parameters = new URLSearchParams({ scope: "offline_access okta.users.read" });
  const started = await oauth.processDeviceAuthorizationResponse(
    as,
    client,
    await oauth.deviceAuthorizationRequest(as, client, oauth.None(), parameters, INSECURE),
  );
  org.sandbox.devices.approve(started.user_code);
  const ask = async () =>
    oauth.processDeviceCodeResponse(
      as,
      client,
      await oauth.deviceCodeGrantRequest(as, client, oauth.None(), started.device_code, options),
    );
  await expect(ask()).rejects.toSatisfy(oauth.isDPoPNonceError);
  const tokens = await ask();
  expect(tokens.token_type).toBe("dpop");
  const url = new URL(`${org.sandbox.url}/api/v1/users?limit=1`);
  const call = (accessToken: string) =>
    oauth.protectedResourceRequest(accessToken, "GET", url, undefined, undefined, options);
  expect((await call(tokens.access_token)).status).toBe(200);
  org.sandbox.nonces.rotate();
  await expect(call(tokens.access_token)).rejects.toSatisfy(oauth.isDPoPNonceError);
  expect((await call(tokens.access_token)).status).toBe(200);
  const refreshed = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token ?? "", options),
  );
  expect((await call(refreshed.access_token)).status).toBe(200);
});
