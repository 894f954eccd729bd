import { createHash } from "node:crypto";
import * as oauth from "oauth4webapi";
import { afterEach, describe, expect, it } from "vitest";
import {
  authorize,
  type Clocked,
  code,
  discover,
  errorOf,
  INSECURE,
  NATIVE,
  pkce,
  post,
  REDIRECT,
  SCOPE,
  signIn,
  start,
  token,
  useToken,
} from "./oauth-support.js";

let org: Clocked;
afterEach(() => org.sandbox.close());

const redeem = (given: string, verifier: string, change: Record<string, string> = {}) =>
  token(org.sandbox, {
    grant_type: "authorization_code",
    code: given,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
    ...change,
  });

const parametersOf = (location: URL | undefined) => Object.fromEntries(location?.searchParams ?? []);

describe("the authorization endpoint", () => {
  it("sends the approving user back with code, state and issuer", async () => {
    org = await start();
    const { status, location } = await authorize(org.sandbox);
    expect([status, location?.origin, location?.pathname]).toEqual([
      302,
      "http://127.0.0.1:49152",
      "/callback",
    ]);
    expect(parametersOf(location)).toEqual({
      code: expect.stringMatching(/^\w{40,}$/),
      state: "the-state",
      iss: org.sandbox.url,
    });
  });

  it.each([
    ["unsupported_response_type", { response_type: "token" }],
    ["invalid_request", { response_type: undefined }],
    ["invalid_request", { code_challenge: undefined }],
    ["invalid_request", { code_challenge_method: "plain" }],
    ["invalid_request", { code_challenge: "short" }],
    ["invalid_scope", { scope: "openid okta.apps.read" }],
    ["invalid_scope", { scope: undefined }],
  ])("tells the application: %s for %j", async (error, change) => {
    org = await start();
    const { location } = await authorize(org.sandbox, change);
    expect(parametersOf(location)).toMatchObject({ error, state: "the-state", iss: org.sandbox.url });
  });

  it("wants a state", async () => {
    org = await start();
    const { location } = await authorize(org.sandbox, { state: undefined });
    expect(parametersOf(location)).toMatchObject({ error: "invalid_request" });
  });

  it.each([
    ["an unknown client", { client_id: "0oaNobody" }],
    ["no client", { client_id: undefined }],
    ["no redirect URI", { redirect_uri: undefined }],
    ["another path", { redirect_uri: "http://127.0.0.1:49152/other" }],
    ["another host", { redirect_uri: "http://127.0.0.1.example.com/callback" }],
    ["a query", { redirect_uri: "http://127.0.0.1/callback?x=1" }],
    ["a user part", { redirect_uri: "http://app@127.0.0.1:5000/callback" }],
    ["another port where ports count", { redirect_uri: "http://app.example.com:8080/callback" }],
  ])("tells only the user: %s", async (_, change) => {
    org = await start();
    const { status, location, text } = await authorize(org.sandbox, change);
    expect([status, location]).toEqual([400, undefined]);
    expect(text).toContain("<h1>Bad request</h1>");
  });

  it("takes loopback ports as registered, if told so", async () => {
    org = await start({ oauth: { loopbackPort: "exact" } });
    expect((await authorize(org.sandbox)).status).toBe(400);
    expect((await authorize(org.sandbox, { redirect_uri: "http://127.0.0.1/callback" })).status).toBe(302);
  });

  it("carries the user's no", async () => {
    org = await start({ oauth: { consent: { decision: "deny" } } });
    expect(parametersOf((await authorize(org.sandbox)).location)).toMatchObject({
      error: "access_denied",
      state: "the-state",
    });
  });

  it.each([
    ["approve", "code"],
    ["deny", "error"],
  ])("shows a page where the user can %s", async (decision, parameter) => {
    org = await start({ oauth: { consent: { decision: "page" } } });
    const { status, text } = await authorize(org.sandbox);
    expect(status).toBe(200);
    expect(text).toContain("okta.groups.manage");
    const interaction = /name="interaction" value="(\w+)"/.exec(text)?.[1] ?? "";
    const answer = () => post(org.sandbox, "/oauth2/v1/authorize/decision", { interaction, decision });
    const location = new URL((await answer()).headers.get("location") ?? "");
    expect(location.searchParams.get(parameter)).toEqual(expect.any(String));
    expect((await answer()).status).toBe(400);
  });

  it("cannot ask where prompt=none forbids it", async () => {
    org = await start({ oauth: { consent: { decision: "page" } } });
    const { location } = await authorize(org.sandbox, { prompt: "none" });
    expect(parametersOf(location)).toMatchObject({ error: "login_required" });
  });
});

