import type { Dpop } from "./dpop.js";
import type { AuthAnswer, AuthHeaders, AuthRequest, Resend } from "./provider.js";
import type { Session } from "./session.js";
import type { TokenSet } from "./token-set.js";

/** The headers of a request that carries this token; with a proof of its own where the token is bound to a key. */
export async function tokenHeaders(tokens: TokenSet, dpop: Dpop, request: AuthRequest): Promise<AuthHeaders> {
  const { accessToken, tokenType, dpopKey } = tokens;
  if (tokenType === "Bearer" || !dpopKey) return { authorization: `Bearer ${accessToken}` };
  return {
    authorization: `DPoP ${accessToken}`,
    dpop: await dpop.prove(dpopKey, { ...request, accessToken }),
  };
}

/** A 401 about the nonce (RFC 9449, section 9) leaves the token good; any other one condemns it. */
export function refusedHeaders(
  session: Session,
  refused: AuthHeaders,
  { status, headers }: AuthAnswer,
): Resend | undefined {
  const challenge = headers.get("www-authenticate") ?? "";
  if (refused.dpop !== undefined && /\buse_dpop_nonce\b/.test(challenge) && headers.has("dpop-nonce")) {
    return "nonce";
  }
  if (status !== 401) return undefined;
  session.refuse((refused.authorization ?? "").replace(/^(?:Bearer|DPoP) /, ""));
  return "token";
}
