import {
  type DeviceAuthorizationResponse,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  processDeviceAuthorizationResponse,
  processDeviceCodeResponse,
} from "oauth4webapi";
import { type ErrorCode, OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import type { Binding } from "./oauth-client.js";
import { oauthErrorOf } from "./oauth-error.js";
import {
  type FlowOptions,
  flowScopes,
  type SignInFlow,
  signInCancelled,
  wait as timer,
  withVerifiedIdToken,
} from "./sign-in-flow.js";
import type { TokenSet } from "./token-set.js";

const ENDPOINT = "Okta's device authorization endpoint";
/** RFC 8628, section 3.5: what to add to the interval on `slow_down`; and the interval when none is given. */
const FIVE_SECONDS_MS = 5_000;
/** Failures that say nothing about the sign-in: polling goes on, more slowly. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "network_unreachable",
  "timeout",
  "okta_unavailable",
  "rate_limited",
]);

/** Device authorization grant, RFC 8628: a person confirms a code in a browser on whatever machine. */
export function deviceFlow({ oauth, scopes, now, wait = timer }: FlowOptions): SignInFlow {
  return {
    method: "device",
    async start(binding, signal) {
      const device = await oauth.ask(
        ENDPOINT,
        (options) =>
          deviceAuthorizationRequest(
            oauth.server,
            oauth.client(),
            oauth.auth,
            { scope: flowScopes(scopes).join(" ") },
            options,
          ),
        (response) => processDeviceAuthorizationResponse(oauth.server, oauth.client(), response),
        signal,
      );
      const expiresAt = now() + device.expires_in * 1000;
      return {
        prompt: {
          url: pageOf(device),
          code: visibleText(device.user_code, 40),
          expiresAt,
        },
        tokens: poll(device, expiresAt, binding, signal),
      };
    },
  };

  async function poll(
    device: DeviceAuthorizationResponse,
    expiresAt: number,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<TokenSet> {
    let interval = device.interval === undefined ? FIVE_SECONDS_MS : device.interval * 1000;
    let isGranted = false;
    for (;;) {
      await wait(interval, signal).catch(() => {});
      if (signal.aborted) throw signInCancelled();
      if (now() >= expiresAt) throw expired();
      try {
        return await oauth.obtain(
          {
            send: (options) =>
              deviceCodeGrantRequest(oauth.server, oauth.client(), oauth.auth, device.device_code, options),
            async read(response) {
              isGranted = true;
              const answer = await processDeviceCodeResponse(oauth.server, oauth.client(), response);
              return withVerifiedIdToken(oauth, response, answer);
            },
            scopes: flowScopes(scopes),
          },
          binding,
          signal,
        );
      } catch (error) {
        if (signal.aborted) throw signInCancelled();
        // The code is spent: what is wrong with the answer, polling does not mend.
        if (isGranted) throw error;
        interval += delayAfter(error);
      }
    }
  }
}

/** How much longer to wait before the next poll, in milliseconds; throws when there is nothing to wait for. */
function delayAfter(error: unknown): number {
  switch (oauthErrorOf(error)) {
    case "authorization_pending":
      return 0;
    case "slow_down":
      return FIVE_SECONDS_MS;
    case "expired_token":
      throw expired();
    default:
      if (error instanceof OktaMcpError && PASSING.has(error.code)) return FIVE_SECONDS_MS;
      throw error;
  }
}

/** The page with the code filled in, where Okta gives one (section 3.3.1). */
function pageOf(device: DeviceAuthorizationResponse): string {
  const page = device.verification_uri_complete ?? device.verification_uri;
  const url = URL.canParse(page) ? new URL(page) : undefined;
  if (url?.protocol === "https:" || url?.protocol === "http:") return url.href;
  throw new OktaMcpError("unexpected_response", `${ENDPOINT} gave no usable address to sign in at.`);
}

function expired(): OktaMcpError {
  return new OktaMcpError("auth_failed", "The sign-in was not completed before its code expired.", {
    next: "Start the sign-in again and confirm the code in time.",
  });
}
