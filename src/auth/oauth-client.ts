import type { JWK } from "jose";
import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  clockSkew,
  customFetch,
  type HttpRequestOptions,
  type TokenEndpointRequestOptions,
  type TokenEndpointResponse,
} from "oauth4webapi";
import type { AuthMethod, DpopMode } from "../config/sign-in.js";
import type { Clock } from "./clock.js";
import { type Dpop, generateDpopKey } from "./dpop.js";
import { oauthErrorOf, refusal, unreachable, unusable } from "./oauth-error.js";
import { readTokens } from "./token-answer.js";
import type { TokenSet } from "./token-set.js";

/** The key that the tokens of one sign-in are bound to: made when the org first demands DPoP, and then kept. */
export interface Binding {
  key?: JWK;
}

/** One of oauth4webapi's grants: the request, and the reading of a success. */
export interface Grant {
  send(options: TokenEndpointRequestOptions): Promise<Response>;
  read(response: Response): Promise<TokenEndpointResponse>;
  /** The scopes that are asked for; the answer may leave them out. */
  readonly scopes: readonly string[];
  /** The tokens to be renewed, whose refresh token and subject go on where the answer has none. */
  readonly previous?: TokenSet;
}

export interface OAuthClient {
  readonly server: ReturnType<typeof orgServer>;
  /** For oauth4webapi; made at each use, since it holds the clock's offset of the moment. */
  client(): Client;
  readonly auth: ClientAuth;
  /**
   * One token request, sent again for a DPoP proof or nonce the org demands, or with the org's time: once for each.
   * @throws OktaMcpError as AuthProvider.authorize does; with an OAuth error code where the endpoint gave one
   */
  obtain(grant: Grant, binding: Binding, signal?: AbortSignal): Promise<TokenSet>;
  /** One request to another endpoint of the org; its answer, if it is a success. */
  ask<T>(
    sender: string,
    send: (options: HttpRequestOptions<"POST", URLSearchParams>) => Promise<Response>,
    read: (response: Response) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Options for what oauth4webapi fetches by itself: through the org's transport, and a refusal is our error. */
  options(sender: string, signal?: AbortSignal): HttpRequestOptions<"GET">;
}

export interface OAuthClientOptions {
  readonly method: AuthMethod;
  readonly orgUrl: string;
  readonly clientId: string;
  readonly auth: ClientAuth;
  readonly dpopMode: DpopMode;
  readonly clock: Clock;
  readonly dpop: Dpop;
  readonly fetch: typeof globalThis.fetch;
}

const TOKEN_ENDPOINT = "Okta's token endpoint";

/** The org authorization server: its issuer is the org itself, its paths are the same everywhere. */
export function orgServer(orgUrl: string) {
  return {
    issuer: orgUrl,
    authorization_endpoint: `${orgUrl}/oauth2/v1/authorize`,
    token_endpoint: `${orgUrl}/oauth2/v1/token`,
    device_authorization_endpoint: `${orgUrl}/oauth2/v1/device/authorize`,
    revocation_endpoint: `${orgUrl}/oauth2/v1/revoke`,
    jwks_uri: `${orgUrl}/oauth2/v1/keys`,
  } satisfies AuthorizationServer;
}

export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  const { method, orgUrl, clientId, auth, dpopMode, clock, dpop, fetch } = options;
  const server = orgServer(orgUrl);
  const tokenUrl = new URL(server.token_endpoint);

  /** The injected fetch in the place of the global one; what comes back tells the time and the nonce. */
  function through(sender: string, signal?: AbortSignal) {
    return {
      signal,
      // The configuration admits http:// for loopback hosts only.
      [allowInsecureRequests]: tokenUrl.protocol === "http:",
      [customFetch]: async (url: string, init: RequestInit): Promise<Response> => {
        try {
          const response = await fetch(url, init);
          clock.observe(response.headers);
          return response;
        } catch (error) {
          throw unreachable(sender, error);
        }
      },
    };
  }

  async function obtain(grant: Grant, binding: Binding, signal?: AbortSignal): Promise<TokenSet> {
    if (dpopMode === "always") binding.key ??= await generateDpopKey();
    const remedies = new Set<string>();
    for (;;) {
      const asked = clock.now() - clock.offset();
      const offset = clock.offset();
      const headers: Record<string, string> =
        binding.key === undefined
          ? {}
          : { dpop: await dpop.prove(binding.key, { method: "POST", url: tokenUrl }) };
      const response = await grant.send({ ...through(TOKEN_ENDPOINT, signal), headers });
      dpop.observe(response.headers);
      if (response.ok) {
        const answer = await grant.read(response).catch((error: unknown) => {
          throw unusable(TOKEN_ENDPOINT, response, error);
        });
        return readTokens(answer, {
          askedAt: asked + clock.offset(),
          dpopKey: binding.key,
          mustBind: dpopMode === "always",
          scopes: grant.scopes,
          previous: grant.previous,
        });
      }
      const failure = await refusal(TOKEN_ENDPOINT, response, method);
      const remedy = remedyFor(oauthErrorOf(failure), {
        canBind: binding.key === undefined && dpopMode === "auto",
        // It need not be a new one: another answer may have brought it while this request was under way.
        hasNonce: binding.key !== undefined && response.headers.has("dpop-nonce"),
        clockMoved: clock.offset() !== offset,
      });
      if (remedy === undefined || remedies.has(remedy)) throw failure;
      remedies.add(remedy);
      if (remedy === "bind") binding.key = await generateDpopKey();
    }
  }

  return {
    server,
    auth,
    obtain,
    client: () => ({ client_id: clientId, [clockSkew]: Math.round(clock.offset() / 1000) }),
    async ask(sender, send, read, signal) {
      const response = await send(through(sender, signal));
      if (!response.ok) throw await refusal(sender, response, method);
      return read(response).catch((error: unknown) => {
        throw unusable(sender, response, error);
      });
    },
    options(sender, signal) {
      const transport = through(sender, signal);
      return {
        ...transport,
        // oauth4webapi would call a server error a malformed answer.
        [customFetch]: async (url, init) => {
          const response = await transport[customFetch](url, init);
          if (!response.ok) throw await refusal(sender, response, method);
          return response;
        },
      };
    },
  };
}

type Remedy = "bind" | "nonce" | "clock";

/** What may turn a refusal into a success, RFC 9449 sections 5 and 8 for the first two. */
function remedyFor(
  error: string | undefined,
  can: { canBind: boolean; hasNonce: boolean; clockMoved: boolean },
): Remedy | undefined {
  const isAboutProof = error === "invalid_dpop_proof" || error === "use_dpop_nonce";
  if (isAboutProof && can.canBind) return "bind";
  if (isAboutProof && can.hasNonce) return "nonce";
  // A client assertion or a proof of the wrong time is refused like one with a wrong signature.
  if ((error === "invalid_client" || isAboutProof) && can.clockMoved) return "clock";
  return undefined;
}
