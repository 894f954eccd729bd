import type { TokenKey } from "../../../src/auth/store/index.js";
import type { TokenSet } from "../../../src/auth/token-set.js";

/** Free of vitest, since processes of their own import it. */
export const KEY: TokenKey = {
  orgUrl: "https://acme.okta.example",
  clientId: "0oaclient1",
  scopes: ["okta.users.read", "openid"],
};

export function tokens(accessToken: string, more: Partial<TokenSet> = {}): TokenSet {
  return {
    accessToken,
    tokenType: "Bearer",
    expiresAt: 1_790_000_000_000,
    scopes: ["okta.users.read"],
    ...more,
  };
}
