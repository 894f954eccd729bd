import { createHash } from "node:crypto";
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { DpopMode } from "../../src/config/sign-in.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";
import { failureOf } from "../failure.js";
import { sendJson, startLoopback } from "../http/loopback.js";
import { ecKey, pem } from "./keys.js";
import { connect } from "./scripted-org.js";

interface Demands {
  /** The token endpoint demands proofs. */
  proof?: boolean;
  /** The nonces that are good at the moment; none are demanded without. */
  nonces?: { token: string; api: string };
  /** Seconds that the org's clock is ahead. */
  ahead?: number;
}

/** An org that checks proofs as RFC 9449 has it. */
async function startOrg(demands: Demands) {
  const used = new Set<string>();
  const thumbprints: string[] = [];
  const check = async (proof: string, method: string, path: string, accessToken?: string) => {
    const { payload } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      currentDate: new Date(Date.now() + (demands.ahead ?? 0) * 1000),
      maxTokenAge: 60,
      clockTolerance: 5,
    });
    expect(decodeProtectedHeader(proof).jwk).not.toHaveProperty("d");
    expect(payload).toMatchObject({ htm: method, htu: `${server.url}${path}` });
    expect(payload.ath).toBe(accessToken && createHash("sha256").update(accessToken).digest("base64url"));
    expect(used.has(payload.jti ?? "")).toBe(false);
    used.add(payload.jti ?? "");
    thumbprints.push(await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {}));
    return payload.nonce;
  };
  const server = await startLoopback(async (request, response, count) => {
    const path = request.url.split("?")[0] ?? "";
    const proof = request.headers.dpop;
    if (demands.ahead) response.setHeader("date", new Date(Date.now() + demands.ahead * 1000).toUTCString());
    if (path === "/oauth2/v1/token") {
      if (proof === undefined) {
        return demands.proof
          ? sendJson(response, 400, { error: "invalid_dpop_proof" })
          : sendJson(response, 200, { access_token: `t-${count}`, token_type: "Bearer", expires_in: 3600 });
      }
      const nonce = await check(String(proof), "POST", path).catch(() => null);
      if (nonce === null) return sendJson(response, 400, { error: "invalid_dpop_proof" });
      if (demands.nonces && nonce !== demands.nonces.token) {
        return sendJson(response, 400, { error: "use_dpop_nonce" }, { "dpop-nonce": demands.nonces.token });
      }
      return sendJson(response, 200, { access_token: `t-${count}`, token_type: "DPoP", expires_in: 3600 });
    }
    const [scheme, token] = (request.headers.authorization ?? "").split(" ");
    if (scheme !== "DPoP") return sendJson(response, 401, {});
    const nonce = await check(String(proof), request.method, path, token);
    if (demands.nonces && nonce !== demands.nonces.api) {
      return sendJson(
        response,
        401,
        {},
        {
          "dpop-nonce": demands.nonces.api,
          "www-authenticate": 'DPoP realm="x", error="use_dpop_nonce"',
        },
      );
    }
    return sendJson(response, 200, { ok: true });
  });
  return { ...server, thumbprints };
}

const privateKey = pem(ecKey("P-256"));

function client(orgUrl: string, dpop: DpopMode = "auto") {
  const { provider } = connect(orgUrl, {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read"],
    dpop,
    privateKey,
    privateKeyVariable: "OKTA_PRIVATE_KEY",
  });
  const send = authorizedFetch(provider, fetch);
  return {
    provider,
    call: (path = "/api/v1/users?limit=2", init: RequestInit = {}) =>
      send(new OutgoingRequest(orgUrl + path, init)),
  };
}

const paths = (received: readonly { url: string }[]) => received.map(({ url }) => url.split("?")[0]);

