import { randomUUID } from "node:crypto";
import type { PrivateKeyJwtSettings } from "../config/sign-in.js";
import { signAssertion } from "./client-assertion.js";
import type { AuthDependencies, AuthProvider } from "./provider.js";
import { parseSigningKey } from "./signing-key.js";
import { tokenCache } from "./token-cache.js";
import { requestToken } from "./token-request.js";

/**
 * Client credentials with a signed client assertion (RFC 7523, section 2.2), as Okta's API Services apps do.
 * @throws OktaMcpError `config_invalid` when the key cannot be used
 */
export function privateKeyJwt(
  settings: PrivateKeyJwtSettings,
  orgUrl: string,
  { fetch, now, random = randomUUID }: AuthDependencies,
): AuthProvider {
  const signing = parseSigningKey(settings.privateKey, settings.privateKeyVariable);
  const endpoint = `${orgUrl}/oauth2/v1/token`;
  const { clientId, keyId, scopes } = settings;

  const tokens = tokenCache(async () => {
    const assertion = await signAssertion(signing, {
      clientId,
      keyId,
      audience: endpoint,
      id: random(),
      now: now(),
    });
    return requestToken(fetch, endpoint, {
      grant_type: "client_credentials",
      scope: scopes.join(" "),
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
  }, now);

  return {
    method: "private_key_jwt",
    async authorize(_request, signal) {
      return { authorization: `Bearer ${await tokens.get(signal)}` };
    },
    invalidate({ authorization = "" }) {
      tokens.forget(authorization.replace(/^Bearer /, ""));
      return true;
    },
  };
}
