import { RESPONSE_IS_NOT_JSON, UnsupportedOperationError } from "oauth4webapi";
import { type BadAnswer, notJson, rateLimited, serverError } from "../answer-errors.js";
import type { AuthMethod } from "../config/sign-in.js";
import { type ErrorDetails, OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";

/** An OktaMcpError that also says what the OAuth error code was (RFC 6749, section 5.2), for the flow to act on. */
export class OAuthFailure extends OktaMcpError {
  readonly oauthError: string;

  constructor(oauthError: string, message: string, details?: ErrorDetails) {
    super("auth_failed", message, details);
    this.oauthError = oauthError;
  }
}

/** The OAuth error code of a failure, if it has one. */
export function oauthErrorOf(error: unknown): string | undefined {
  return error instanceof OAuthFailure ? error.oauthError : undefined;
}

/**
 * An answer outside 2xx as an error. An answer of an endpoint is read here and not by oauth4webapi, which stops at
 * a `WWW-Authenticate` header, takes a rate limit for nonsense, and does not know Okta's own error body.
 * @param sender stands at the start of a sentence: `Okta's token endpoint`
 */
export async function refusal(sender: string, response: Response, method: AuthMethod): Promise<OktaMcpError> {
  const { status, headers } = response;
  const answer: BadAnswer = { sender, status, headers };
  if (status === 429) return rateLimited(answer);
  if (status >= 500) return serverError(answer);
  const text = await response.text();
  const body = parseObject(text);
  if (!body) return notJson(answer, text);
  const code = body.error ?? body.errorCode;
  const words = body.error_description ?? body.errorSummary;
  const name = typeof code === "string" ? visibleText(code, 60) : `HTTP ${status}`;
  const description = typeof words === "string" ? `: ${visibleText(words, 300)}` : "";
  return new OAuthFailure(name, `${sender} refused the request (${name})${description}`, {
    next: nextStep(name, method),
  });
}

/**
 * What oauth4webapi has against a 2xx answer. Its errors carry the answer, tokens and all, as `cause`: so only the
 * message of the library is passed on, which quotes no value.
 */
export function unusable(sender: string, response: Response, error: unknown): OktaMcpError {
  if (error instanceof OktaMcpError) return error;
  const { status, headers } = response;
  if (error instanceof Error && "code" in error && error.code === RESPONSE_IS_NOT_JSON) {
    return notJson({ sender, status, headers });
  }
  const reason =
    error instanceof UnsupportedOperationError || (error instanceof Error && "code" in error)
      ? ` (${visibleText(error.message, 200)})`
      : "";
  return new OktaMcpError("unexpected_response", `${sender} sent a success that cannot be used${reason}.`);
}

/** No answer at all. */
export function unreachable(sender: string, error: unknown): OktaMcpError {
  if (!(error instanceof OktaMcpError)) {
    return new OktaMcpError("network_unreachable", `${sender} could not be reached.`, { cause: error });
  }
  // A token request changes nothing in the org: whether it was carried out does not matter to anyone.
  return error.code === "outcome_unknown" && error.cause instanceof OktaMcpError ? error.cause : error;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const GRANT_SCOPES =
  "Grant the scopes in OKTA_SCOPES to the app (Okta API Scopes tab in the Admin Console), or take out those it lacks.";
const ASSIGN = "Assign the app to the user who signs in, and see that a policy of the org lets them use it.";

const GRANT_TYPES: Readonly<Partial<Record<AuthMethod, string>>> = {
  private_key_jwt: "Client Credentials: it must be an API Services app",
  device: "Device Authorization, and Refresh Token: it must be a Native app",
  browser: "Authorization Code, and Refresh Token: it must be a Native app",
};

/** What mends an OAuth error; the same code has other causes with another method. */
function nextStep(error: string, method: AuthMethod): string | undefined {
  switch (error) {
    case "invalid_client":
      return method === "private_key_jwt"
        ? "Check that OKTA_CLIENT_ID is the app's id, that its public key is registered and active under OKTA_KEY_ID, and that this machine's clock is right."
        : "Check that OKTA_CLIENT_ID is the id of a Native app without client authentication.";
    case "unauthorized_client":
    case "unsupported_grant_type":
      return `Give the app the grant type ${GRANT_TYPES[method]}.`;
    case "access_denied":
      return method === "private_key_jwt" ? GRANT_SCOPES : ASSIGN;
    case "invalid_scope":
    case "consent_required":
      return GRANT_SCOPES;
    case "invalid_dpop_proof":
    case "use_dpop_nonce":
      return "The app demands DPoP: unset OKTA_DPOP, or set it to auto or always; if it is, check this machine's clock.";
    default:
      return undefined;
  }
}
