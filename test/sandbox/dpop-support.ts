import { createHash } from "node:crypto";
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from "jose";
import type { OAuthOptions, Sandbox } from "../../src/sandbox/index.js";
import { type Clocked, code, DPOP_ONLY, pkce, REDIRECT, start, token } from "./oauth-support.js";

/** Where nonces are not the point, none are demanded. */
export const open = (oauthOptions: OAuthOptions = {}): Promise<Clocked> =>
  start({ oauth: { dpopNonces: "never", ...oauthOptions } });

export interface Proof {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: GenerateKeyPairResult;
}

export const newKey = (): Promise<GenerateKeyPairResult> => generateKeyPair("ES256", { extractable: true });

/** The key of the client under test. */
const mine = newKey();
let serial = 0;

/** A proof for the token endpoint, unless `claims` say otherwise; undefined claims are left out. */
export async function proof(
  sandbox: Sandbox,
  { claims = {}, header = {}, key }: Proof = {},
): Promise<string> {
  const { publicKey, privateKey } = key ?? (await mine);
  serial += 1;
  const all = {
    htm: "POST",
    htu: `${sandbox.url}/oauth2/v1/token`,
    iat: Math.floor(Date.now() / 1000),
    jti: `proof-${serial}`,
    ...claims,
  };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(publicKey), ...header })
    .sign(privateKey);
}

export const myKey = async () => exportJWK((await mine).publicKey);

/** Redeems a fresh authorization code with these headers. */
export async function redeem(
  sandbox: Sandbox,
  headers: Record<string, string>,
  change: Record<string, string> = {},
  clientId: string = DPOP_ONLY.clientId,
) {
  const { verifier, challenge } = pkce();
  const form = {
    grant_type: "authorization_code",
    code: await code(sandbox, challenge, { client_id: clientId, ...change }),
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  };
  return token(sandbox, form, headers, clientId);
}

/** A sign-in with DPoP: the token answer. */
export const signInBound = async (sandbox: Sandbox) =>
  (await redeem(sandbox, { DPoP: await proof(sandbox) })).body;

export const ath = (accessToken: unknown): string =>
  createHash("sha256").update(String(accessToken)).digest("base64url");

/** Lists users with an access token and a proof for it. */
export async function get(sandbox: Sandbox, accessToken: unknown, change: Proof = {}, scheme = "DPoP") {
  const own = { htm: "GET", htu: `${sandbox.url}/api/v1/users`, ath: ath(accessToken) };
  const dpop = await proof(sandbox, { ...change, claims: { ...own, ...change.claims } });
  const headers = { authorization: `${scheme} ${accessToken}`, DPoP: dpop };
  return fetch(`${sandbox.url}/api/v1/users?limit=1`, { headers });
}

export const challengeOf = (response: Response): string => response.headers.get("www-authenticate") ?? "";
