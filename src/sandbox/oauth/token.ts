import { OAuthError } from "../errors.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import type { GrantName, SandboxClient } from "../types.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { authenticateClient, requireGrant } from "./clients.js";
import { ProofError } from "./dpop.js";
import { type Form, readForm } from "./form.js";
import { authorizationCode, clientCredentials, deviceCode, refreshToken } from "./grants.js";
import { type Granted, tokenAnswer } from "./sign-in.js";

export const TOKEN_PATH = "/oauth2/v1/token";

/** One request for tokens: its client authenticated, its proof checked. */
export interface TokenRequest {
  readonly call: Call;
  readonly form: Form;
  readonly client: SandboxClient;
  readonly server: AuthorizationServer;
  /** Thumbprint of the DPoP key, where the request has a proof. */
  readonly jkt: string | undefined;
}

/** Decides what a request gets. It must take codes and refresh tokens in one go, without waiting for anything. */
export type Grant = (request: TokenRequest) => Granted;

const GRANTS: Readonly<Record<string, readonly [GrantName, Grant]>> = {
  client_credentials: ["client_credentials", clientCredentials],
  "urn:ietf:params:oauth:grant-type:device_code": ["device", deviceCode],
  authorization_code: ["authorization_code", authorizationCode],
  refresh_token: ["refresh_token", refreshToken],
};

export const GRANT_TYPES: readonly string[] = Object.keys(GRANTS);

export const tokenRoute = (server: AuthorizationServer): Route => ({
  method: "POST",
  path: TOKEN_PATH,
  scope: null,
  body: "form",
  handle: (call) => issueToken(call, server),
});

async function issueToken(call: Call, server: AuthorizationServer): Promise<Answer> {
  const form = readForm(call.body);
  const [name, grant] = grantOf(form.need("grant_type"));
  const client = await authenticateClient(call, form, server.tokens);
  requireGrant(client, name);
  const jkt = await provenKey(call, client, server);
  const granted = grant({ call, form, client, server, jkt });
  const answer = await tokenAnswer(call, server, granted, jkt);
  return ok(answer, { "Cache-Control": "no-store", Pragma: "no-cache" });
}

function grantOf(type: string): readonly [GrantName, Grant] {
  const grant = Object.hasOwn(GRANTS, type) ? GRANTS[type] : undefined;
  if (grant === undefined)
    throw new OAuthError(400, "unsupported_grant_type", "This grant type is not supported.");
  return grant;
}

/** @throws OAuthError invalid_dpop_proof or use_dpop_nonce, in Okta's words where they are known */
async function provenKey(
  call: Call,
  client: SandboxClient,
  { dpop, settings, nonces }: AuthorizationServer,
): Promise<string | undefined> {
  const proof = call.headers.dpop;
  if (client.dpop === false) return undefined;
  if (typeof proof !== "string") {
    if (client.dpop !== true) return undefined;
    throw new OAuthError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
  }
  try {
    return await dpop.check({
      proof,
      method: "POST",
      url: call.base + call.path,
      nonce: settings.dpopNonces !== "never",
    });
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const headers: Record<string, string> =
      error.code === "use_dpop_nonce" ? { "DPoP-Nonce": nonces.current() } : {};
    throw new OAuthError(400, error.code, error.message, headers);
  }
}
