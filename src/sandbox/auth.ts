import { forbidden, invalidToken, OktaError } from "./errors.js";
import type { LogActor } from "./log-event.js";
import type { Org } from "./org.js";
import type { AccessTokens } from "./tokens.js";

/** Who makes a request. */
export interface Principal {
  readonly actor: LogActor;
  /** Granted scopes; undefined for the API token of a super administrator, which may do everything. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** The user behind the token: an API token has one, a service application has none. */
  readonly userId: string | undefined;
}

export interface Challenge {
  readonly base: string;
  readonly path: string;
  readonly scope: string;
}

export const NOBODY: Principal = {
  actor: { id: "unknown", type: "SystemPrincipal", alternateId: "unknown", displayName: "unknown" },
  scopes: new Set(),
  userId: undefined,
};

/** @throws OktaError 401 or 403 as Okta answers to a missing, unknown or expired token. */
export function authenticate(
  authorization: string | undefined,
  org: Org,
  tokens: AccessTokens,
  challenge: Challenge,
): Principal {
  if (authorization === undefined || authorization === "") {
    throw new OktaError(403, "E0000005", "Invalid session");
  }
  const [scheme = "", token = ""] = authorization.split(" ", 2);
  if (scheme.toUpperCase() === "SSWS") {
    if (token !== org.apiToken) throw invalidToken();
    return apiTokenPrincipal(org);
  }
  if (scheme.toLowerCase() === "bearer") {
    const grant = tokens.find(token);
    if (grant === undefined) {
      throw invalidToken(
        wwwAuthenticate(challenge, "invalid_token", "The access token is unknown or expired."),
      );
    }
    return {
      actor: {
        id: grant.clientId,
        type: "PublicClientApp",
        alternateId: grant.clientId,
        displayName: grant.clientId,
      },
      scopes: new Set(grant.scopes),
      userId: undefined,
    };
  }
  throw invalidToken();
}

function apiTokenPrincipal(org: Org): Principal {
  const owner = org.tokenOwner;
  return {
    actor: {
      id: owner.id,
      type: "User",
      alternateId: String(owner.profile.login),
      displayName: `${owner.profile.firstName} ${owner.profile.lastName}`,
    },
    scopes: undefined,
    userId: owner.id,
  };
}

/** @throws OktaError 403 with Okta's `insufficient_scope` challenge. A manage scope includes its read scope. */
export function requireScope(principal: Principal, challenge: Challenge): void {
  const { scopes } = principal;
  if (scopes === undefined || scopes.has(challenge.scope)) return;
  if (challenge.scope.endsWith(".read") && scopes.has(challenge.scope.replace(/\.read$/, ".manage"))) return;
  throw forbidden(
    wwwAuthenticate(challenge, "insufficient_scope", "The access token lacks the scope this request needs."),
  );
}

/** RFC 6750, section 3, with the parameters that Okta adds. */
function wwwAuthenticate(challenge: Challenge, error: string, description: string): Record<string, string> {
  const parameters = {
    authorization_uri: `${challenge.base}/oauth2/v1/authorize`,
    realm: challenge.base,
    scope: challenge.scope,
    error,
    error_description: description,
    resource: challenge.path,
  };
  const list = Object.entries(parameters).map(
    ([name, value]) => `${name}="${value.replaceAll(/["\\]/g, "")}"`,
  );
  return { "WWW-Authenticate": `Bearer ${list.join(", ")}` };
}
