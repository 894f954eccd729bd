import { OAuthError } from "../errors.js";
import type { SandboxClient } from "../types.js";
import type { OAuthSettings } from "./options.js";

/** OpenID Connect's own scopes, which need no grant by an administrator. */
export const OIDC_SCOPES: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "offline_access",
]);

export const splitScope = (scope: string | undefined): readonly string[] => [
  ...new Set((scope ?? "").split(" ").filter((each) => each !== "")),
];

/**
 * Of the scopes a request asks for, those the application may have.
 * @param freely scopes that need no grant
 * @throws OAuthError invalid_scope, or consent_required where nothing is left (Okta's answer to a service application)
 */
export function allowedScopes(
  scope: string | undefined,
  client: SandboxClient,
  settings: Pick<OAuthSettings, "ungrantedScopes">,
  freely: ReadonlySet<string> = new Set(),
): readonly string[] {
  const asked = splitScope(scope);
  if (asked.length === 0) throw new OAuthError(400, "invalid_scope", "At least one scope must be requested.");
  const allowed = asked.filter((each) => freely.has(each) || client.scopes.includes(each));
  if (allowed.length === asked.length) return asked;
  if (settings.ungrantedScopes === "refuse") {
    const foreign = asked.filter((each) => !allowed.includes(each));
    throw new OAuthError(400, "invalid_scope", `Not granted to this application: ${foreign.join(" ")}`);
  }
  if (allowed.length === 0) {
    throw new OAuthError(400, "consent_required", "You are not allowed any of the requested scopes.");
  }
  return allowed;
}
