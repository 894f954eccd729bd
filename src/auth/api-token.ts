import type { ApiTokenSettings } from "../config/sign-in.js";
import type { AuthProvider } from "./provider.js";

/** Okta's own scheme for API tokens, SSWS. The token does not change, so a refused one cannot be renewed. */
export function apiToken({ token }: ApiTokenSettings, orgUrl: string): AuthProvider {
  return {
    method: "api_token",
    authorize: async () => ({ authorization: `SSWS ${token}` }),
    invalidate: () => undefined,
    observe() {},
    // An API token may do what its owner may: no scopes limit it.
    grantedScopes: () => undefined,
    onScopesChanged: () => () => {},
    status: async () => ({ method: "api_token", orgUrl, signedIn: true, renewable: false }),
    close() {},
  };
}
