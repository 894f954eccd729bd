import { describe, expect, it, onTestFinished } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthDependencies, AuthProvider } from "../../src/auth/provider.js";
import { memoryStore } from "../../src/auth/store/memory.js";
import { turns } from "../../src/auth/store/turns.js";
import type { AuthSettings, DpopMode } from "../../src/config/sign-in.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";
import { createTransport } from "../../src/http/transport.js";
import { failureOf } from "../failure.js";
import { type CertifiedOrg, CLIENT_ID, SCOPES, startCertifiedOrg } from "./certified-org.js";
import { ecKey, pem } from "./keys.js";
import { RobotBrowser } from "./robot-browser.js";

const NATIVE = { clientId: CLIENT_ID, scopes: SCOPES, tokenStore: "memory" } as const;
const device = (dpop: DpopMode): AuthSettings => ({ method: "device", ...NATIVE, dpop });
const browser = (dpop: DpopMode): AuthSettings => ({ method: "browser", ...NATIVE, dpop, redirectPort: 0 });

function connect(org: CertifiedOrg, auth: AuthSettings, dependencies: Partial<AuthDependencies> = {}) {
  const transport = createTransport({ orgUrl: org.url, timeoutMs: 5000, version: "0" });
  const provider = createAuthProvider(
    { orgUrl: org.url, auth },
    {
      fetch: transport.fetch,
      now: Date.now,
      wait: (_, signal) => pause(50, signal),
      store: memoryStore(turns(5000)),
      ...dependencies,
    },
  );
  onTestFinished(() => {
    provider.close();
    return transport.close();
  });
  const send = authorizedFetch(provider, transport.fetch);
  return { provider, whoAmI: () => send(new OutgoingRequest(`${org.url}/oauth2/v1/userinfo`)) };
}

/** Polls fast; the patience of ten minutes is as long as it is. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function signIn(provider: AuthProvider, act?: (page: string) => "submit" | "abort"): Promise<void> {
  let visited: Promise<string> | undefined;
  await provider.interactive?.signIn(({ url }) => {
    visited = new RobotBrowser().visit(url, act);
  });
  await visited;
}

describe.each([
  ["device", device],
  ["browser", browser],
] as const)("%s", (method, settings) => {
  const own: Partial<AuthDependencies> = method === "browser" ? { wait: undefined } : {};

  it("signs a person in, and the token is good", async () => {
    const org = await startCertifiedOrg();
    const { provider, whoAmI } = connect(org, settings("auto"), own);
    await signIn(provider);
    expect(await (await whoAmI()).json()).toEqual({ sub: "ada" });
    expect(await provider.status()).toMatchObject({
      signedIn: true,
      subject: { id: "ada" },
      tokenType: "Bearer",
      renewable: true,
    });
    expect(provider.grantedScopes()).toEqual(expect.arrayContaining(SCOPES));
  });

  it("with DPoP and nonces binds the token, and proves it to the API and for each renewal", async () => {
    const org = await startCertifiedOrg({ dpop: true });
    const { provider, whoAmI } = connect(org, settings("always"), own);
    await signIn(provider);
    expect((await whoAmI()).status).toBe(200);
    const first = (await provider.authorize({ method: "GET", url: new URL(org.url) })).authorization ?? "";
    provider.invalidate({ authorization: first }, { status: 401, headers: new Headers() });
    expect((await whoAmI()).status).toBe(200);
    const second = (await provider.authorize({ method: "GET", url: new URL(org.url) })).authorization;
    expect(first).toMatch(/^DPoP /);
    expect(second).toMatch(/^DPoP /);
    expect(second).not.toBe(first);
  });

  it("rotates the refresh token at each renewal", async () => {
    const org = await startCertifiedOrg();
    const { provider, whoAmI } = connect(org, settings("auto"), own);
    await signIn(provider);
    for (let round = 0; round < 2; round++) {
      const headers = await provider.authorize({ method: "GET", url: new URL(org.url) });
      provider.invalidate(headers, { status: 401, headers: new Headers() });
      expect((await whoAmI()).status).toBe(200);
    }
    const used = org.forms.map((form) => form.get("refresh_token")).filter((token) => token !== null);
    expect(used).toHaveLength(2);
    expect(new Set(used).size).toBe(2);
  });

  it("signs out: the token is revoked, and the next call must sign in", async () => {
    const org = await startCertifiedOrg();
    const { provider } = connect(org, settings("auto"), own);
    await signIn(provider);
    const { authorization = "" } = await provider.authorize({ method: "GET", url: new URL(org.url) });
    expect(await provider.interactive?.signOut()).toEqual({ outcome: "revoked" });
    const after = await fetch(`${org.url}/oauth2/v1/userinfo`, { headers: { authorization } });
    expect(after.status).toBe(401);
    expect((await provider.status()).signedIn).toBe(false);
  });

  it("says that consent was denied", async () => {
    const org = await startCertifiedOrg();
    const { provider } = connect(org, settings("auto"), own);
    const error = await failureOf(() =>
      signIn(provider, (page) => (/\/abort"/.test(page) ? "abort" : "submit")),
    );
    expect(error.code).toBe("auth_failed");
    expect(error.message).toContain("access_denied");
  });
});

describe("private_key_jwt", () => {
  const key = ecKey("P-256");
  const client = (dpop: boolean) => ({
    client_id: "0oaService",
    token_endpoint_auth_method: "private_key_jwt" as const,
    token_endpoint_auth_signing_alg: "ES256" as const,
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    jwks: { keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "k1" }] },
    dpop_bound_access_tokens: dpop,
  });
  const settings = (dpop: DpopMode, more: { privateKey?: string; keyId?: string } = {}): AuthSettings => ({
    method: "private_key_jwt",
    clientId: "0oaService",
    scopes: SCOPES,
    dpop,
    privateKey: pem(key),
    privateKeyVariable: "OKTA_PRIVATE_KEY",
    keyId: "k1",
    ...more,
  });

  it.each([
    ["Bearer", false, "auto"],
    ["DPoP", true, "always"],
  ] as const)("obtains a %s token", async (scheme, demanded, mode) => {
    const org = await startCertifiedOrg({ clients: [client(demanded)], dpop: demanded });
    const { provider } = connect(org, settings(mode));
    const { authorization } = await provider.authorize({ method: "GET", url: new URL(org.url) });
    expect(authorization).toMatch(new RegExp(`^${scheme} .+`));
    expect(provider.grantedScopes()).toEqual(SCOPES);
  });

  it.each([
    ["another key", { privateKey: pem(ecKey("P-256")) }],
    ["another kid", { keyId: "k2" }],
  ])("with %s is refused", async (_, wrong) => {
    const org = await startCertifiedOrg({ clients: [client(false)] });
    const { provider } = connect(org, settings("auto", wrong));
    const error = await failureOf(() => provider.authorize({ method: "GET", url: new URL(org.url) }));
    expect(error.code).toBe("auth_failed");
    expect(error.message).toContain("invalid_client");
    expect(error.next).toContain("OKTA_KEY_ID");
  });
});
