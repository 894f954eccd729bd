import { createHash } from "node:crypto";
import type { ApiTokenSettings } from "../config/sign-in.js";
import type { AuthProvider } from "./provider.js";

/** Okta's own scheme for API tokens, SSWS. The token does not change, so a refused one cannot be renewed. */
export function apiToken({ token }: ApiTokenSettings, orgUrl: string): AuthProvider {
  const credential = fingerprint(token);
  return {
    method: "api_token",
    authorize: async () => ({ authorization: `SSWS ${token}` }),
    invalidate: () => undefined,
    observe() {},
    // An API token may do what its owner may: no scopes limit it.
    grantedScopes: () => undefined,
    onScopesChanged: () => () => {},
    status: async () => ({ method: "api_token", orgUrl, credential, signedIn: true, renewable: false }),
    close() {},
  };
}

/**
 * Whose the token is, only Okta knows; which one of several it is, this tells. One way: a token has far more random
 * letters than anybody can try.
 */
function fingerprint(token: string): string {
  return `sha256:${createHash("sha256").update(token).digest("hex").slice(0, 12)}`;
}
