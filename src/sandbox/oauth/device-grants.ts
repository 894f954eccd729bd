import { OAuthError } from "../errors.js";
import type { Org } from "../org.js";
import type { UserRecord } from "../types.js";
import type { Consent, OAuthSettings } from "./options.js";
import { grantedBy, signedInUser } from "./user.js";

/** Okta's user codes: eight letters and digits without vowels, so that they spell nothing. */
const USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const USER_CODE_LENGTH = 8;
/** RFC 8628, section 3.5. */
const SLOW_DOWN = 5;
/** Timers of clients fire a little early now and then; Okta does not count milliseconds either. */
const EARLY = 0.9;

export interface DeviceGrant {
  readonly clientId: string;
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** What a device gets once the user has approved. */
export interface DeviceApproval {
  readonly userId: string;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly authTime: number;
}

/** Device authorizations: asked for by the device, settled by the user, fetched by polling (RFC 8628). */
export interface DeviceGrants {
  start(
    clientId: string,
    scopes: readonly string[],
  ): { readonly deviceCode: string; readonly userCode: string };
  /** A pending request by the code a user types: case, blanks and dashes do not matter. */
  pending(userCode: string): DeviceGrant | undefined;
  /**
   * The user says yes.
   * @param login default: the user of the sandbox's `consent`
   * @throws Error when no such request is pending
   */
  approve(userCode: string, login?: string): void;
  /** The user says no. @throws Error when no such request is pending */
  deny(userCode: string): void;
  /** @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant */
  poll(deviceCode: string, clientId: string): DeviceApproval;
}

export interface DeviceGrantsParts {
  readonly settings: Pick<OAuthSettings, "deviceInterval" | "deviceLifetime">;
  readonly newSecret: () => string;
  readonly now: () => Date;
  readonly org: Org;
  readonly consent: Consent;
}

interface Entry extends DeviceGrant {
  interval: number;
  polledAt: number;
  answer: DeviceApproval | "denied" | undefined;
}

export function createDeviceGrants({
  settings,
  newSecret,
  now,
  org,
  consent,
}: DeviceGrantsParts): DeviceGrants {
  const entries = new Map<string, Entry>();
  const time = () => now().getTime();
  const find = (userCode: string): Entry | undefined => {
    const wanted = userCode.toUpperCase().replaceAll(/[^A-Z]/g, "");
    return [...entries.values()].find(
      (entry) => entry.userCode === wanted && entry.answer === undefined && entry.expiresAt > time(),
    );
  };
  const need = (userCode: string): Entry => {
    const entry = find(userCode);
    if (entry === undefined) throw new Error(`no device waits for the user code ${userCode}`);
    return entry;
  };
  const newUserCode = (): string =>
    Array.from({ length: USER_CODE_LENGTH }, () =>
      USER_CODE_LETTERS.charAt(org.random.int(USER_CODE_LETTERS.length)),
    ).join("");
  return {
    start(clientId, scopes) {
      const [deviceCode, userCode] = [newSecret(), newUserCode()];
      entries.set(deviceCode, {
        clientId,
        userCode,
        scopes,
        expiresAt: time() + settings.deviceLifetime * 1000,
        interval: settings.deviceInterval,
        polledAt: Number.NEGATIVE_INFINITY,
        answer: undefined,
      });
      return { deviceCode, userCode };
    },
    pending: find,
    approve(userCode, login) {
      const entry = need(userCode);
      const user: UserRecord = signedInUser(org, login ?? consent.login);
      entry.answer = {
        userId: user.id,
        scopes: grantedBy(consent, entry.scopes),
        authTime: Math.floor(time() / 1000),
      };
    },
    deny(userCode) {
      need(userCode).answer = "denied";
    },
    poll(deviceCode, clientId) {
      const entry = entries.get(deviceCode);
      if (entry === undefined || entry.clientId !== clientId) {
        throw new OAuthError(400, "invalid_grant", "The device code is invalid.");
      }
      if (entry.expiresAt <= time())
        throw new OAuthError(400, "expired_token", "The device code has expired.");
      const waited = (time() - entry.polledAt) / 1000;
      entry.polledAt = time();
      if (waited < entry.interval * EARLY) {
        entry.interval += SLOW_DOWN;
        throw new OAuthError(400, "slow_down", "The device is polling too fast.");
      }
      const { answer } = entry;
      if (answer === undefined) {
        throw new OAuthError(400, "authorization_pending", "The user has not answered yet.");
      }
      entries.delete(deviceCode);
      if (answer === "denied") throw new OAuthError(400, "access_denied", "The user has denied the request.");
      return answer;
    },
  };
}
