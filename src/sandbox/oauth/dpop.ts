import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWK, jwtVerify } from "jose";
import type { Nonces } from "./nonces.js";

/** Algorithms as Okta lists them in its challenges. */
export const DPOP_ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
/** Seconds by which the clocks of client and org may differ. */
const WINDOW = 300;

/** Why a proof was refused; `code` is the OAuth error. */
export class ProofError extends Error {
  override readonly name = "ProofError";
  constructor(
    readonly code: "invalid_dpop_proof" | "use_dpop_nonce",
    message: string,
  ) {
    super(message);
  }
}

export interface ProofCheck {
  /** The `DPoP` header as it came. */
  readonly proof: string;
  readonly method: string;
  /** Of the request; query and fragment do not count. */
  readonly url: string;
  /** Whether the proof must carry this server's nonce. */
  readonly nonce: boolean;
  /** At a resource: the token that the proof must be for. */
  readonly accessToken?: string;
}

/** Checks DPoP proofs (RFC 9449, section 4.3). */
export interface Dpop {
  /**
   * @returns the thumbprint of the proof's key
   * @throws ProofError
   */
  check(request: ProofCheck): Promise<string>;
}

export interface DpopParts {
  readonly nonces: Nonces;
  readonly now: () => Date;
  readonly takeOnce: (jti: string, expiresAt: number) => boolean;
}

const refuse = (message: string): ProofError => new ProofError("invalid_dpop_proof", message);

export function createDpop({ nonces, now, takeOnce }: DpopParts): Dpop {
  return {
    async check(request) {
      const { payload, jwk } = await verify(request.proof, now());
      if (payload.htm !== request.method) throw refuse("The htm claim is not the method of this request.");
      if (!isSameTarget(payload.htu, request.url))
        throw refuse("The htu claim is not the URL of this request.");
      const time = now().getTime() / 1000;
      if (typeof payload.iat !== "number" || Math.abs(time - payload.iat) > WINDOW) {
        throw refuse("The iat claim is missing or too far from the time of this org.");
      }
      if (typeof payload.jti !== "string" || payload.jti === "") throw refuse("The jti claim is missing.");
      const { accessToken } = request;
      if (accessToken !== undefined && payload.ath !== hash(accessToken)) {
        throw refuse("The ath claim is not the hash of the access token.");
      }
      if (request.nonce && !(typeof payload.nonce === "string" && nonces.accepts(payload.nonce))) {
        throw new ProofError("use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
      }
      const jkt = await calculateJwkThumbprint(jwk);
      if (!takeOnce(`dpop:${jkt}:${payload.jti}`, (payload.iat + WINDOW) * 1000)) {
        throw refuse("The proof has been used before.");
      }
      return jkt;
    },
  };
}

async function verify(proof: string, currentDate: Date) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: DPOP_ALGORITHMS,
      currentDate,
    });
    const jwk: JWK | undefined = protectedHeader.jwk;
    if (jwk === undefined) throw refuse("The proof has no key.");
    return { payload, jwk };
  } catch (error) {
    if (error instanceof ProofError) throw error;
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw refuse("The signature of the proof is not valid.");
    throw refuse("The proof is no DPoP JWT.");
  }
}

function isSameTarget(htu: unknown, url: string): boolean {
  if (typeof htu !== "string" || !URL.canParse(htu)) return false;
  const [claimed, actual] = [new URL(htu), new URL(url)];
  return claimed.origin === actual.origin && claimed.pathname === actual.pathname;
}

const hash = (token: string): string => createHash("sha256").update(token).digest("base64url");
