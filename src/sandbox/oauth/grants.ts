import { createHash } from "node:crypto";
import { OAuthError } from "../errors.js";
import { refused } from "./refresh-tokens.js";
import { allowedScopes, splitScope } from "./scopes.js";
import type { Granted } from "./sign-in.js";
import type { TokenRequest } from "./token.js";

const invalidGrant = (description: string): OAuthError => new OAuthError(400, "invalid_grant", description);

/** RFC 6749, section 4.4: a service application acts for itself. */
export function clientCredentials({ form, client, server }: TokenRequest): Granted {
  return { client, scopes: allowedScopes(form.get("scope"), client, server.settings) };
}

/** RFC 8628, section 3.4: a device asks whether its user has answered. */
export function deviceCode({ form, client, server }: TokenRequest): Granted {
  const code = form.need("device_code");
  const { userId, scopes, authTime } = server.devices.poll(code, client.clientId);
  // The device code is used up and unguessable: as good a name for the sign-in as any.
  return { client, scopes, user: { id: userId, family: code, authTime } };
}

/** RFC 6749, section 4.1.3, with PKCE (RFC 7636, section 4.6). A code used twice ends what it gave (RFC 9700, section 2.1.1). */
export function authorizationCode({ form, client, server, jkt }: TokenRequest): Granted {
  const code = server.codes.find(form.need("code"));
  if (code === undefined || code.clientId !== client.clientId) {
    throw invalidGrant("The authorization code is invalid or has expired.");
  }
  if (code.used) {
    server.refreshTokens.revokeFamily(code.family);
    throw invalidGrant("The authorization code is invalid or has expired.");
  }
  code.used = true;
  if (form.get("redirect_uri") !== code.redirectUri) {
    throw invalidGrant("The redirect_uri is not the one of the authorization request.");
  }
  const verifier = form.get("code_verifier");
  if (code.challenge !== undefined && (verifier === undefined || s256(verifier) !== code.challenge)) {
    throw invalidGrant("PKCE verification failed.");
  }
  if (code.challenge === undefined && verifier !== undefined) {
    throw invalidGrant("The authorization request had no code_challenge.");
  }
  if (code.jkt !== undefined && code.jkt !== jkt) {
    throw new OAuthError(400, "invalid_dpop_proof", "The authorization code is bound to another key.");
  }
  const { userId, family, authTime, nonce, scopes } = code;
  return { client, scopes, user: { id: userId, family, authTime, nonce } };
}

/** RFC 6749, section 6, with rotation. Whatever fails before the rotation leaves the refresh token as it is. */
export function refreshToken({ call, form, client, server, jkt }: TokenRequest): Granted {
  const token = form.need("refresh_token");
  const family = server.refreshTokens.familyOf(token);
  if (family === undefined || family.clientId !== client.clientId) throw refused();
  if (family.jkt !== undefined && family.jkt !== jkt) {
    throw invalidGrant("The refresh token is bound to another key.");
  }
  const asked = splitScope(form.get("scope"));
  if (asked.some((scope) => !family.scopes.includes(scope))) {
    throw new OAuthError(400, "invalid_scope", "A refresh cannot widen the scopes of the sign-in.");
  }
  // A user who is no longer active has no sign-ins left.
  if (call.org.users.get(family.userId)?.status !== "ACTIVE") throw refused();
  const next = server.refreshTokens.rotate(token);
  return {
    client,
    scopes: asked.length > 0 ? asked : family.scopes,
    user: { id: family.userId, family: family.id, authTime: family.authTime, refreshToken: next },
  };
}

const s256 = (verifier: string): string => createHash("sha256").update(verifier, "ascii").digest("base64url");
