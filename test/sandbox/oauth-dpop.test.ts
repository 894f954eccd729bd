import { calculateJwkThumbprint, exportJWK, type GenerateKeyPairResult, SignJWT } from "jose";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  challengeOf,
  get,
  myKey,
  newKey,
  open,
  type Proof,
  proof,
  redeem,
  signInBound,
} from "./dpop-support.js";
import { type Clocked, DPOP_ONLY, errorOf, start, token } from "./oauth-support.js";

let org: Clocked;
let foreign: GenerateKeyPairResult;
beforeAll(async () => {
  foreign = await newKey();
});
afterEach(() => org.sandbox.close());

const refresh = async (refreshToken: unknown, dpop: string) =>
  token(
    org.sandbox,
    { grant_type: "refresh_token", refresh_token: String(refreshToken) },
    { DPoP: dpop },
    DPOP_ONLY.clientId,
  );

describe("proofs at the token endpoint", () => {
  it("bind the tokens", async () => {
    org = await open();
    const body = await signInBound(org.sandbox);
    expect(body.token_type).toBe("DPoP");
    expect((await get(org.sandbox, body.access_token)).status).toBe(200);
  });

  it("are demanded of a client set so, in Okta's words", async () => {
    org = await open();
    const reply = await redeem(org.sandbox, {});
    expect(errorOf(reply)).toEqual([400, "invalid_dpop_proof"]);
    expect(reply.body.error_description).toBe("The DPoP proof JWT header is missing.");
  });

  it.each<[string, Proof]>([
    ["another method", { claims: { htm: "GET" } }],
    ["another URL", { claims: { htu: "https://example.okta.com/oauth2/v1/token" } }],
    ["no URL", { claims: { htu: undefined } }],
    ["no jti", { claims: { jti: undefined } }],
    ["no iat", { claims: { iat: undefined } }],
    ["an old iat", { claims: { iat: Math.floor(Date.now() / 1000) - 400 } }],
    ["an iat of the future", { claims: { iat: Math.floor(Date.now() / 1000) + 400 } }],
    ["another type", { header: { typ: "JWT" } }],
    ["no key", { header: { jwk: undefined } }],
  ])("are refused with %s", async (_, change) => {
    org = await open();
    expect(errorOf(await redeem(org.sandbox, { DPoP: await proof(org.sandbox, change) }))).toEqual([
      400,
      "invalid_dpop_proof",
    ]);
  });

  it("are refused when signed by another key, private, symmetric or no JWT", async () => {
    org = await open();
    const bad = [
      await proof(org.sandbox, { header: { jwk: await exportJWK(foreign.publicKey) } }),
      await proof(org.sandbox, { key: foreign, header: { jwk: await exportJWK(foreign.privateKey) } }),
      await new SignJWT({}).setProtectedHeader({ alg: "HS256", typ: "dpop+jwt" }).sign(new Uint8Array(32)),
      "garbage",
      `${await proof(org.sandbox)}, ${await proof(org.sandbox)}`,
    ];
    for (const each of bad)
      expect(errorOf(await redeem(org.sandbox, { DPoP: each }))).toEqual([400, "invalid_dpop_proof"]);
  });

  it("are taken once", async () => {
    org = await open();
    const used = await proof(org.sandbox);
    expect((await redeem(org.sandbox, { DPoP: used })).status).toBe(200);
    expect(errorOf(await redeem(org.sandbox, { DPoP: used }))).toEqual([400, "invalid_dpop_proof"]);
  });

  it("hold the authorization code to the key of dpop_jkt", async () => {
    org = await open();
    const change = { dpop_jkt: await calculateJwkThumbprint(await myKey()) };
    expect(
      errorOf(await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { key: foreign }) }, change)),
    ).toEqual([400, "invalid_dpop_proof"]);
    expect((await redeem(org.sandbox, { DPoP: await proof(org.sandbox) }, change)).status).toBe(200);
  });

  it("hold the refresh token of a public client to its key, without using it up", async () => {
    org = await open();
    const { refresh_token } = await signInBound(org.sandbox);
    expect(errorOf(await refresh(refresh_token, await proof(org.sandbox, { key: foreign })))).toEqual([
      400,
      "invalid_grant",
    ]);
    const { status, body } = await refresh(refresh_token, await proof(org.sandbox));
    expect([status, body.token_type]).toEqual([200, "DPoP"]);
  });

  it("are ignored for a client set so", async () => {
    org = await start({ clients: [{ ...DPOP_ONLY, dpop: false }] });
    expect((await redeem(org.sandbox, { DPoP: "whatever" })).body.token_type).toBe("Bearer");
  });
});

describe("nonces", () => {
  it("are demanded at the token endpoint", async () => {
    org = await open({ dpopNonces: "token" });
    const first = await redeem(org.sandbox, { DPoP: await proof(org.sandbox) });
    expect(errorOf(first)).toEqual([400, "use_dpop_nonce"]);
    const nonce = first.headers.get("dpop-nonce");
    const { status, headers, body } = await redeem(org.sandbox, {
      DPoP: await proof(org.sandbox, { claims: { nonce } }),
    });
    expect([status, headers.get("dpop-nonce")]).toEqual([200, nonce]);
    expect((await get(org.sandbox, body.access_token)).status).toBe(200);
  });

  it.each([401, 400] as const)("are demanded at resources, with %i", async (status) => {
    org = await open({ dpopNonces: "everywhere", dpopNonceStatus: status });
    const nonce = (await redeem(org.sandbox, { DPoP: await proof(org.sandbox) })).headers.get("dpop-nonce");
    const { body } = await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { claims: { nonce } }) });
    const refused = await get(org.sandbox, body.access_token);
    expect(refused.status).toBe(status);
    expect(challengeOf(refused)).toMatch(/^DPoP algs="RS256 .*error="use_dpop_nonce"/);
    const claims = { nonce: refused.headers.get("dpop-nonce") };
    expect((await get(org.sandbox, body.access_token, { claims })).status).toBe(200);
  });

  it("change by themselves and by command", async () => {
    org = await open({ dpopNonces: "token", dpopNonceLifetime: 100 });
    const ask = async (nonce: string | null) => {
      const claims = { nonce, iat: Math.floor(Date.now() / 1000) };
      return (await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { claims }) })).headers.get(
        "dpop-nonce",
      );
    };
    const first = await ask(null);
    org.advance(60);
    const second = await ask(first);
    expect(second).not.toBe(first);
    org.advance(45);
    expect(
      errorOf(await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { claims: { nonce: first } }) })),
    ).toEqual([400, "use_dpop_nonce"]);
    expect(
      (await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { claims: { nonce: second } }) })).status,
    ).toBe(200);
    org.sandbox.nonces.rotate();
    expect(
      errorOf(await redeem(org.sandbox, { DPoP: await proof(org.sandbox, { claims: { nonce: second } }) })),
    ).toEqual([400, "use_dpop_nonce"]);
  });
});
