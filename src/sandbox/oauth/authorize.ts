import { OAuthError, OktaError } from "../errors.js";
import type { Answer, Call, Route } from "../router.js";
import type { SandboxClient } from "../types.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { isPublic, requireGrant } from "./clients.js";
import { type Form, readForm, readQuery } from "./form.js";
import { decisionForm, PageError, page, request } from "./pages.js";
import { isRegistered } from "./redirect-uri.js";
import { allowedScopes, OIDC_SCOPES } from "./scopes.js";
import { grantedBy, signedInUser } from "./user.js";

export const AUTHORIZE_PATH = "/oauth2/v1/authorize";
const DECISION_PATH = "/oauth2/v1/authorize/decision";
/** RFC 7636, section 4.2: a SHA-256 hash in base64url. */
const CHALLENGE = /^[\w-]{43}$/;

/** A checked authorization request, waiting for the user. */
interface Interaction {
  readonly client: SandboxClient;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly jkt: string | undefined;
}

/** The authorization endpoint for the code flow (RFC 6749, section 4.1; RFC 7636; RFC 9207). */
export function authorizeRoutes(server: AuthorizationServer, newSecret: () => string): readonly Route[] {
  const waiting = new Map<string, Interaction>();

  const authorize = (call: Call): Answer => {
    const query = readQuery(call.query);
    const { client, redirectUri } = recipient(call, query, server);
    let state: string | undefined;
    try {
      state = query.need("state");
      const interaction = { ...check(query, client, server), client, redirectUri, state };
      const { decision } = server.consent;
      if (decision !== "page") return settle(call, server, interaction, decision);
      if (query.get("prompt") === "none") {
        throw new OAuthError(
          400,
          "login_required",
          "The user has to answer, and prompt=none forbids to ask.",
        );
      }
      const id = newSecret();
      waiting.set(id, interaction);
      const login = String(signedInUser(call.org, server.consent.login).profile.login);
      const body = request(client.clientId, login, interaction.scopes);
      return page("Sign in", body + decisionForm(DECISION_PATH, { interaction: id }));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return redirect(redirectUri, {
        error: error.error,
        error_description: error.description,
        state,
        iss: call.base,
      });
    }
  };

  const decide = (call: Call): Answer => {
    const form = readForm(call.body);
    const id = form.get("interaction") ?? "";
    const interaction = waiting.get(id);
    const decision = form.get("decision");
    if (interaction === undefined || (decision !== "approve" && decision !== "deny")) {
      throw new OktaError(400, "E0000001", "Api validation failed: interaction");
    }
    waiting.delete(id);
    return settle(call, server, interaction, decision);
  };

  return [
    { method: "GET", path: AUTHORIZE_PATH, scope: null, body: "none", handle: authorize },
    { method: "POST", path: DECISION_PATH, scope: null, body: "form", handle: decide },
  ];
}

/** Until the redirect URI is known to be the client's, errors are shown to the user (RFC 6749, section 4.1.2.1). */
function recipient(call: Call, query: Form, { settings }: AuthorizationServer) {
  const clientId = query.get("client_id");
  const client = clientId === undefined ? undefined : call.org.clients.get(clientId);
  if (client === undefined) throw new PageError("The client_id is missing or names no client of this org.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isRegistered(redirectUri, client.redirectUris ?? [], settings.loopbackPort)) {
    throw new PageError("The redirect_uri is not among the sign-in redirect URIs of this application.");
  }
  return { client, redirectUri };
}

function check(query: Form, client: SandboxClient, { settings }: AuthorizationServer) {
  requireGrant(client, "authorization_code");
  if (query.need("response_type") !== "code") {
    throw new OAuthError(400, "unsupported_response_type", "Only the response type code is supported.");
  }
  const challenge = query.get("code_challenge");
  if (challenge === undefined && isPublic(client)) {
    throw new OAuthError(400, "invalid_request", "PKCE code challenge is required by the application.");
  }
  if (
    challenge !== undefined &&
    (query.get("code_challenge_method") !== "S256" || !CHALLENGE.test(challenge))
  ) {
    throw new OAuthError(400, "invalid_request", "The code_challenge must be made with the method S256.");
  }
  return {
    scopes: allowedScopes(query.get("scope"), client, settings, OIDC_SCOPES),
    challenge,
    nonce: query.get("nonce"),
    jkt: query.get("dpop_jkt"),
  };
}

function settle(
  call: Call,
  server: AuthorizationServer,
  { client, redirectUri, state, scopes, challenge, nonce, jkt }: Interaction,
  decision: "approve" | "deny",
): Answer {
  if (decision === "deny") {
    const error_description = "The resource owner denied the request.";
    return redirect(redirectUri, { error: "access_denied", error_description, state, iss: call.base });
  }
  const code = server.codes.issue({
    clientId: client.clientId,
    userId: signedInUser(call.org, server.consent.login).id,
    scopes: grantedBy(server.consent, scopes),
    redirectUri,
    challenge,
    nonce,
    jkt,
    authTime: Math.floor(call.org.now().getTime() / 1000),
  });
  return redirect(redirectUri, { code, state, iss: call.base });
}

function redirect(uri: string, parameters: Readonly<Record<string, string | undefined>>): Answer {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return { status: 302, headers: { Location: url.href, "Cache-Control": "no-store" } };
}
