import { readPrivateKey } from "./private-key.js";
import type { Problem } from "./problem.js";
import { chooseMethod } from "./sign-in-method.js";
import { readChoice, readCopied, readPort, readScopes } from "./values.js";
import type { Settings, SignInMethod } from "./variables.js";

export interface ApiTokenSettings {
  readonly method: "api_token";
  readonly token: string;
}

export interface AccessTokenSettings {
  readonly method: "access_token";
  readonly token: string;
}

/** What every OAuth client of ours has. */
export interface OAuthSettings {
  readonly clientId: string;
  /** As the user wrote them, without repetitions. */
  readonly scopes: readonly string[];
  readonly dpop: DpopMode;
}

export interface PrivateKeyJwtSettings extends OAuthSettings {
  readonly method: "private_key_jwt";
  /** PEM with real newlines, or a JWK as JSON; not parsed yet. */
  readonly privateKey: string;
  /** The variable the key came from, which errors about the key name. */
  readonly privateKeyVariable: "OKTA_PRIVATE_KEY" | "OKTA_PRIVATE_KEY_FILE";
  readonly keyId?: string;
}

export interface DeviceSettings extends OAuthSettings {
  readonly method: "device";
  readonly tokenStore: TokenStoreChoice;
}

export interface BrowserSettings extends OAuthSettings {
  readonly method: "browser";
  readonly tokenStore: TokenStoreChoice;
  /** 0: any free port. */
  readonly redirectPort: number;
}

export type AuthSettings =
  | ApiTokenSettings
  | AccessTokenSettings
  | PrivateKeyJwtSettings
  | DeviceSettings
  | BrowserSettings;
export type AuthMethod = SignInMethod;

export const DPOP_MODES = ["auto", "always", "never"] as const;
/** When tokens are bound to a key: when the org demands it, or regardless. */
export type DpopMode = (typeof DPOP_MODES)[number];

export const TOKEN_STORES = ["auto", "keychain", "file", "memory"] as const;
export type TokenStoreChoice = (typeof TOKEN_STORES)[number];

/** The sign-in method that the settings choose, complete; or `undefined` and the problems why not. */
export function readAuthSettings(
  settings: Settings,
  readFile: (path: string) => string,
  problems: Problem[],
): AuthSettings | undefined {
  const method = chooseMethod(settings, problems);
  switch (method) {
    case "api_token":
    case "access_token": {
      const variable = method === "api_token" ? "OKTA_API_TOKEN" : "OKTA_ACCESS_TOKEN";
      const token = readCopied(settings, variable, problems);
      return token === undefined ? undefined : { method, token };
    }
    case "private_key_jwt":
      return readPrivateKeyJwt(settings, readFile, problems);
    case "device":
    case "browser":
      return readPersonal(method, settings, problems);
    case undefined:
      return undefined;
  }
}

function readPrivateKeyJwt(
  settings: Settings,
  readFile: (path: string) => string,
  problems: Problem[],
): PrivateKeyJwtSettings | undefined {
  const oauth = readOAuth(settings, problems);
  const key = readPrivateKey(settings, readFile, problems);
  const keyId =
    settings.OKTA_KEY_ID === undefined ? undefined : readCopied(settings, "OKTA_KEY_ID", problems);
  if (oauth === undefined || key === undefined) return undefined;
  return {
    method: "private_key_jwt",
    ...oauth,
    privateKey: key.text,
    privateKeyVariable: key.variable,
    ...(keyId === undefined ? {} : { keyId }),
  };
}

function readPersonal(
  method: "device" | "browser",
  settings: Settings,
  problems: Problem[],
): DeviceSettings | BrowserSettings | undefined {
  const oauth = readOAuth(settings, problems);
  const tokenStore = readTokenStore(settings, problems);
  const redirectPort = method === "browser" ? readPort(settings.OKTA_REDIRECT_PORT, problems) : 0;
  if (oauth === undefined || tokenStore === undefined || redirectPort === undefined) return undefined;
  return method === "browser"
    ? { method, ...oauth, tokenStore, redirectPort }
    : { method, ...oauth, tokenStore };
}

export function readTokenStore(settings: Settings, problems: Problem[]): TokenStoreChoice | undefined {
  return readChoice(settings, "OKTA_TOKEN_STORE", TOKEN_STORES, problems);
}

function readOAuth(settings: Settings, problems: Problem[]): OAuthSettings | undefined {
  const clientId = readCopied(settings, "OKTA_CLIENT_ID", problems);
  const scopes = readScopes(settings.OKTA_SCOPES, problems);
  const dpop = readChoice(settings, "OKTA_DPOP", DPOP_MODES, problems);
  return clientId === undefined || scopes === undefined || dpop === undefined
    ? undefined
    : { clientId, scopes, dpop };
}
