import { OAuthError } from "../errors.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { authenticateClient } from "./clients.js";
import { readForm } from "./form.js";

export const REVOKE_PATH = "/oauth2/v1/revoke";

/** Token revocation (RFC 7009). A refresh token takes its whole sign-in along, an access token only itself. */
export const revokeRoute = (server: AuthorizationServer): Route => ({
  method: "POST",
  path: REVOKE_PATH,
  scope: null,
  body: "form",
  handle: (call) => revoke(call, server),
});

async function revoke(call: Call, { tokens, refreshTokens }: AuthorizationServer): Promise<Answer> {
  const form = readForm(call.body);
  const client = await authenticateClient(call, form, tokens);
  const token = form.need("token");
  const family = refreshTokens.familyOf(token);
  const owner = family ?? tokens.find(token);
  if (owner !== undefined && owner.clientId !== client.clientId) {
    throw new OAuthError(400, "unauthorized_client", "The token was issued to another client.");
  }
  if (family !== undefined) refreshTokens.revokeFamily(family.id);
  else tokens.revoke(token);
  // Unknown tokens are no error (section 2.2): what the client wants is already so.
  return ok(undefined);
}
