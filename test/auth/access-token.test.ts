import { describe, expect, it } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";
import { failureOf } from "../failure.js";
import { sendJson, startLoopback } from "../http/loopback.js";

const ORG = "https://acme.okta.com";
const NOW = Date.parse("2026-01-02T03:04:05Z");

/** A token that looks like Okta's; nobody here checks the signature. */
function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2ln`;
}

function provider(value: string, now = () => NOW, orgUrl = ORG) {
  const auth = { method: "access_token", token: value } as const;
  const noFetch = () => Promise.reject(new Error("A ready-made token needs no request."));
  return createAuthProvider({ orgUrl, auth }, { fetch: noFetch, now });
}

const request = { method: "GET", url: new URL("/api/v1/users", ORG) };
const inAnHour = NOW / 1000 + 3600;

describe("a ready-made access token", () => {
  it("is sent as it is", async () => {
    const value = token({ exp: inAnHour });
    expect(await provider(value).authorize(request)).toEqual({ authorization: `Bearer ${value}` });
  });

  it("that is no JWT is sent as it is, and nothing is known of it", async () => {
    const opaque = provider("opaque-token");
    expect(await opaque.authorize(request)).toEqual({ authorization: "Bearer opaque-token" });
    expect(opaque.grantedScopes()).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["a list", ["okta.users.read", "okta.groups.manage"]],
    ["one text", "okta.users.read okta.groups.manage"],
  ])("says its scopes and end, from %s", async (_, scp) => {
    const known = provider(token({ exp: inAnHour, scp, cid: "0oa1" }));
    expect(known.grantedScopes()).toEqual(["okta.groups.manage", "okta.users.read"]);
    expect(await known.status()).toMatchObject({
      clientId: "0oa1",
      expiresAt: inAnHour * 1000,
      signedIn: true,
      renewable: false,
    });
  });

  it.each<[string, object, object | undefined]>([
    ["a user's", { cid: "0oa1", uid: "00u1", sub: "ada@acme.com" }, { id: "00u1", login: "ada@acme.com" }],
    ["one without a login", { cid: "0oa1", uid: "00u1" }, { id: "00u1" }],
    ["another server's", { sub: "ada@acme.com" }, { id: "ada@acme.com" }],
    ["an app's own", { cid: "0oa1", sub: "0oa1" }, undefined],
    ["one whose claims are no texts", { uid: 1, sub: {} }, undefined],
  ])("says whose it is: %s", async (_, claims, subject) => {
    expect((await provider(token({ exp: inAnHour, ...claims })).status()).subject).toEqual(subject);
  });

  it("past its end is not sent", async () => {
    const expired = provider(token({ exp: NOW / 1000 }));
    const error = await failureOf(() => expired.authorize(request));
    expect(error.code).toBe("auth_failed");
    expect(error.toText()).toMatch(/OKTA_ACCESS_TOKEN has expired/);
    expect((await expired.status()).signedIn).toBe(false);
  });

  it("that Okta refuses is expired or revoked, and not sent again", async () => {
    const { url, received } = await startLoopback((_, response) => sendJson(response, 401, {}));
    const value = token({ exp: inAnHour });
    const send = authorizedFetch(
      provider(value, () => NOW, url),
      fetch,
    );
    const error = await failureOf(() => send(new OutgoingRequest(`${url}/api/v1/users`)));
    expect(error.code).toBe("auth_failed");
    expect(error.message).toContain("expired or revoked");
    expect(error.toText()).not.toContain(value);
    expect(received).toHaveLength(1);
  });

  it("that is bound to a key is refused at once", async () => {
    const error = await failureOf(() => provider(token({ cnf: { jkt: "x" } })));
    expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_ACCESS_TOKEN" });
  });

  it("is never given to a request for another host", async () => {
    const elsewhere = { method: "GET", url: new URL("https://evil.example/") };
    expect(await failureOf(() => provider("t").authorize(elsewhere))).toMatchObject({ code: "internal" });
  });
});
