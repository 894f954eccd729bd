import type { Config } from "../config.js";
import { OktaMcpError } from "../errors.js";
import { accessToken } from "./access-token.js";
import { apiToken } from "./api-token.js";
import { personal } from "./personal.js";
import { privateKeyJwt } from "./private-key-jwt.js";
import type { AuthDependencies, AuthProvider } from "./provider.js";

/**
 * The provider for the configured method. Opens no connection: the first `authorize` does, where the method needs one.
 * @throws OktaMcpError `config_invalid`, naming the variable, when the settings cannot work
 */
export function createAuthProvider(
  config: Pick<Config, "orgUrl" | "auth">,
  dependencies: AuthDependencies,
): AuthProvider {
  return onlyFor(config.orgUrl, providerFor(config, dependencies));
}

function providerFor(
  { auth, orgUrl }: Pick<Config, "orgUrl" | "auth">,
  dependencies: AuthDependencies,
): AuthProvider {
  switch (auth.method) {
    case "api_token":
      return apiToken(auth, orgUrl);
    case "access_token":
      return accessToken(auth, orgUrl, dependencies);
    case "private_key_jwt":
      return privateKeyJwt(auth, orgUrl, dependencies);
    case "device":
    case "browser":
      return personal(auth, orgUrl, dependencies);
  }
}

/** Whatever goes wrong above, the credentials of one org never reach another host. */
function onlyFor(orgUrl: string, provider: AuthProvider): AuthProvider {
  const { origin } = new URL(orgUrl);
  return {
    ...provider,
    async authorize(request, signal) {
      if (request.url.origin !== origin) {
        throw new OktaMcpError("internal", "A request to a host other than the org asked for credentials.");
      }
      return provider.authorize(request, signal);
    },
  };
}
