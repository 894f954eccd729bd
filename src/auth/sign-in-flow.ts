import { setTimeout as delay } from "node:timers/promises";
import { type TokenEndpointResponse, validateApplicationLevelSignature } from "oauth4webapi";
import { OktaMcpError, type SignInPrompt } from "../errors.js";
import type { Binding, OAuthClient } from "./oauth-client.js";
import type { TokenSet } from "./token-set.js";

/** A person's sign-in that waits for them to act in the browser. */
export interface StartedSignIn {
  readonly prompt: SignInPrompt;
  /** Rejects with an OktaMcpError: denied, expired, cancelled by the signal. */
  readonly tokens: Promise<TokenSet>;
}

export interface SignInFlow {
  readonly method: "device" | "browser";
  /** @param signal ends the flow at any time, and with it all timers and listeners */
  start(binding: Binding, signal: AbortSignal): Promise<StartedSignIn>;
}

/** What flows are made of. */
export interface FlowOptions {
  readonly oauth: OAuthClient;
  /** The API scopes asked for. */
  readonly scopes: readonly string[];
  readonly now: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** `openid` for the ID token that says who signed in, `offline_access` for the refresh token. */
export function flowScopes(scopes: readonly string[]): readonly string[] {
  return [...new Set(["openid", "offline_access", ...scopes])];
}

/** A timer that does not keep the process alive. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal, ref: false });
}

/** Checks the ID token's signature by the org's keys, for an answer whose claims oauth4webapi has checked. */
export async function withVerifiedIdToken(
  oauth: OAuthClient,
  response: Response,
  answer: TokenEndpointResponse,
): Promise<TokenEndpointResponse> {
  if (answer.id_token !== undefined) {
    await validateApplicationLevelSignature(oauth.server, response, oauth.options("Okta's key endpoint"));
  }
  return answer;
}

export function signInCancelled(): OktaMcpError {
  return new OktaMcpError("cancelled", "The sign-in was cancelled.");
}
