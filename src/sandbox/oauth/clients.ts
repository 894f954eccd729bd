import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { OAuthError } from "../errors.js";
import type { Org } from "../org.js";
import type { Call } from "../router.js";
import type { AccessTokens } from "../tokens.js";
import type { GrantName, SandboxClient } from "../types.js";
import type { Form } from "./form.js";

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
/** Okta refuses assertions that live longer than an hour. */
const LONGEST_ASSERTION = 3600;

export const isPublic = (client: SandboxClient): boolean => client.jwks === undefined;

/** @throws OAuthError unauthorized_client */
export function requireGrant(client: SandboxClient, grant: GrantName): void {
  if (!mayUse(client, grant)) {
    throw new OAuthError(
      400,
      "unauthorized_client",
      `The grant ${grant} is not enabled for this application.`,
    );
  }
}

export function mayUse(client: SandboxClient, grant: GrantName): boolean {
  const grants: readonly GrantName[] =
    client.grants ??
    (isPublic(client) ? ["device", "authorization_code", "refresh_token"] : ["client_credentials"]);
  return grants.includes(grant);
}

/**
 * The client that makes a request: a public one by its name, any other by private_key_jwt (RFC 7523), the only
 * authentication Okta takes for its own scopes. An assertion is used up even when the request fails later, as at Okta:
 * who repeats a request with a DPoP nonce needs a new one.
 * @throws OAuthError invalid_client
 */
export async function authenticateClient(
  call: Call,
  form: Form,
  tokens: AccessTokens,
): Promise<SandboxClient> {
  const assertion = form.get("client_assertion");
  if (assertion === undefined) return publicClient(call.org, form.get("client_id"));
  if (form.get("client_assertion_type") !== JWT_BEARER) {
    throw new OAuthError(400, "invalid_request", "The client_assertion_type is missing or unknown.");
  }
  const client = namedClient(call.org, assertion, form.get("client_id"));
  const payload = await verify(call, assertion, client);
  const now = Math.floor(call.org.now().getTime() / 1000);
  const { exp = 0, jti } = payload;
  if (exp > now + LONGEST_ASSERTION) {
    throw refused("The client_assertion token has an expiration too far into the future.");
  }
  if (jti !== undefined && !tokens.takeOnce(`assertion:${client.clientId}:${jti}`, exp * 1000)) {
    throw refused("The client_assertion token has already been used.");
  }
  return client;
}

const refused = (description: string): OAuthError => new OAuthError(401, "invalid_client", description);

function publicClient(org: Org, clientId: string | undefined): SandboxClient {
  const client = clientId === undefined ? undefined : org.clients.get(clientId);
  if (client === undefined) throw refused("The client_id is missing or names no client of this org.");
  if (!isPublic(client)) throw refused("The client_assertion is missing.");
  return client;
}

function namedClient(org: Org, assertion: string, clientId: string | undefined): SandboxClient {
  let subject: unknown;
  try {
    subject = decodeJwt(assertion).sub;
  } catch {
    throw refused("The client_assertion is not a JWT.");
  }
  const client = typeof subject === "string" ? org.clients.get(subject) : undefined;
  if (client === undefined || (clientId !== undefined && clientId !== client.clientId)) {
    throw refused("The client_assertion names no client of this org.");
  }
  return client;
}

async function verify(call: Call, assertion: string, client: SandboxClient): Promise<JWTPayload> {
  try {
    const keys = createLocalJWKSet({ keys: [...(client.jwks?.keys ?? [])] });
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: ALGORITHMS,
      issuer: client.clientId,
      subject: client.clientId,
      // Okta wants the URL of the endpoint the assertion is for, and takes the token endpoint's everywhere.
      audience: [call.base + call.path, `${call.base}/oauth2/v1/token`],
      requiredClaims: ["exp"],
      currentDate: call.org.now(),
    });
    return payload;
  } catch (error) {
    throw refused(reason(error));
  }
}

/** Okta's words where they are known: clients and people look for them. */
function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The client_assertion token is expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim ${error.claim} of the client_assertion is missing or wrong.`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) return "The client_assertion JWT kid is invalid.";
  return "The client_assertion signature is invalid.";
}
