import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Clock } from "./clock.js";

/** One proof's subject: the request, and the access token it carries (none at the token endpoint). */
export interface ProofOf {
  readonly method: string;
  readonly url: URL;
  readonly accessToken?: string;
}

/**
 * Proofs of possession, RFC 9449, for one org. Made here rather than by oauth4webapi's handle, which signs only
 * what it sends itself: the nonces of token endpoint and API, one origin at Okta, would lie in two stores.
 */
export interface Dpop {
  /** The `DPoP` header's value for one request. */
  prove(key: JWK, request: ProofOf): Promise<string>;
  /** Takes over the nonce of an answer (section 8), if it has one. */
  observe(headers: Headers): void;
}

export function createDpop(clock: Clock, random: () => string): Dpop {
  let nonce: string | undefined;
  return {
    async prove(key, { method, url, accessToken }) {
      const { kty, crv, x, y } = key;
      return new SignJWT({
        htm: method,
        htu: url.origin + url.pathname,
        ...(nonce === undefined ? {} : { nonce }),
        ...(accessToken === undefined ? {} : { ath: hash(accessToken) }),
      })
        .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: { kty, crv, x, y } as JWK })
        .setJti(random())
        .setIssuedAt(Math.floor(clock.now() / 1000))
        .sign({ ...key, alg: "ES256" });
    },
    observe(headers) {
      nonce = headers.get("dpop-nonce") ?? nonce;
    },
  };
}

/** A new private key to bind a sign-in's tokens to. */
export async function generateDpopKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return exportJWK(privateKey);
}

/** Section 4.2, `ath`. */
function hash(accessToken: string): string {
  return createHash("sha256").update(accessToken, "ascii").digest("base64url");
}
