import * as oauth from "oauth4webapi";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Clocked,
  discover,
  errorOf,
  INSECURE,
  NATIVE,
  post,
  SCOPE,
  start,
  token,
  useToken,
} from "./oauth-support.js";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
let org: Clocked;
afterEach(() => org.sandbox.close());

const begin = async (scope = SCOPE) => {
  const { body } = await post(org.sandbox, "/oauth2/v1/device/authorize", { scope });
  return { device: String(body.device_code), user: String(body.user_code) };
};
const poll = (device: string, clientId?: string) =>
  token(org.sandbox, { grant_type: GRANT, device_code: device }, {}, clientId);
const activate = async (form: Record<string, string>) =>
  (await post(org.sandbox, "/activate", form)).body.text;

describe("device authorization", () => {
  it("tells the device and its user what to do", async () => {
    org = await start();
    const { status, headers, body } = await post(org.sandbox, "/oauth2/v1/device/authorize", {
      scope: SCOPE,
    });
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(body).toEqual({
      device_code: expect.stringMatching(/^\w{40,}$/),
      user_code: expect.stringMatching(/^[B-Z]{8}$/),
      verification_uri: `${org.sandbox.url}/activate`,
      verification_uri_complete: `${org.sandbox.url}/activate?user_code=${body.user_code}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it("goes from pending over approved to used up", async () => {
    org = await start();
    const scope = `openid ${SCOPE}`;
    const { device, user } = await begin(scope);
    expect(errorOf(await poll(device))).toEqual([400, "authorization_pending"]);
    org.sandbox.devices.approve(user);
    org.advance(5);
    const { status, body } = await poll(device);
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: "Bearer",
      expires_in: 3600,
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      id_token: expect.any(String),
      scope,
    });
    expect(await useToken(org.sandbox, body.access_token)).toBe(200);
    org.advance(5);
    expect(errorOf(await poll(device))).toEqual([400, "invalid_grant"]);
  });

  it("slows down who polls too fast, by five seconds each time", async () => {
    org = await start();
    const { device } = await begin();
    await poll(device);
    org.advance(2);
    expect(errorOf(await poll(device))).toEqual([400, "slow_down"]);
    org.advance(6);
    expect(errorOf(await poll(device))).toEqual([400, "slow_down"]);
    org.advance(15);
    expect(errorOf(await poll(device))).toEqual([400, "authorization_pending"]);
  });

  it("ends when the user denies", async () => {
    org = await start();
    const { device, user } = await begin();
    org.sandbox.devices.deny(user);
    expect(errorOf(await poll(device))).toEqual([400, "access_denied"]);
  });

  it("ends with time, approved or not", async () => {
    org = await start({ oauth: { deviceLifetime: 60 } });
    const { device, user } = await begin();
    org.sandbox.devices.approve(user);
    org.advance(60);
    expect(errorOf(await poll(device))).toEqual([400, "expired_token"]);
    expect(() => org.sandbox.devices.approve(user)).toThrow("no device waits");
  });

  it("binds the device code to its client", async () => {
    org = await start({ clients: [NATIVE, { ...NATIVE, clientId: "0oaOther" }] });
    const { device, user } = await begin();
    org.sandbox.devices.approve(user);
    expect(errorOf(await poll(device, "0oaOther"))).toEqual([400, "invalid_grant"]);
    expect((await poll(device)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["an unknown client", { client_id: "0oaNobody" }, 401, "invalid_client"],
    ["a scope nobody granted", { scope: "openid okta.apps.read" }, 400, "invalid_scope"],
    ["no scope", { scope: "" }, 400, "invalid_scope"],
    ["a client without the grant", { client_id: "0oaCodeOnly" }, 400, "unauthorized_client"],
  ])("refuses %s", async (_, form, status, error) => {
    org = await start({
      clients: [NATIVE, { ...NATIVE, clientId: "0oaCodeOnly", grants: ["authorization_code"] }],
    });
    const reply = await post(org.sandbox, "/oauth2/v1/device/authorize", { scope: SCOPE, ...form });
    expect(errorOf(reply)).toEqual([status, error]);
  });
});

describe("the activation page", () => {
  it("asks for the code, shows the request, and takes the answer", async () => {
    org = await start();
    const { device, user } = await begin();
    const get = async (query: string) => fetch(`${org.sandbox.url}/activate${query}`);
    const empty = await get("");
    expect(empty.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await empty.text()).toContain('name="user_code"');
    // As people type it: in lower case, with a dash.
    const typed = `${user.slice(0, 4)}-${user.slice(4)}`.toLowerCase();
    const shown = await (await get(`?user_code=${typed}`)).text();
    for (const part of [NATIVE.clientId, "okta.users.read", "Approve", "Deny"]) expect(shown).toContain(part);
    expect(await activate({ user_code: user, decision: "approve" })).toContain("Device activated");
    expect((await poll(device)).status).toBe(200);
  });

  it("denies", async () => {
    org = await start();
    const { device, user } = await begin();
    expect(await activate({ user_code: user, decision: "deny" })).toContain("Device denied");
    expect(errorOf(await poll(device))).toEqual([400, "access_denied"]);
  });

  it("shows names as text", async () => {
    const clientId = '<img src="x">';
    org = await start({ clients: [{ ...NATIVE, clientId }] });
    const { body } = await post(org.sandbox, "/oauth2/v1/device/authorize", { scope: SCOPE }, {}, clientId);
    const shown = await (await fetch(String(body.verification_uri_complete))).text();
    expect(shown).not.toContain("<img");
    expect(shown).toContain("&#60;img");
  });

  it("knows no code that is foreign or settled", async () => {
    org = await start();
    const { user } = await begin();
    org.sandbox.devices.deny(user);
    for (const code of [user, "BBBBBBBB"]) {
      const response = await fetch(`${org.sandbox.url}/activate?user_code=${code}`);
      expect(response.status).toBe(400);
    }
    expect(await activate({ user_code: user, decision: "approve" })).toContain("Invalid code");
  });
});

it("oauth4webapi signs in by device", async () => {
  org = await start({ oauth: { deviceInterval: 0.01 } });
  const as = await discover(org.sandbox);
  const client = { client_id: NATIVE.clientId };
  const parameters = new URLSearchParams({ scope: `openid ${SCOPE}` });
  const request = await oauth.deviceAuthorizationRequest(as, client, oauth.None(), parameters, INSECURE);
  const started = await oauth.processDeviceAuthorizationResponse(as, client, request);
  org.sandbox.devices.approve(started.user_code);
  const response = await oauth.deviceCodeGrantRequest(
    as,
    client,
    oauth.None(),
    started.device_code,
    INSECURE,
  );
  const tokens = await oauth.processDeviceCodeResponse(as, client, response);
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
    iss: org.sandbox.url,
    sub: org.sandbox.org.tokenOwner.id,
  });
});
