import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { UserRecord } from "../types.js";

const KEY_ID = "sandbox";
const LIFETIME = 3600;

export interface IdTokenInput {
  readonly issuer: string;
  readonly clientId: string;
  readonly user: UserRecord;
  /** Epoch seconds of the sign-in. */
  readonly authTime: number;
  readonly nonce: string | undefined;
  readonly accessToken: string;
}

/** Signs ID tokens (OpenID Connect Core, section 2). */
export interface IdTokens {
  sign(input: IdTokenInput): Promise<string>;
  /** The public half, for `/oauth2/v1/keys`. */
  jwks(): Promise<{ readonly keys: readonly JWK[] }>;
}

export function createIdTokens(now: () => Date): IdTokens {
  let pair: ReturnType<typeof generateKeyPair> | undefined;
  // An RSA key takes as long as the rest of the start, and most sandboxes never sign in a user.
  const keys = () => {
    pair ??= generateKeyPair("RS256");
    return pair;
  };
  return {
    async sign({ issuer, clientId, user, authTime, nonce, accessToken }) {
      const { privateKey } = await keys();
      const issued = Math.floor(now().getTime() / 1000);
      return new SignJWT({
        ver: 1,
        idp: "00oSandboxIdp",
        amr: ["pwd", "mfa"],
        auth_time: authTime,
        at_hash: halfHash(accessToken),
        name: `${user.profile.firstName} ${user.profile.lastName}`,
        preferred_username: String(user.profile.login),
        ...(nonce === undefined ? {} : { nonce }),
      })
        .setProtectedHeader({ alg: "RS256", kid: KEY_ID })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setSubject(user.id)
        .setIssuedAt(issued)
        .setExpirationTime(issued + LIFETIME)
        .sign(privateKey);
    },
    async jwks() {
      const { publicKey } = await keys();
      return { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: "RS256", use: "sig" }] };
    },
  };
}

/** `at_hash`: the left half of the hash (OpenID Connect Core, section 3.1.3.6). */
const halfHash = (token: string): string =>
  createHash("sha256").update(token, "ascii").digest().subarray(0, 16).toString("base64url");