describe("an authorization code", () => {
  it("lives for 60 seconds", async () => {
    org = await start();
    const { verifier, challenge } = pkce();
    const [first, second] = [await code(org.sandbox, challenge), await code(org.sandbox, challenge)];
    org.advance(59);
    expect((await redeem(first, verifier)).status).toBe(200);
    org.advance(1);
    expect(errorOf(await redeem(second, verifier))).toEqual([400, "invalid_grant"]);
  });

  it("used twice takes back what it gave", async () => {
    org = await start();
    const { verifier, challenge } = pkce();
    const given = await code(org.sandbox, challenge);
    const { body } = await redeem(given, verifier);
    expect(await useToken(org.sandbox, body.access_token)).toBe(200);
    expect(errorOf(await redeem(given, verifier))).toEqual([400, "invalid_grant"]);
    expect(await useToken(org.sandbox, body.access_token)).toBe(401);
    const refreshed = await token(org.sandbox, {
      grant_type: "refresh_token",
      refresh_token: String(body.refresh_token),
    });
    expect(errorOf(refreshed)).toEqual([400, "invalid_grant"]);
  });

  it.each<[string, Record<string, string>]>([
    ["another verifier", { code_verifier: pkce().verifier }],
    ["no verifier", { code_verifier: "" }],
    ["another redirect URI", { redirect_uri: "http://127.0.0.1:49153/callback" }],
    ["another client", { client_id: "0oaOther" }],
    ["another code", { code: "guessed" }],
  ])("is refused with %s", async (_, change) => {
    org = await start({ clients: [NATIVE, { ...NATIVE, clientId: "0oaOther" }] });
    const { verifier, challenge } = pkce();
    const reply = await redeem(await code(org.sandbox, challenge), verifier, change);
    expect(errorOf(reply)).toEqual([400, "invalid_grant"]);
  });
});

describe("what a user grants", () => {
  it("is all that was asked for, without a refresh token unless asked", async () => {
    org = await start();
    const body = await signIn(org.sandbox, { scope: "okta.users.read" });
    expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
  });

  it("can be less", async () => {
    org = await start();
    org.sandbox.consent.scopes = ["okta.users.read"];
    expect(await signIn(org.sandbox)).toMatchObject({ scope: "offline_access okta.users.read" });
  });

  it("leaves out what nobody granted to the application, if the org is so", async () => {
    org = await start({ oauth: { ungrantedScopes: "omit" } });
    const body = await signIn(org.sandbox, { scope: "okta.apps.read okta.users.read" });
    expect(body.scope).toBe("okta.users.read");
    const { location } = await authorize(org.sandbox, { scope: "okta.apps.read" });
    expect(parametersOf(location).error).toBe("consent_required");
  });

  it("opens nothing without an admin role", async () => {
    org = await start();
    const jane = org.sandbox.org.users.all[1];
    org.sandbox.consent.login = String(jane?.profile.login);
    const { access_token } = await signIn(org.sandbox);
    const ask = () =>
      fetch(`${org.sandbox.url}/api/v1/users`, { headers: { authorization: `Bearer ${access_token}` } });
    const refused = await ask();
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([403, null]);
    expect(await refused.json()).toMatchObject({ errorCode: "E0000006" });
    org.sandbox.org.admins.add(jane?.id ?? "");
    expect((await ask()).status).toBe(200);
  });
});

it("oauth4webapi signs in by code, and verifies the ID token by the org's keys", async () => {
  org = await start();
  const as = await discover(org.sandbox);
  const client = { client_id: NATIVE.clientId };
  const [verifier, nonce, state] = [
    oauth.generateRandomCodeVerifier(),
    oauth.generateRandomNonce(),
    oauth.generateRandomState(),
  ];
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const { location } = await authorize(org.sandbox, {
    code_challenge: challenge,
    nonce,
    state,
    scope: `openid ${SCOPE}`,
  });
  const parameters = oauth.validateAuthResponse(as, client, location ?? new URL("about:blank"), state);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    parameters,
    REDIRECT,
    verifier,
    INSECURE,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, response, INSECURE);
  const owner = org.sandbox.org.tokenOwner;
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
    aud: NATIVE.clientId,
    sub: owner.id,
    preferred_username: owner.profile.login,
    auth_time: expect.any(Number),
    at_hash: createHash("sha256").update(tokens.access_token).digest().subarray(0, 16).toString("base64url"),
  });
  expect(await useToken(org.sandbox, tokens.access_token)).toBe(200);
});
