import type { ApiTokenSettings } from "../config/sign-in.js";
import type { AuthProvider } from "./provider.js";

/** Okta's own scheme for API tokens, SSWS. The token does not change, so a refused one cannot be renewed. */
export function apiToken({ token }: ApiTokenSettings): AuthProvider {
  return {
    method: "api_token",
    authorize: async () => ({ authorization: `SSWS ${token}` }),
    invalidate: () => false,
  };
}
