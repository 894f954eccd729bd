import type { Call } from "../router.js";
import type { SandboxClient } from "../types.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { isPublic, mayUse } from "./clients.js";

/** What a grant has settled; the token answer is made of it. */
export interface Granted {
  readonly client: SandboxClient;
  readonly scopes: readonly string[];
  /** Absent for client credentials, which have no user. */
  readonly user?: GrantedUser;
}

export interface GrantedUser {
  readonly id: string;
  /** The sign-in all tokens belong to. */
  readonly family: string;
  /** Epoch seconds. */
  readonly authTime: number;
  readonly nonce?: string;
  /** The successor of a refresh token that was exchanged; a new sign-in gets its first. */
  readonly refreshToken?: string;
}

/**
 * The token answer (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3).
 * @param jkt thumbprint of the key that proved the request, where one did
 */
export async function tokenAnswer(
  call: Call,
  server: AuthorizationServer,
  { client, scopes, user }: Granted,
  jkt: string | undefined,
): Promise<Record<string, unknown>> {
  const accessToken = server.tokens.issue({
    clientId: client.clientId,
    scopes,
    jkt,
    userId: user?.id,
    family: user?.family,
  });
  const answer: Record<string, unknown> = {
    token_type: jkt === undefined ? "Bearer" : "DPoP",
    expires_in: server.tokens.lifetime,
    access_token: accessToken,
    scope: scopes.join(" "),
  };
  record(call, client, user?.id);
  if (user === undefined) return answer;
  const refreshToken = user.refreshToken ?? firstRefreshToken(server, { client, scopes, user }, jkt);
  if (refreshToken !== undefined) answer.refresh_token = refreshToken;
  if (scopes.includes("openid")) {
    answer.id_token = await server.idTokens.sign({
      issuer: call.base,
      clientId: client.clientId,
      user: call.org.requireUser(user.id),
      authTime: user.authTime,
      nonce: user.nonce,
      accessToken,
    });
  }
  return answer;
}

function firstRefreshToken(
  server: AuthorizationServer,
  { client, scopes, user }: Required<Granted>,
  jkt: string | undefined,
): string | undefined {
  if (!scopes.includes("offline_access") || !mayUse(client, "refresh_token")) return undefined;
  return server.refreshTokens.start({
    id: user.family,
    clientId: client.clientId,
    userId: user.id,
    scopes,
    // A confidential client proves itself with each refresh anyway (RFC 9449, section 5).
    jkt: isPublic(client) ? jkt : undefined,
    authTime: user.authTime,
  });
}

function record(call: Call, client: SandboxClient, userId: string | undefined): void {
  const self = {
    id: client.clientId,
    type: "PublicClientApp",
    alternateId: client.clientId,
    displayName: client.clientId,
  } as const;
  const user = userId === undefined ? undefined : call.org.users.get(userId);
  call.record({
    eventType: "app.oauth2.token.grant.access_token",
    displayMessage: "OAuth2 access token is granted",
    actor: self,
    targets: [
      self,
      ...(user === undefined
        ? []
        : [
            {
              id: user.id,
              type: "User",
              alternateId: String(user.profile.login),
              displayName: String(user.profile.login),
            },
          ]),
    ],
  });
}
