import type { SigningKey } from "./signing-key.js";

/** Okta allows an hour; the less, the less a leaked assertion is worth. */
const LIFE_SECONDS = 300;

export interface AssertionClaims {
  readonly clientId: string;
  /** The token endpoint the assertion is meant for. */
  readonly audience: string;
  readonly keyId?: string;
  /** Unique for each assertion: Okta refuses one it has seen. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A signed client assertion, RFC 7523 section 3. */
export async function signAssertion(signing: SigningKey, claims: AssertionClaims): Promise<string> {
  // Loaded at the first sign-in, not at start.
  const { SignJWT } = await import("jose");
  const issuedAt = Math.floor(claims.now / 1000);
  const keyId = claims.keyId ?? signing.keyId;
  return new SignJWT()
    .setProtectedHeader({
      alg: signing.algorithm,
      typ: "JWT",
      ...(keyId === undefined ? {} : { kid: keyId }),
    })
    .setIssuer(claims.clientId)
    .setSubject(claims.clientId)
    .setAudience(claims.audience)
    .setJti(claims.id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFE_SECONDS)
    .sign(signing.key);
}
