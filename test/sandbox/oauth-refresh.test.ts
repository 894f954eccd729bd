import * as oauth from "oauth4webapi";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Clocked,
  discover,
  errorOf,
  INSECURE,
  NATIVE,
  post,
  refresh,
  SCOPE,
  signIn,
  start,
  useToken,
} from "./oauth-support.js";

let org: Clocked;
afterEach(() => org.sandbox.close());

const REFUSED = [400, "invalid_grant"];

describe("a refresh token", () => {
  it("gives new tokens and is replaced", async () => {
    org = await start();
    const scope = `openid ${SCOPE}`;
    const first = await signIn(org.sandbox, { scope });
    const second = await refresh(org.sandbox, first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ token_type: "Bearer", scope, id_token: expect.any(String) });
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await useToken(org.sandbox, second.body.access_token)).toBe(200);
    expect((await refresh(org.sandbox, second.body.refresh_token)).status).toBe(200);
  });

  it("used twice ends the whole sign-in, and no other", async () => {
    org = await start();
    const [stolen, other] = [await signIn(org.sandbox), await signIn(org.sandbox)];
    const { body } = await refresh(org.sandbox, stolen.refresh_token);
    expect(errorOf(await refresh(org.sandbox, stolen.refresh_token))).toEqual(REFUSED);
    expect(errorOf(await refresh(org.sandbox, body.refresh_token))).toEqual(REFUSED);
    expect(await useToken(org.sandbox, body.access_token)).toBe(401);
    expect(await useToken(org.sandbox, other.access_token)).toBe(200);
    expect((await refresh(org.sandbox, other.refresh_token)).status).toBe(200);
  });

  it("has one winner among two processes at the same time", async () => {
    org = await start();
    const { refresh_token } = await signIn(org.sandbox);
    const replies = await Promise.all([
      refresh(org.sandbox, refresh_token),
      refresh(org.sandbox, refresh_token),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it("can be used again within the grace period, with the same successor", async () => {
    org = await start({ oauth: { refreshGrace: 30 } });
    const { refresh_token } = await signIn(org.sandbox);
    const first = await refresh(org.sandbox, refresh_token);
    org.advance(29);
    const again = await refresh(org.sandbox, refresh_token);
    expect([again.status, again.body.refresh_token]).toEqual([200, first.body.refresh_token]);
    org.advance(1);
    expect(errorOf(await refresh(org.sandbox, refresh_token))).toEqual(REFUSED);
    expect(errorOf(await refresh(org.sandbox, first.body.refresh_token))).toEqual(REFUSED);
  });

  it("is not in its grace period any more once the successor was used", async () => {
    org = await start({ oauth: { refreshGrace: 30 } });
    const { refresh_token } = await signIn(org.sandbox);
    const { body } = await refresh(org.sandbox, refresh_token);
    await refresh(org.sandbox, body.refresh_token);
    expect(errorOf(await refresh(org.sandbox, refresh_token))).toEqual(REFUSED);
  });

  it("ends when it is not used for long", async () => {
    org = await start({ oauth: { refreshLifetime: 100 } });
    const { refresh_token } = await signIn(org.sandbox);
    org.advance(99);
    const { body } = await refresh(org.sandbox, refresh_token);
    org.advance(100);
    expect(errorOf(await refresh(org.sandbox, body.refresh_token))).toEqual(REFUSED);
  });

  it.each<[string, (sandbox: Clocked["sandbox"]) => void]>([
    ["an administrator ends all sign-ins", (sandbox) => sandbox.refreshTokens.revokeAll()],
    [
      "its user is suspended",
      (sandbox) => {
        sandbox.org.tokenOwner.status = "SUSPENDED";
      },
    ],
  ])("ends when %s", async (_, end) => {
    org = await start();
    const { refresh_token } = await signIn(org.sandbox);
    end(org.sandbox);
    expect(errorOf(await refresh(org.sandbox, refresh_token))).toEqual(REFUSED);
  });

  it("belongs to its client, and a thief does not use it up", async () => {
    org = await start({ clients: [NATIVE, { ...NATIVE, clientId: "0oaOther" }] });
    const { refresh_token } = await signIn(org.sandbox);
    expect(errorOf(await refresh(org.sandbox, refresh_token, { client_id: "0oaOther" }))).toEqual(REFUSED);
    expect((await refresh(org.sandbox, refresh_token)).status).toBe(200);
  });

  it("narrows the scopes of one access token, never widens them", async () => {
    org = await start();
    const { refresh_token } = await signIn(org.sandbox, { scope: "offline_access okta.users.read" });
    const wide = await refresh(org.sandbox, refresh_token, { scope: "okta.users.read okta.groups.manage" });
    expect(errorOf(wide)).toEqual([400, "invalid_scope"]);
    const narrow = await refresh(org.sandbox, refresh_token, { scope: "offline_access" });
    expect(narrow.body.scope).toBe("offline_access");
    expect(await useToken(org.sandbox, narrow.body.access_token)).toBe(403);
    const again = await refresh(org.sandbox, narrow.body.refresh_token);
    expect(again.body.scope).toBe("offline_access okta.users.read");
  });
});

describe("revocation", () => {
  const revoke = (token: unknown, more: Record<string, string> = {}) =>
    post(org.sandbox, "/oauth2/v1/revoke", { token: String(token), ...more });

  it("of an access token leaves the sign-in", async () => {
    org = await start();
    const tokens = await signIn(org.sandbox);
    expect((await revoke(tokens.access_token)).status).toBe(200);
    expect(await useToken(org.sandbox, tokens.access_token)).toBe(401);
    expect((await refresh(org.sandbox, tokens.refresh_token)).status).toBe(200);
  });

  it("of a refresh token ends the sign-in", async () => {
    org = await start();
    const tokens = await signIn(org.sandbox);
    expect((await revoke(tokens.refresh_token)).status).toBe(200);
    expect(await useToken(org.sandbox, tokens.access_token)).toBe(401);
    expect(errorOf(await refresh(org.sandbox, tokens.refresh_token))).toEqual(REFUSED);
  });

  it("of a token nobody knows is fine; of another client's, or of nothing, it is not", async () => {
    org = await start({ clients: [NATIVE, { ...NATIVE, clientId: "0oaOther" }] });
    const { access_token } = await signIn(org.sandbox);
    expect((await revoke("unknown")).status).toBe(200);
    expect(errorOf(await revoke(access_token, { client_id: "0oaOther" }))).toEqual([
      400,
      "unauthorized_client",
    ]);
    expect(errorOf(await revoke(""))).toEqual([400, "invalid_request"]);
    expect(errorOf(await revoke(access_token, { client_id: "0oaNobody" }))).toEqual([401, "invalid_client"]);
    expect(await useToken(org.sandbox, access_token)).toBe(200);
  });
});

it("oauth4webapi refreshes and revokes", async () => {
  org = await start();
  const as = await discover(org.sandbox);
  const client = { client_id: NATIVE.clientId };
  const { refresh_token } = await signIn(org.sandbox);
  const response = await oauth.refreshTokenGrantRequest(
    as,
    client,
    oauth.None(),
    String(refresh_token),
    INSECURE,
  );
  const tokens = await oauth.processRefreshTokenResponse(as, client, response);
  expect(await useToken(org.sandbox, tokens.access_token)).toBe(200);
  const revoked = await oauth.revocationRequest(
    as,
    client,
    oauth.None(),
    tokens.refresh_token ?? "",
    INSECURE,
  );
  await oauth.processRevocationResponse(revoked);
  expect(await useToken(org.sandbox, tokens.access_token)).toBe(401);
});
