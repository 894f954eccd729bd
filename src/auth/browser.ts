import {
  AuthorizationResponseError,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { listenForRedirect, type RedirectListener } from "./loopback-redirect.js";
import type { Binding } from "./oauth-client.js";
import {
  type FlowOptions,
  flowScopes,
  type SignInFlow,
  signInCancelled,
  wait as timer,
  withVerifiedIdToken,
} from "./sign-in-flow.js";
import type { TokenSet } from "./token-set.js";

/** How long a person may take in the browser. */
const PATIENCE_MS = 10 * 60_000;

export interface BrowserOptions extends FlowOptions {
  /** Okta compares the whole redirect URI with the registered one, port included, unlike RFC 8252 section 7.3. */
  readonly redirectPort: number;
}

interface Expected {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Authorization code with PKCE (RFC 7636, S256), the answer taken on the loopback interface. */
export function browserFlow({ oauth, scopes, now, redirectPort, wait = timer }: BrowserOptions): SignInFlow {
  return {
    method: "browser",
    async start(binding, signal) {
      const expected: Expected = {
        state: generateRandomState(),
        nonce: generateRandomNonce(),
        verifier: generateRandomCodeVerifier(),
      };
      const listener = await listenForRedirect(redirectPort, expected.state);
      const url = new URL(oauth.server.authorization_endpoint);
      url.search = new URLSearchParams({
        client_id: oauth.client().client_id,
        response_type: "code",
        scope: flowScopes(scopes).join(" "),
        redirect_uri: listener.redirectUri,
        state: expected.state,
        nonce: expected.nonce,
        code_challenge: await calculatePKCECodeChallenge(expected.verifier),
        code_challenge_method: "S256",
      }).toString();
      return {
        prompt: { url: url.href, expiresAt: now() + PATIENCE_MS },
        tokens: finish(listener, expected, binding, signal),
      };
    },
  };

  async function finish(
    listener: RedirectListener,
    expected: Expected,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<TokenSet> {
    const waiting = new AbortController();
    try {
      const answer = await Promise.race([
        listener.parameters,
        wait(PATIENCE_MS, AbortSignal.any([signal, waiting.signal])).catch(() => {}),
      ]);
      if (signal.aborted) throw signInCancelled();
      if (!answer) throw expired(listener.redirectUri);
      return await exchange(check(answer, expected), listener.redirectUri, expected, binding, signal);
    } finally {
      waiting.abort();
      listener.close();
    }
  }

  /** State and issuer (RFC 9207) are right, and it is no error. */
  function check(answer: URLSearchParams, { state }: Expected): URLSearchParams {
    try {
      const parameters = validateAuthResponse(oauth.server, oauth.client(), answer, state);
      if (parameters.get("code")) return parameters;
    } catch (error) {
      if (error instanceof AuthorizationResponseError) throw denied(error);
      // The library's words may quote the answer; what they come to is the same.
    }
    throw new OktaMcpError("unexpected_response", "The browser came back with an answer that is not Okta's.");
  }

  function exchange(
    answer: URLSearchParams,
    redirectUri: string,
    { nonce, verifier }: Expected,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<TokenSet> {
    return oauth.obtain(
      {
        send: (options) =>
          authorizationCodeGrantRequest(
            oauth.server,
            oauth.client(),
            oauth.auth,
            answer,
            redirectUri,
            verifier,
            options,
          ),
        read: async (response) =>
          withVerifiedIdToken(
            oauth,
            response,
            await processAuthorizationCodeResponse(oauth.server, oauth.client(), response, {
              expectedNonce: nonce,
              requireIdToken: true,
            }),
          ),
        scopes: flowScopes(scopes),
      },
      binding,
      signal,
    );
  }
}

function denied({ error, error_description: words }: AuthorizationResponseError): OktaMcpError {
  const description = words ? `: ${visibleText(words, 300)}` : "";
  return new OktaMcpError(
    "auth_failed",
    `Okta did not sign the user in (${visibleText(error, 60)})${description}`,
    {
      next: "See that the app is assigned to the user and granted the scopes in OKTA_SCOPES, then sign in again.",
    },
  );
}

function expired(redirectUri: string): OktaMcpError {
  return new OktaMcpError(
    "auth_failed",
    `Nobody came back from the browser within ${PATIENCE_MS / 60_000} minutes.`,
    {
      next: `Sign in again. If Okta's page said that the redirect URI is wrong, register ${redirectUri} with the app and set OKTA_REDIRECT_PORT to its port.`,
    },
  );
}
