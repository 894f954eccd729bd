import type { Org } from "../org.js";
import type { UserRecord } from "../types.js";
import type { Consent } from "./options.js";
import { OIDC_SCOPES } from "./scopes.js";

/** The user who signs in. @throws Error for a login that nobody has */
export function signedInUser(org: Org, login: string | undefined): UserRecord {
  if (login === undefined) return org.tokenOwner;
  const user = org.userByLogin(login);
  if (user === undefined) throw new Error(`the sandbox org has no user ${login}`);
  return user;
}

/** Of the scopes asked for, those the user agrees to. */
export function grantedBy(consent: Consent, asked: readonly string[]): readonly string[] {
  const { scopes } = consent;
  return scopes === undefined
    ? asked
    : asked.filter((scope) => OIDC_SCOPES.has(scope) || scopes.includes(scope));
}
