import type { Clock } from "./clock.js";
import type { Dpop } from "./dpop.js";
import type { AuthAnswer, AuthHeaders, AuthProvider, AuthRequest, Resend } from "./provider.js";
import type { Session } from "./session.js";
import type { TokenSet } from "./token-set.js";

type TokenCredentials = Pick<
  AuthProvider,
  "authorize" | "invalidate" | "observe" | "grantedScopes" | "onScopesChanged"
>;

/** What every provider does that works with the tokens of a session, however it comes by them. */
export function tokenCredentials(session: Session, dpop: Dpop, clock: Clock): TokenCredentials {
  return {
    authorize: async (request, signal) => tokenHeaders(await session.get(signal), dpop, request),
    invalidate: (refused, answer) => refusedHeaders(session, refused, answer),
    observe({ headers }) {
      clock.observe(headers);
      dpop.observe(headers);
    },
    grantedScopes: () => session.peek()?.scopes,
    onScopesChanged: session.onScopesChanged,
  };
}

/** The headers of a request that carries this token; with a proof of its own where the token is bound to a key. */
async function tokenHeaders(tokens: TokenSet, dpop: Dpop, request: AuthRequest): Promise<AuthHeaders> {
  const { accessToken, tokenType, dpopKey } = tokens;
  if (tokenType === "Bearer" || !dpopKey) return { authorization: `Bearer ${accessToken}` };
  return {
    authorization: `DPoP ${accessToken}`,
    dpop: await dpop.prove(dpopKey, { ...request, accessToken }),
  };
}

/** A 401 about the nonce (RFC 9449, section 9) leaves the token good; any other one condemns it. */
function refusedHeaders(
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
