import { notJson, rateLimited, serverError } from "../answer-errors.js";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import type { AccessToken } from "./token-cache.js";

const SENDER = "Okta's token endpoint";
/** RFC 6749, section 5.1, lets a server leave `expires_in` out. Okta sends it; this is the cautious guess. */
const DEFAULT_LIFE_SECONDS = 300;

/**
 * One token request, RFC 6749 sections 4.4.2 and 5.
 * @throws OktaMcpError as AuthProvider.authorize does; never with the form or the token in it
 */
export async function requestToken(
  fetch: typeof globalThis.fetch,
  endpoint: string,
  form: Readonly<Record<string, string>>,
): Promise<AccessToken> {
  const response = await send(fetch, endpoint, form);
  const { status, headers } = response;
  const answer = { sender: SENDER, status, headers };
  if (status === 429) throw rateLimited(answer);
  if (status >= 500) throw serverError(answer);
  const text = await response.text();
  const body = parseObject(text);
  // A success that cannot be read may hold the token somewhere, so it is not quoted.
  if (!body) throw notJson(answer, response.ok ? undefined : text);
  return response.ok ? readToken(body) : refuse(body, status);
}

async function send(
  fetch: typeof globalThis.fetch,
  endpoint: string,
  form: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    return await fetch(endpoint, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(form),
    });
  } catch (error) {
    if (!(error instanceof OktaMcpError)) {
      throw new OktaMcpError("network_unreachable", `${SENDER} could not be reached.`, { cause: error });
    }
    // A token request changes nothing in the org: whether it was carried out does not matter to anyone.
    if (error.code === "outcome_unknown" && error.cause instanceof OktaMcpError) throw error.cause;
    throw error;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readToken(body: Record<string, unknown>): AccessToken {
  const { access_token: value, token_type: type, expires_in: expiresIn } = body;
  // RFC 6750, section 2.1: the characters of a bearer token. Anything else could break out of the header.
  if (typeof value !== "string" || !/^[\w.~+/-]+=*$/.test(value)) {
    throw new OktaMcpError(
      "unexpected_response",
      `${SENDER} reported success without a usable access token.`,
    );
  }
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") {
    throw new OktaMcpError("unexpected_response", `${SENDER} issued a token that is not a bearer token.`);
  }
  const life = Number(expiresIn);
  return { value, expiresIn: Number.isFinite(life) && life > 0 ? life : DEFAULT_LIFE_SECONDS };
}

/** An OAuth error (RFC 6749, section 5.2), or Okta's own error body where the org does not know the endpoint. */
function refuse(body: Record<string, unknown>, status: number): never {
  const code = body.error ?? body.errorCode;
  const words = body.error_description ?? body.errorSummary;
  const name = typeof code === "string" ? visibleText(code, 60) : `HTTP ${status}`;
  const description = typeof words === "string" ? `: ${visibleText(words, 300)}` : "";
  throw new OktaMcpError("auth_failed", `${SENDER} refused the client (${name})${description}`, {
    next: NEXT_STEPS[name],
  });
}

const GRANT_SCOPES =
  "Grant the scopes in OKTA_SCOPES to the app (Okta API Scopes tab in the Admin Console), or take out those it lacks.";

const NEXT_STEPS: Readonly<Record<string, string>> = {
  invalid_client:
    "Check that OKTA_CLIENT_ID is the app's id, that its public key is registered and active under OKTA_KEY_ID, and that this machine's clock is right.",
  unauthorized_client: "Give the app the grant type Client Credentials: it must be an API Services app.",
  invalid_scope: GRANT_SCOPES,
  access_denied: GRANT_SCOPES,
  consent_required: GRANT_SCOPES,
  invalid_dpop_proof:
    "The app demands DPoP, which this method does not send: clear its DPoP requirement in the Admin Console.",
};
