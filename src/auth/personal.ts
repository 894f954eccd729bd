import { randomUUID } from "node:crypto";
import { None, processRefreshTokenResponse, refreshTokenGrantRequest } from "oauth4webapi";
import type { BrowserSettings, DeviceSettings } from "../config/sign-in.js";
import { browserFlow } from "./browser.js";
import { createClock } from "./clock.js";
import { deviceFlow } from "./device.js";
import { createDpop } from "./dpop.js";
import { createOAuthClient } from "./oauth-client.js";
import { createPendingSignIn } from "./pending-sign-in.js";
import type { AuthDependencies, AuthProvider } from "./provider.js";
import { revoke } from "./revocation.js";
import { createSession } from "./session.js";
import { memoryStore } from "./store/memory.js";
import { turns } from "./store/turns.js";
import { createStoredTokens } from "./stored-tokens.js";
import { tokenCredentials } from "./token-headers.js";
import type { TokenSet } from "./token-set.js";

/** How long one renewal may keep another waiting, where the tokens are in memory only. */
const TURN_WAIT_MS = 60_000;

/** A sign-in that outlasts the process for as long as it is not revoked; the methods where a person signs in. */
export function personal(
  settings: DeviceSettings | BrowserSettings,
  orgUrl: string,
  dependencies: AuthDependencies,
): AuthProvider {
  const { fetch, now, random = randomUUID, openUrl, wait } = dependencies;
  const store = dependencies.store ?? memoryStore(turns(TURN_WAIT_MS));
  const report = dependencies.report ?? (() => {});
  const { method, clientId } = settings;
  const scopes = [...settings.scopes].sort();
  const clock = createClock(now);
  const dpop = createDpop(clock, random);
  const closing = new AbortController();
  const oauth = createOAuthClient({
    method,
    orgUrl,
    clientId,
    auth: None(),
    dpopMode: settings.dpop,
    clock,
    dpop,
    fetch,
  });
  const flowOptions = { oauth, scopes, now, wait };
  const flow =
    settings.method === "device"
      ? deviceFlow(flowOptions)
      : browserFlow({ ...flowOptions, redirectPort: settings.redirectPort });

  const refresh = (tokens: TokenSet): Promise<TokenSet> =>
    oauth.obtain(
      {
        send: (options) =>
          refreshTokenGrantRequest(
            oauth.server,
            oauth.client(),
            oauth.auth,
            tokens.refreshToken ?? "",
            options,
          ),
        read: (response) => processRefreshTokenResponse(oauth.server, oauth.client(), response),
        scopes: tokens.scopes,
        previous: tokens,
      },
      { key: tokens.dpopKey },
      closing.signal,
    );
  const stored = createStoredTokens({
    store,
    key: { orgUrl, clientId, scopes },
    clock,
    refresh,
    report,
  });

  const session = createSession(async (refused) => {
    const tokens = await stored.renew(refused);
    if (tokens) {
      pending.abandon();
      return tokens;
    }
    session.set(undefined);
    throw await pending.required();
  }, clock);

  const pending = createPendingSignIn({
    flow,
    now,
    openUrl,
    report,
    closing: closing.signal,
    async onSignedIn(tokens) {
      await stored.save(tokens);
      session.set(tokens);
    },
  });

  return {
    method,
    ...tokenCredentials(session, dpop, clock),
    async status() {
      if (!session.peek()) session.set(await stored.read());
      const tokens = session.peek();
      const isRenewable = tokens?.refreshToken !== undefined;
      return {
        method,
        orgUrl,
        clientId,
        signedIn: tokens !== undefined && (isRenewable || tokens.expiresAt > clock.now()),
        grantedScopes: tokens?.scopes,
        expiresAt: tokens?.expiresAt,
        tokenType: tokens?.tokenType,
        subject: tokens?.subject,
        renewable: isRenewable,
        store: store.kind,
      };
    },
    interactive: {
      signIn: (show, signal) => pending.complete(show, signal),
      async signOut() {
        pending.abandon();
        const tokens = (await stored.remove()) ?? session.peek();
        session.set(undefined);
        return tokens ? revoke(oauth, tokens) : { outcome: "nobody" };
      },
    },
    close: () => closing.abort(),
  };
}
