import type { Org } from "../org.js";
import { type AccessTokens, createAccessTokens } from "../tokens.js";
import { type AuthorizationCodes, createAuthorizationCodes } from "./authorization-codes.js";
import { createDeviceGrants, type DeviceGrants } from "./device-grants.js";
import { createDpop, type Dpop } from "./dpop.js";
import { createIdTokens, type IdTokens } from "./id-tokens.js";
import { createNonces, type Nonces } from "./nonces.js";
import { type Consent, type OAuthOptions, type OAuthSettings, settingsOf } from "./options.js";
import { createRefreshTokens, type RefreshTokens } from "./refresh-tokens.js";

/** The state of the org's authorization server: what it has issued, what is pending, how the user answers. */
export interface AuthorizationServer {
  readonly settings: OAuthSettings;
  readonly consent: Consent;
  readonly tokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly devices: DeviceGrants;
  readonly codes: AuthorizationCodes;
  readonly nonces: Nonces;
  readonly dpop: Dpop;
  readonly idTokens: IdTokens;
}

export interface AuthorizationServerParts {
  readonly org: Org;
  readonly now: () => Date;
  /** Unguessable, of letters and digits: what it gives out opens the org, so it is no part of the seeded story. */
  readonly newSecret: () => string;
  /** Seconds an access token lives. */
  readonly tokenLifetime: number;
  readonly options: OAuthOptions;
}

export function createAuthorizationServer(parts: AuthorizationServerParts): AuthorizationServer {
  const { org, now, newSecret, options } = parts;
  const settings = settingsOf(options);
  const consent: Consent = { decision: "approve", login: undefined, scopes: undefined, ...options.consent };
  const tokens = createAccessTokens(parts.tokenLifetime, newSecret, now);
  const nonces = createNonces(settings.dpopNonceLifetime, newSecret, now);
  return {
    settings,
    consent,
    tokens,
    nonces,
    refreshTokens: createRefreshTokens({ settings, newSecret, now, tokens }),
    devices: createDeviceGrants({ settings, newSecret, now, org, consent }),
    codes: createAuthorizationCodes({ settings, newSecret, now }),
    dpop: createDpop({ nonces, now, takeOnce: tokens.takeOnce }),
    idTokens: createIdTokens(now),
  };
}
