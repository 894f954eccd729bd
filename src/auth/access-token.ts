import { decodeJwt, type JWTPayload } from "jose";
import { configInvalid } from "../config/problem.js";
import type { AccessTokenSettings } from "../config/sign-in.js";
import { OktaMcpError } from "../errors.js";
import { createClock } from "./clock.js";
import type { AuthDependencies, AuthProvider, AuthStatus } from "./provider.js";
import { splitScopes } from "./token-answer.js";

const RENEW = "Obtain a new access token, set OKTA_ACCESS_TOKEN to it and start okta-mcp again.";

/**
 * An access token that someone else has obtained, sent as it is. Its claims are read without a check of the
 * signature, to say what it is good for: that it is good is for Okta to decide.
 * @throws OktaMcpError `config_invalid` for a token that is bound to a key, which nobody has here
 */
export function accessToken(
  { token }: AccessTokenSettings,
  orgUrl: string,
  { now }: Pick<AuthDependencies, "now">,
): AuthProvider {
  const claims = readClaims(token);
  if (claims.cnf !== undefined) {
    throw configInvalid([
      {
        variable: "OKTA_ACCESS_TOKEN",
        what: "is bound to a key (DPoP), so it cannot be used without that key",
        fix: "Obtain a token that is not bound, or let okta-mcp obtain its own: OKTA_AUTH=device, browser or private_key_jwt.",
      },
    ]);
  }
  const clock = createClock(now);
  const expiresAt = typeof claims.exp === "number" ? claims.exp * 1000 : undefined;
  const scopes = readScopes(claims.scp);
  const hasExpired = () => expiresAt !== undefined && clock.now() >= expiresAt;

  return {
    method: "access_token",
    async authorize() {
      if (hasExpired())
        throw new OktaMcpError("auth_failed", "OKTA_ACCESS_TOKEN has expired.", { next: RENEW });
      return { authorization: `Bearer ${token}` };
    },
    invalidate() {
      throw new OktaMcpError(
        "auth_failed",
        "Okta does not accept OKTA_ACCESS_TOKEN: it is expired or revoked.",
        {
          next: RENEW,
        },
      );
    },
    observe: ({ headers }) => clock.observe(headers),
    grantedScopes: () => scopes,
    onScopesChanged: () => () => {},
    status: async () => ({
      method: "access_token",
      orgUrl,
      signedIn: !hasExpired(),
      clientId: typeof claims.cid === "string" ? claims.cid : undefined,
      ...subjectOf(claims),
      grantedScopes: scopes,
      expiresAt,
      tokenType: "Bearer",
      renewable: false,
    }),
    close() {},
  };
}

/** No claims for a token that is no JWT. */
function readClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

/**
 * Okta's tokens have the user's id in `uid` and the login in `sub`. A token without a user has its app in `sub`, which
 * is known already.
 */
function subjectOf({ uid, sub, cid }: JWTPayload): Pick<AuthStatus, "subject"> {
  if (typeof uid === "string")
    return { subject: { id: uid, ...(typeof sub === "string" && { login: sub }) } };
  return typeof sub === "string" && sub !== cid ? { subject: { id: sub } } : {};
}

/** Okta's `scp` is a list; elsewhere it is one text. */
function readScopes(scp: unknown): readonly string[] | undefined {
  if (typeof scp === "string") return splitScopes(scp);
  return Array.isArray(scp) && scp.every((scope) => typeof scope === "string")
    ? splitScopes(scp.join(" "))
    : undefined;
}
