import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { OAuthError } from "../errors.js";
import type { Org } from "../org.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import type { AccessTokens } from "../tokens.js";
import type { SandboxClient } from "../types.js";

const PATH = "/oauth2/v1/token";
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
/** Okta refuses assertions that live longer than an hour. */
const LONGEST_ASSERTION = 3600;

/** A grant turns a form into the token answer (RFC 6749, section 5.1). */
type Grant = (call: Call, form: Form, tokens: AccessTokens) => Promise<Record<string, unknown>>;

const GRANTS: Readonly<Record<string, Grant>> = { client_credentials: clientCredentials };

export function oauthRoutes(tokens: AccessTokens): readonly Route[] {
  return [
    { method: "POST", path: PATH, scope: null, body: "form", handle: (call) => issueToken(call, tokens) },
  ];
}

async function issueToken(call: Call, tokens: AccessTokens): Promise<Answer> {
  const form = readForm(call);
  const type = form.get("grant_type");
  if (type === undefined)
    throw new OAuthError(400, "invalid_request", "The grant_type parameter is missing.");
  const grant = GRANTS[type];
  if (grant === undefined)
    throw new OAuthError(400, "unsupported_grant_type", "This grant type is not supported.");
  return ok(await grant(call, form, tokens), { "Cache-Control": "no-store", Pragma: "no-cache" });
}

interface Form {
  get(name: string): string | undefined;
}

/** Parameters must not be repeated (RFC 6749, section 3.2); an empty one counts as missing. */
function readForm(call: Call): Form {
  return {
    get(name) {
      const value = call.body[name];
      if (Array.isArray(value))
        throw new OAuthError(400, "invalid_request", `The parameter ${name} is repeated.`);
      return typeof value === "string" && value !== "" ? value : undefined;
    },
  };
}

/** Client credentials with private_key_jwt (RFC 7523), the only authentication Okta takes for its own scopes. */
async function clientCredentials(
  call: Call,
  form: Form,
  tokens: AccessTokens,
): Promise<Record<string, unknown>> {
  const client = await authenticateClient(call, form, tokens);
  const scopes = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  if (scopes.length === 0)
    throw new OAuthError(400, "invalid_scope", "At least one scope must be requested.");
  const foreign = scopes.filter((scope) => !client.scopes.includes(scope));
  if (foreign.length > 0) {
    throw new OAuthError(400, "invalid_scope", `Not granted to this application: ${foreign.join(" ")}`);
  }
  const answer = {
    token_type: "Bearer",
    expires_in: tokens.lifetime,
    access_token: tokens.issue(client.clientId, scopes),
    scope: scopes.join(" "),
  };
  const self = {
    id: client.clientId,
    type: "PublicClientApp",
    alternateId: client.clientId,
    displayName: client.clientId,
  } as const;
  call.record({
    eventType: "app.oauth2.token.grant.access_token",
    displayMessage: "OAuth2 access token is granted",
    actor: self,
    targets: [self],
  });
  return answer;
}

async function authenticateClient(call: Call, form: Form, tokens: AccessTokens): Promise<SandboxClient> {
  const assertion = form.get("client_assertion");
  if (assertion === undefined)
    throw new OAuthError(401, "invalid_client", "The client_assertion is missing.");
  if (form.get("client_assertion_type") !== JWT_BEARER) {
    throw new OAuthError(400, "invalid_request", "The client_assertion_type is missing or unknown.");
  }
  const client = namedClient(call.org, assertion, form.get("client_id"));
  const payload = await verify(call, assertion, client);
  const now = Math.floor(call.org.now().getTime() / 1000);
  const { exp = 0, jti } = payload;
  if (exp > now + LONGEST_ASSERTION) {
    throw new OAuthError(401, "invalid_client", "The client_assertion must expire within one hour.");
  }
  if (jti !== undefined && !tokens.takeOnce(`${client.clientId}:${jti}`, exp * 1000)) {
    throw new OAuthError(401, "invalid_client", "The client_assertion has been used before.");
  }
  return client;
}

function namedClient(org: Org, assertion: string, clientId: string | undefined): SandboxClient {
  let subject: unknown;
  try {
    subject = decodeJwt(assertion).sub;
  } catch {
    throw new OAuthError(401, "invalid_client", "The client_assertion is not a JWT.");
  }
  const client = typeof subject === "string" ? org.clients.get(subject) : undefined;
  if (client === undefined || (clientId !== undefined && clientId !== client.clientId)) {
    throw new OAuthError(401, "invalid_client", "The client_assertion names no client of this org.");
  }
  return client;
}

async function verify(call: Call, assertion: string, client: SandboxClient): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet({ keys: [...client.jwks.keys] }), {
      algorithms: ALGORITHMS,
      issuer: client.clientId,
      subject: client.clientId,
      audience: call.base + PATH,
      requiredClaims: ["exp"],
      currentDate: call.org.now(),
    });
    return payload;
  } catch (error) {
    throw new OAuthError(401, "invalid_client", reason(error));
  }
}

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The client_assertion has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim ${error.claim} of the client_assertion is missing or wrong.`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) return "The key of the client_assertion is not registered.";
  return "The signature of the client_assertion is not valid.";
}
