import { forbidden, invalidToken, OktaError } from "./errors.js";
import type { LogActor } from "./log-event.js";
import type { AuthorizationServer } from "./oauth/authorization-server.js";
import { DPOP_ALGORITHMS, ProofError } from "./oauth/dpop.js";
import type { Org } from "./org.js";
import type { AccessGrant } from "./tokens.js";

/** Who makes a request. */
export interface Principal {
  readonly actor: LogActor;
  /** Granted scopes; undefined for the API token of a super administrator, which may do everything. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** The user behind the token: an API token and a signed-in user have one, a service application has none. */
  readonly userId: string | undefined;
  /** Whether the application or user has an admin role: scopes alone open nothing. */
  readonly admin: boolean;
  /** How challenges to this caller begin. */
  readonly scheme: "Bearer" | "DPoP";
}

/** A request for a resource, as far as its authentication goes. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** The `DPoP` header. */
  readonly proof: string | undefined;
  readonly method: string;
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
  admin: false,
  scheme: "Bearer",
};

/** @throws OktaError 401 or 403 as Okta answers to a missing, unknown or expired token. */
export async function authenticate(
  credentials: Credentials,
  org: Org,
  server: AuthorizationServer,
  challenge: Challenge,
): Promise<Principal> {
  const { authorization } = credentials;
  if (authorization === undefined || authorization === "") {
    throw new OktaError(403, "E0000005", "Invalid session");
  }
  const [scheme = "", token = ""] = authorization.split(" ", 2);
  switch (scheme.toLowerCase()) {
    case "ssws":
      if (token !== org.apiToken) throw invalidToken();
      return { ...userActor(org, org.tokenOwner.id), scopes: undefined, admin: true, scheme: "Bearer" };
    case "bearer": {
      const grant = server.tokens.find(token);
      if (grant === undefined) throw badToken(challenge, "Bearer", "The access token is unknown or expired.");
      // Whoever has stolen a bound token must not be able to pass it off as a simple one (RFC 9449, section 7.2).
      if (grant.jkt !== undefined) throw badToken(challenge, "DPoP", "The access token is bound to a key.");
      return tokenPrincipal(org, grant, "Bearer");
    }
    case "dpop": {
      const grant = server.tokens.find(token);
      if (grant === undefined) throw badToken(challenge, "DPoP", "The access token is unknown or expired.");
      await requireProof(credentials, token, grant, server, challenge);
      return tokenPrincipal(org, grant, "DPoP");
    }
    default:
      throw invalidToken();
  }
}

async function requireProof(
  { proof, method }: Credentials,
  accessToken: string,
  grant: AccessGrant,
  { dpop, nonces, settings }: AuthorizationServer,
  challenge: Challenge,
): Promise<void> {
  if (grant.jkt === undefined) throw badToken(challenge, "Bearer", "The access token is not bound to a key.");
  const refuse = (error: string, description: string, status: 400 | 401 = 401) =>
    invalidToken(
      {
        ...wwwAuthenticate(challenge, "DPoP", error, description),
        ...(error === "use_dpop_nonce" ? { "DPoP-Nonce": nonces.current() } : {}),
      },
      status,
    );
  if (proof === undefined) throw refuse("invalid_dpop_proof", "The DPoP proof JWT header is missing.");
  try {
    const url = challenge.base + challenge.path;
    const nonce = settings.dpopNonces === "everywhere";
    const jkt = await dpop.check({ proof, method, url, nonce, accessToken });
    if (jkt !== grant.jkt) throw refuse("invalid_token", "The access token is bound to another key.");
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const status = error.code === "use_dpop_nonce" ? settings.dpopNonceStatus : 401;
    throw refuse(error.code, error.message, status);
  }
}

function tokenPrincipal(org: Org, grant: AccessGrant, scheme: Principal["scheme"]): Principal {
  const scopes = new Set(grant.scopes);
  if (grant.userId !== undefined) {
    return { ...userActor(org, grant.userId), scopes, admin: org.isAdmin(grant.userId), scheme };
  }
  const { clientId: id } = grant;
  return {
    actor: { id, type: "PublicClientApp", alternateId: id, displayName: id },
    scopes,
    userId: undefined,
    admin: org.clients.get(id)?.adminRole !== false,
    scheme,
  };
}

function userActor(org: Org, id: string): Pick<Principal, "actor" | "userId"> {
  const user = org.users.get(id);
  // The token of a user who is gone is worth nothing.
  if (user === undefined) throw invalidToken();
  return {
    actor: {
      id,
      type: "User",
      alternateId: String(user.profile.login),
      displayName: `${user.profile.firstName} ${user.profile.lastName}`,
    },
    userId: id,
  };
}

/**
 * A manage scope includes its read scope.
 * @throws OktaError 403: with Okta's `insufficient_scope` challenge, or without one when an admin role is missing
 */
export function requirePermission(principal: Principal, challenge: Challenge): void {
  const { scopes } = principal;
  if (scopes !== undefined && !scopes.has(challenge.scope) && !scopes.has(manageScope(challenge.scope))) {
    const description = "The access token provided does not contain the required scopes.";
    throw forbidden(wwwAuthenticate(challenge, principal.scheme, "insufficient_scope", description));
  }
  if (!principal.admin) throw forbidden();
}

const manageScope = (scope: string): string => scope.replace(/\.read$/, ".manage");

const badToken = (challenge: Challenge, scheme: Principal["scheme"], description: string): OktaError =>
  invalidToken(wwwAuthenticate(challenge, scheme, "invalid_token", description));

/** RFC 6750, section 3, and RFC 9449, section 7.1, with the parameters that Okta adds. */
function wwwAuthenticate(
  challenge: Challenge,
  scheme: Principal["scheme"],
  error: string,
  description: string,
): Record<string, string> {
  const parameters = {
    ...(scheme === "DPoP" ? { algs: DPOP_ALGORITHMS.join(" ") } : {}),
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
  return { "WWW-Authenticate": `${scheme} ${list.join(", ")}` };
}