describe("auto", () => {
  it("sends no proof to an org that does not ask for one", async () => {
    const { url, received } = await startOrg({});
    await client(url).provider.authorize({ method: "GET", url: new URL(url) });
    expect(received.map(({ headers }) => headers.dpop)).toEqual([undefined]);
  });

  it("sends proofs from when the org demands them, always by the same key", async () => {
    const { url, received, thumbprints } = await startOrg({ proof: true });
    const { call } = client(url);
    expect((await call()).status).toBe(200);
    expect((await call("/api/v1/groups", { method: "POST", body: "{}" })).status).toBe(200);
    expect(paths(received)).toEqual([
      "/oauth2/v1/token",
      "/oauth2/v1/token",
      "/api/v1/users",
      "/api/v1/groups",
    ]);
    expect(new Set(thumbprints).size).toBe(1);
  });

  it("is never a token for both: each sign-in has a key of its own", async () => {
    const { url, thumbprints } = await startOrg({ proof: true });
    await client(url).call();
    await client(url).call();
    expect(new Set(thumbprints).size).toBe(2);
  });

  it("answers the nonces of token endpoint and API with one more request each, and body and all", async () => {
    const nonces = { token: "n-token", api: "n-api" };
    const { url, received } = await startOrg({ proof: true, nonces });
    const { call } = client(url);
    expect((await call("/api/v1/groups", { method: "POST", body: '{"a":1}' })).status).toBe(200);
    expect(paths(received)).toEqual([
      ...Array.from({ length: 3 }, () => "/oauth2/v1/token"),
      "/api/v1/groups",
      "/api/v1/groups",
    ]);
    expect(received.slice(3).map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
    await call();
    expect(received).toHaveLength(6);
  });

  it("follows a nonce that changes, by the answer that rejects the old one", async () => {
    const nonces = { token: "n", api: "first" };
    const { url, received } = await startOrg({ proof: true, nonces });
    const { call } = client(url);
    await call();
    const before = received.length;
    nonces.api = "second";
    expect((await call()).status).toBe(200);
    expect(received.length - before).toBe(2);
  });
});

describe("the modes", () => {
  it("always: the first request has a proof already", async () => {
    const { url, received } = await startOrg({});
    expect((await client(url, "always").call()).status).toBe(200);
    expect(paths(received)).toEqual(["/oauth2/v1/token", "/api/v1/users"]);
  });

  it("always: a token that is not bound is refused", async () => {
    const { url } = await startLoopback((_, response) =>
      sendJson(response, 200, { access_token: "t", token_type: "Bearer", expires_in: 3600 }),
    );
    const error = await failureOf(() => client(url, "always").call());
    expect(error.message).toContain("OKTA_DPOP=always");
  });

  it("never: the org's demand is an error that says what to set", async () => {
    const { url, received } = await startOrg({ proof: true });
    const error = await failureOf(() => client(url, "never").call());
    expect(error.code).toBe("auth_failed");
    expect(error.next).toContain("OKTA_DPOP");
    expect(received).toHaveLength(1);
  });
});

describe("bounds", () => {
  it("an API that never likes its own nonce gets two requests", async () => {
    let number = 0;
    const api = {
      get api() {
        return `n-${++number}`;
      },
      token: "n",
    };
    const { url, received } = await startOrg({ proof: true, nonces: api });
    expect((await client(url).call()).status).toBe(401);
    expect(paths(received).filter((path) => path === "/api/v1/users")).toHaveLength(2);
  });

  it("an org that refuses everything gets three requests of a call at most", async () => {
    let number = 0;
    const server = await startLoopback((request, response) => {
      if (request.url === "/oauth2/v1/token") {
        return sendJson(response, 200, {
          access_token: `t-${++number}`,
          token_type: "DPoP",
          expires_in: 3600,
        });
      }
      const isFirst = server.received.filter(({ url }) => url !== "/oauth2/v1/token").length === 1;
      return sendJson(
        response,
        401,
        {},
        {
          "dpop-nonce": `n-${++number}`,
          "www-authenticate": isFirst ? 'DPoP error="use_dpop_nonce"' : 'DPoP error="invalid_token"',
        },
      );
    });
    expect((await client(server.url, "always").call()).status).toBe(401);
    expect(paths(server.received).filter((path) => path === "/api/v1/users")).toHaveLength(3);
  });
});

it("a proof from a clock ten minutes off is sent again by the org's clock", async () => {
  const { url, received } = await startOrg({ proof: true, ahead: -600 });
  expect((await client(url, "always").call()).status).toBe(200);
  expect(paths(received)).toEqual(["/oauth2/v1/token", "/oauth2/v1/token", "/api/v1/users"]);
});
