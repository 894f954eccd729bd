import { createHash, randomBytes } from "node:crypto";
import * as oauth from "oauth4webapi";
import {
  type Sandbox,
  type SandboxClient,
  type SandboxOptions,
  startSandbox,
} from "../../src/sandbox/index.js";

/** A native application, as an administrator would set it up for the server. */
export const NATIVE: SandboxClient = {
  clientId: "0oaNativeApp00000000",
  scopes: ["okta.users.read", "okta.groups.manage"],
  redirectUris: ["http://127.0.0.1/callback", "http://app.example.com/callback"],
};
export const DPOP_ONLY: SandboxClient = { ...NATIVE, clientId: "0oaDpopApp0000000000", dpop: true };
/** Without `openid`: the key of ID tokens takes a while to make, and few tests look at them. */
export const SCOPE = "offline_access okta.users.read okta.groups.manage";
export const REDIRECT = "http://127.0.0.1:49152/callback";

/** The sandbox runs on the real clock plus what `advance` has added. */
export interface Clocked {
  readonly sandbox: Sandbox;
  advance(seconds: number): void;
}

export async function start(options: SandboxOptions = {}): Promise<Clocked> {
  let offset = 0;
  const sandbox = await startSandbox({
    users: 10,
    events: 5,
    clients: [NATIVE, DPOP_ONLY],
    now: () => new Date(Date.now() + offset),
    ...options,
  });
  return {
    sandbox,
    advance(seconds) {
      offset += seconds * 1000;
    },
  };
}

export interface OAuthReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Posts a form as any HTTP client would; `clientId` is sent with it. */
export async function post(
  sandbox: Sandbox,
  path: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
  clientId: string = NATIVE.clientId,
): Promise<OAuthReply> {
  const response = await fetch(sandbox.url + path, {
    method: "POST",
    headers,
    body: new URLSearchParams({ client_id: clientId, ...form }),
    redirect: "manual",
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}

export const token = (
  sandbox: Sandbox,
  form: Readonly<Record<string, string>>,
  headers?: Readonly<Record<string, string>>,
  clientId?: string,
) => post(sandbox, "/oauth2/v1/token", form, headers, clientId);

export const refresh = (sandbox: Sandbox, refreshToken: unknown, more: Record<string, string> = {}) =>
  token(sandbox, { grant_type: "refresh_token", refresh_token: String(refreshToken), ...more });

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** Asks the authorization endpoint; the answer's `location` holds what the application gets. */
export async function authorize(
  sandbox: Sandbox,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<{ status: number; location: URL | undefined; text: string }> {
  const parameters = {
    client_id: NATIVE.clientId,
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: "the-state",
    nonce: "the-nonce",
    code_challenge: pkce().challenge,
    code_challenge_method: "S256",
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  const response = await fetch(`${sandbox.url}/oauth2/v1/authorize?${query}`, { redirect: "manual" });
  const location = response.headers.get("location");
  return {
    status: response.status,
    location: location === null ? undefined : new URL(location),
    text: await response.text(),
  };
}

export async function code(
  sandbox: Sandbox,
  challenge: string,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const { location } = await authorize(sandbox, { code_challenge: challenge, ...change });
  return location?.searchParams.get("code") ?? "";
}

/** A whole sign-in by authorization code: the token answer. */
export async function signIn(
  sandbox: Sandbox,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<Record<string, unknown>> {
  const { verifier, challenge } = pkce();
  const reply = await token(sandbox, {
    grant_type: "authorization_code",
    code: await code(sandbox, challenge, change),
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  if (reply.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/** Status of a request that needs okta.users.read. */
export async function useToken(sandbox: Sandbox, accessToken: unknown, scheme = "Bearer"): Promise<number> {
  const headers = { authorization: `${scheme} ${accessToken}` };
  return (await fetch(`${sandbox.url}/api/v1/users?limit=1`, { headers })).status;
}

export const errorOf = ({ status, body }: OAuthReply) => [status, body.error];

/** oauth4webapi, the independent client, with the sandbox discovered. */
export async function discover(sandbox: Sandbox): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(sandbox.url);
  const response = await oauth.discoveryRequest(issuer, INSECURE);
  return oauth.processDiscoveryResponse(issuer, response);
}

/** The sandbox is reached without TLS. */
export const INSECURE = { [oauth.allowInsecureRequests]: true };
