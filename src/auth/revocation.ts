import { processRevocationResponse, revocationRequest } from "oauth4webapi";
import { OktaMcpError } from "../errors.js";
import type { OAuthClient } from "./oauth-client.js";
import type { SignOutOutcome } from "./provider.js";
import type { TokenSet } from "./token-set.js";

/** Revokes both tokens, RFC 7009. Each is tried, whatever becomes of the other. */
export async function revoke(oauth: OAuthClient, tokens: TokenSet): Promise<SignOutOutcome> {
  const failures: string[] = [];
  for (const [hint, token] of [
    ["refresh_token", tokens.refreshToken],
    ["access_token", tokens.accessToken],
  ] as const) {
    if (token === undefined) continue;
    try {
      await oauth.ask(
        "Okta's revocation endpoint",
        (options) =>
          revocationRequest(oauth.server, oauth.client(), oauth.auth, token, {
            ...options,
            additionalParameters: { token_type_hint: hint },
          }),
        processRevocationResponse,
      );
    } catch (error) {
      failures.push(error instanceof OktaMcpError ? error.message : "The revocation failed.");
    }
  }
  const [reason] = failures;
  return reason === undefined ? { outcome: "revoked" } : { outcome: "failed", reason };
}
