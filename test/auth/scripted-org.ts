import type { KeyObject } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import { onTestFinished } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthDependencies, AuthProvider } from "../../src/auth/provider.js";
import { memoryStore } from "../../src/auth/store/memory.js";
import type { TokenStore } from "../../src/auth/store/store.js";
import { turns } from "../../src/auth/store/turns.js";
import type { AuthSettings, BrowserSettings, DeviceSettings } from "../../src/config/sign-in.js";
import { createTransport } from "../../src/http/transport.js";
import { sendJson, startLoopback } from "../http/loopback.js";
import { rsaKey } from "./keys.js";

const orgKey = rsaKey();

type Body = Record<string, unknown>;
/** One answer of the token endpoint: an OAuth error's name, a status, or the body of a success. */
export type Reply = string | number | Body | ((form: URLSearchParams) => Reply | Promise<Reply>);

export interface ScriptedOrg {
  readonly url: string;
  /** Forms the token endpoint has got. */
  readonly forms: URLSearchParams[];
  /** Forms the device authorization endpoint has got. */
  readonly devices: URLSearchParams[];
  readonly revoked: URLSearchParams[];
  /** An ID token signed by a key that the org's keys endpoint knows, or by another one. */
  idToken(claims?: JWTPayload, key?: KeyObject): Promise<string>;
}

/** An org whose token endpoint gives these answers, one after the other; the last one again and again. */
export async function startScriptedOrg(
  replies: Reply[],
  { device = {}, revoke = 200, keys = 200 }: { device?: Body; revoke?: number; keys?: number } = {},
): Promise<ScriptedOrg> {
  const jwks = { keys: [{ ...orgKey.publicKey.export({ format: "jwk" }), kid: "org" }] };
  const forms: URLSearchParams[] = [];
  const devices: URLSearchParams[] = [];
  const revoked: URLSearchParams[] = [];
  const server = await startLoopback(async ({ url, body }, response) => {
    const form = new URLSearchParams(body);
    if (url === "/oauth2/v1/keys") return sendJson(response, keys, jwks);
    if (url === "/oauth2/v1/revoke") {
      revoked.push(form);
      return void response.writeHead(revoke).end();
    }
    if (url === "/oauth2/v1/device/authorize") {
      const answer = {
        device_code: `device-${devices.push(form)}`,
        user_code: `CODE-${devices.length}`,
        verification_uri: `${server.url}/activate`,
        expires_in: 600,
        interval: 5,
        ...device,
      };
      return sendJson(response, 200, answer);
    }
    let reply = replies[Math.min(forms.push(form), replies.length) - 1] ?? 500;
    while (typeof reply === "function") reply = await reply(form);
    if (typeof reply === "number") return void response.writeHead(reply).end();
    if (typeof reply === "string") return sendJson(response, 400, { error: reply });
    return sendJson(response, 200, reply);
  });
  return {
    url: server.url,
    forms,
    devices,
    revoked,
    idToken(claims, key = orgKey.privateKey) {
      const iat = Math.floor(Date.now() / 1000);
      const own = { iss: server.url, aud: CLIENT_ID, sub: "00u1", iat, exp: iat + 3600 };
      return new SignJWT({ ...own, preferred_username: "ada@example.com", ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "org" })
        .sign(key);
    },
  };
}

export const CLIENT_ID = "0oa1";

/** A success of the token endpoint. */
export function granted(number: number, more: Body = {}): Body {
  return {
    access_token: `access-${number}`,
    refresh_token: `refresh-${number}`,
    token_type: "Bearer",
    expires_in: 3600,
    scope: "okta.users.read offline_access openid",
    ...more,
  };
}

export function person(
  more: Partial<DeviceSettings> | (Partial<BrowserSettings> & { method: "browser" }) = {},
): DeviceSettings | BrowserSettings {
  const common = {
    clientId: CLIENT_ID,
    scopes: ["okta.users.read"],
    dpop: "auto",
    tokenStore: "memory",
  } as const;
  return more.method === "browser"
    ? { redirectPort: 0, ...common, ...more }
    : { ...common, ...more, method: "device" };
}

export function newStore(): TokenStore {
  return memoryStore(turns(5000));
}

export interface Connected {
  readonly provider: AuthProvider;
  readonly reports: string[];
  /** Milliseconds that were waited for, in order. */
  readonly waits: number[];
  authorize(signal?: AbortSignal): Promise<string | undefined>;
  /** Tells the provider that Okta has refused this token. */
  refuse(authorization: string | undefined): void;
}

/** A provider whose waits are over at once, but noted. */
export function connect(
  orgUrl: string,
  auth: AuthSettings = person(),
  dependencies: Partial<AuthDependencies> = {},
): Connected {
  const transport = createTransport({ orgUrl, timeoutMs: 2000, version: "0" });
  const reports: string[] = [];
  const waits: number[] = [];
  const provider = createAuthProvider(
    { orgUrl, auth },
    {
      fetch: transport.fetch,
      now: Date.now,
      store: newStore(),
      report: (text) => void reports.push(text),
      async wait(milliseconds) {
        waits.push(milliseconds);
        await new Promise((resolve) => setTimeout(resolve, 2));
      },
      ...dependencies,
    },
  );
  onTestFinished(() => {
    provider.close();
    return transport.close();
  });
  const request = { method: "GET", url: new URL("/api/v1/users", orgUrl) };
  return {
    provider,
    reports,
    waits,
    authorize: async (signal) => (await provider.authorize(request, signal)).authorization,
    refuse(authorization = "") {
      provider.invalidate({ authorization }, { status: 401, headers: new Headers() });
    },
  };
}
