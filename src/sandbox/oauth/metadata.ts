import { type Call, ok, type Route } from "../router.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { AUTHORIZE_PATH } from "./authorize.js";
import { DEVICE_PATH } from "./device.js";
import { DPOP_ALGORITHMS } from "./dpop.js";
import { REVOKE_PATH } from "./revoke.js";
import { OIDC_SCOPES } from "./scopes.js";
import { GRANT_TYPES, TOKEN_PATH } from "./token.js";

const KEYS_PATH = "/oauth2/v1/keys";

/** What clients can find out by themselves: metadata (OpenID Connect Discovery; RFC 8414) and the keys of ID tokens. */
export const metadataRoutes = ({ idTokens }: AuthorizationServer): readonly Route[] => [
  ...["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"].map(
    (path): Route => ({
      method: "GET",
      path,
      scope: null,
      body: "none",
      handle: (call) => ok(metadata(call)),
    }),
  ),
  {
    method: "GET",
    path: KEYS_PATH,
    scope: null,
    body: "none",
    handle: async () => ok(await idTokens.jwks()),
  },
];

const metadata = ({ base }: Call) => ({
  issuer: base,
  authorization_endpoint: base + AUTHORIZE_PATH,
  token_endpoint: base + TOKEN_PATH,
  device_authorization_endpoint: base + DEVICE_PATH,
  revocation_endpoint: base + REVOKE_PATH,
  jwks_uri: base + KEYS_PATH,
  response_types_supported: ["code"],
  response_modes_supported: ["query"],
  grant_types_supported: GRANT_TYPES,
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  scopes_supported: [...OIDC_SCOPES],
  token_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
  revocation_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
  code_challenge_methods_supported: ["S256"],
  authorization_response_iss_parameter_supported: true,
  dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
});
