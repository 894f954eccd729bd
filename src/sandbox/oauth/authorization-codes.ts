import type { OAuthSettings } from "./options.js";

/** What the authorization endpoint has settled, for the token endpoint to compare. */
export interface CodeGrant {
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** S256 challenge (RFC 7636); only a confidential client may go without. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  /** `dpop_jkt`: the key the code is bound to (RFC 9449, section 10). */
  readonly jkt: string | undefined;
  /** Epoch seconds. */
  readonly authTime: number;
}

export interface IssuedCode extends CodeGrant {
  /** The sign-in that its tokens belong to: they end when the code is used again. */
  readonly family: string;
  used: boolean;
}

export interface AuthorizationCodes {
  issue(grant: CodeGrant): string;
  /** A code, used or not; undefined when unknown or too old. */
  find(code: string): IssuedCode | undefined;
}

export interface AuthorizationCodesParts {
  readonly settings: Pick<OAuthSettings, "codeLifetime">;
  readonly newSecret: () => string;
  readonly now: () => Date;
}

export function createAuthorizationCodes({
  settings,
  newSecret,
  now,
}: AuthorizationCodesParts): AuthorizationCodes {
  const codes = new Map<string, IssuedCode & { readonly expiresAt: number }>();
  return {
    issue(grant) {
      const code = newSecret();
      const expiresAt = now().getTime() + settings.codeLifetime * 1000;
      codes.set(code, { ...grant, family: newSecret(), used: false, expiresAt });
      return code;
    },
    find(code) {
      const found = codes.get(code);
      return found !== undefined && found.expiresAt > now().getTime() ? found : undefined;
    },
  };
}
