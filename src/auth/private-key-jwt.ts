import { randomUUID } from "node:crypto";
import { importPKCS8 } from "jose";
import {
  clientCredentialsGrantRequest,
  modifyAssertion,
  PrivateKeyJwt,
  processClientCredentialsResponse,
} from "oauth4webapi";
import type { PrivateKeyJwtSettings } from "../config/sign-in.js";
import { createClock } from "./clock.js";
import { createDpop } from "./dpop.js";
import { type Binding, createOAuthClient, orgServer } from "./oauth-client.js";
import type { AuthDependencies, AuthProvider } from "./provider.js";
import { createSession } from "./session.js";
import { parseSigningKey } from "./signing-key.js";
import { tokenCredentials } from "./token-headers.js";

/** Okta allows an hour; the less, the less a leaked assertion is worth. */
const ASSERTION_LIFE_SECONDS = 300;

/**
 * Client credentials with a signed client assertion (RFC 7523, section 2.2), as Okta's API Services apps do. Its tokens
 * stay in memory: with the key at hand a new one costs one request.
 * @throws OktaMcpError `config_invalid` when the key cannot be used
 */
export function privateKeyJwt(
  settings: PrivateKeyJwtSettings,
  orgUrl: string,
  { fetch, now, random = randomUUID }: AuthDependencies,
): AuthProvider {
  const { clientId, scopes, dpop: dpopMode } = settings;
  const signing = parseSigningKey(settings.privateKey, settings.privateKeyVariable);
  const kid = settings.keyId ?? signing.keyId;
  const clock = createClock(now);
  const dpop = createDpop(clock, random);
  const closing = new AbortController();
  const binding: Binding = {};
  const key = lazy(() =>
    importPKCS8(signing.key.export({ type: "pkcs8", format: "pem" }).toString(), signing.algorithm),
  );

  const oauth = createOAuthClient({
    method: "private_key_jwt",
    orgUrl,
    clientId,
    dpopMode,
    clock,
    dpop,
    fetch,
    async auth(server, client, body, headers) {
      const authenticate = PrivateKeyJwt(kid === undefined ? await key() : { key: await key(), kid }, {
        [modifyAssertion](header, payload) {
          const issuedAt = Math.floor(clock.now() / 1000);
          header.typ = "JWT";
          // Okta takes the token endpoint for the audience, where oauth4webapi names the issuer.
          payload.aud = orgServer(orgUrl).token_endpoint;
          payload.jti = random();
          payload.iat = issuedAt;
          payload.exp = issuedAt + ASSERTION_LIFE_SECONDS;
          // A clock that is a second ahead would make the assertion one from the future.
          delete payload.nbf;
        },
      });
      await authenticate(server, client, body, headers);
    },
  });

  const session = createSession(
    () =>
      oauth.obtain(
        {
          send: (options) =>
            clientCredentialsGrantRequest(
              oauth.server,
              oauth.client(),
              oauth.auth,
              { scope: scopes.join(" ") },
              options,
            ),
          read: (response) => processClientCredentialsResponse(oauth.server, oauth.client(), response),
          scopes,
        },
        binding,
        closing.signal,
      ),
    clock,
  );

  return {
    method: "private_key_jwt",
    ...tokenCredentials(session, dpop, clock),
    async status() {
      const tokens = session.peek();
      return {
        method: "private_key_jwt",
        orgUrl,
        clientId,
        signedIn: tokens !== undefined,
        grantedScopes: tokens?.scopes,
        expiresAt: tokens?.expiresAt,
        tokenType: tokens?.tokenType,
        renewable: true,
      };
    },
    close: () => closing.abort(),
  };
}

/** A promise made at the first call and kept; a failure is not. */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
