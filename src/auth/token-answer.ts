import type { JWK } from "jose";
import { getValidatedIdTokenClaims, type TokenEndpointResponse } from "oauth4webapi";
import { OktaMcpError } from "../errors.js";
import type { TokenSet } from "./token-set.js";

/** RFC 6749, section 5.1, lets a server leave `expires_in` out. Okta sends it; this is the cautious guess. */
const DEFAULT_LIFE_SECONDS = 300;

interface Asked {
  /** Milliseconds since the epoch, by the org's clock. */
  readonly askedAt: number;
  /** The key that the request proved to have. */
  readonly dpopKey?: JWK;
  /** A token that is not bound to the key is not acceptable. */
  readonly mustBind: boolean;
  /** What holds where the answer leaves the scope out (RFC 6749, sections 5.1 and 6). */
  readonly scopes: readonly string[];
  readonly previous?: TokenSet;
}

/**
 * The answer of the token endpoint, checked by oauth4webapi, as a TokenSet.
 * @throws OktaMcpError `unexpected_response` for a token that cannot be sent
 */
export function readTokens(answer: TokenEndpointResponse, asked: Asked): TokenSet {
  const { access_token: accessToken, token_type: type, expires_in: expiresIn, scope } = answer;
  // RFC 6750, section 2.1: the characters of a bearer token. Anything else could break out of the header.
  if (!/^[\w.~+/-]+=*$/.test(accessToken)) throw unusable("an access token that no header can carry");
  const isBound = type === "dpop";
  if (isBound && !asked.dpopKey) throw unusable("a token bound to a key that was never shown (DPoP)");
  // RFC 9449, section 5: it is for the client to say whether it goes on with an unbound token.
  if (!isBound && asked.mustBind)
    throw unusable("a token that is not bound to the key, as OKTA_DPOP=always demands");
  const life = expiresIn !== undefined && expiresIn > 0 ? expiresIn : DEFAULT_LIFE_SECONDS;
  const refreshToken = answer.refresh_token ?? asked.previous?.refreshToken;
  const subject = readSubject(answer) ?? asked.previous?.subject;
  return {
    accessToken,
    tokenType: isBound ? "DPoP" : "Bearer",
    expiresAt: asked.askedAt + life * 1000,
    scopes: splitScopes(scope ?? asked.scopes.join(" ")),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(subject === undefined ? {} : { subject }),
    ...(isBound ? { dpopKey: asked.dpopKey } : {}),
  };
}

export function splitScopes(scope: string): readonly string[] {
  return [...new Set(scope.split(" ").filter(Boolean))].sort();
}

function readSubject(answer: TokenEndpointResponse): TokenSet["subject"] {
  const claims = getValidatedIdTokenClaims(answer);
  if (!claims) return undefined;
  const login = claims.preferred_username ?? claims.email;
  return { id: claims.sub, ...(typeof login === "string" ? { login } : {}) };
}

function unusable(what: string): OktaMcpError {
  return new OktaMcpError("unexpected_response", `Okta's token endpoint issued ${what}.`);
}
