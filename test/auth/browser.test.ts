import { request } from "node:http";
import type { JWTPayload } from "jose";
import { calculatePKCECodeChallenge } from "oauth4webapi";
import { describe, expect, it, vi } from "vitest";
import { failureOf } from "../failure.js";
import { startLoopback } from "../http/loopback.js";
import { connect, granted, person, type Reply, startScriptedOrg } from "./scripted-org.js";

const BROWSER = person({ method: "browser" });

/** A sign-in under way: where the person was sent, and the way back. */
async function begin(replies: Reply[] | ((nonce: string) => Reply[])) {
  let nonce = "";
  const answers: Reply[] = [
    (form) => {
      const given = typeof replies === "function" ? replies(nonce) : replies;
      return given[0] ?? (form.has("code") ? 500 : 400);
    },
  ];
  const org = await startScriptedOrg(answers);
  const connected = connect(org.url, BROWSER, { wait: undefined });
  let sent: URL | undefined;
  const done = connected.provider.interactive?.signIn(({ url }) => {
    sent = new URL(url);
    nonce = sent.searchParams.get("nonce") ?? "";
  });
  done?.catch(() => {});
  await vi.waitFor(() => expect(sent).toBeDefined());
  const at = sent ?? new URL(org.url);
  const back = (more: Record<string, string>, path = "") => {
    const url = new URL(
      path || (at.searchParams.get("redirect_uri") ?? ""),
      at.searchParams.get("redirect_uri") ?? "",
    );
    url.search = new URLSearchParams({ state: at.searchParams.get("state") ?? "", ...more }).toString();
    return url;
  };
  return { org, ...connected, done: () => done, sent: at, back };
}

async function signedIn() {
  let org: Awaited<ReturnType<typeof startScriptedOrg>> | undefined;
  const flow = await begin((nonce) => [async () => granted(1, { id_token: await org?.idToken({ nonce }) })]);
  org = flow.org;
  return flow;
}

describe("a sign-in", () => {
  it("sends the person to the org with PKCE, state and nonce, and comes back on a loopback port", async () => {
    const { org, sent, back, done, provider } = await signedIn();
    const query = Object.fromEntries(sent.searchParams);
    expect(sent.origin + sent.pathname).toBe(`${org.url}/oauth2/v1/authorize`);
    expect(query).toMatchObject({
      client_id: "0oa1",
      response_type: "code",
      scope: "openid offline_access okta.users.read",
      code_challenge_method: "S256",
    });
    expect(query.redirect_uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    await fetch(back({ code: "thecode" }));
    await done();
    const form = Object.fromEntries(org.forms[0] ?? []);
    expect(form).toMatchObject({
      grant_type: "authorization_code",
      code: "thecode",
      redirect_uri: query.redirect_uri,
    });
    expect(await calculatePKCECodeChallenge(form.code_verifier ?? "")).toBe(query.code_challenge);
    expect((await provider.status()).subject).toEqual({ id: "00u1", login: "ada@example.com" });
  });

  it("never repeats state, nonce or challenge", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(one.sent.searchParams.get(name)).not.toBe(other.sent.searchParams.get(name));
    }
  });

  it("shows a static page that holds nothing of the address, and closes the port", async () => {
    const { back, done } = await signedIn();
    const url = back({ code: "thecode", iss: "" });
    const response = await fetch(url);
    const page = await response.text();
    expect(page).toContain("You can close this window");
    for (const value of url.searchParams.values()) if (value) expect(page).not.toContain(value);
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    await done();
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe("a sign-in fails", () => {
  it.each<[string, Record<string, string>, string, string]>([
    ["denied", { error: "access_denied", error_description: "No.\u202e" }, "auth_failed", "access_denied"],
    ["with another issuer", { code: "c", iss: "https://evil.example" }, "unexpected_response", "not Okta's"],
    ["without a code", {}, "unexpected_response", "not Okta's"],
  ])("when the answer comes %s", async (_, answer, code, words) => {
    const { back, done } = await begin([500]);
    await fetch(back(answer));
    const error = await failureOf(done);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("\u202e");
  });

  it.each<
    [
      string,
      (nonce: string, idToken: (claims: JWTPayload) => Promise<string>) => Promise<Record<string, unknown>>,
    ]
  >([
    ["of another nonce", async (_, idToken) => ({ id_token: await idToken({ nonce: "other" }) })],
    ["without a nonce", async (_, idToken) => ({ id_token: await idToken({}) })],
    ["of another client", async (nonce, idToken) => ({ id_token: await idToken({ nonce, aud: "0oa2" }) })],
    ["that is missing", async () => ({})],
  ])("over an ID token %s", async (_, make) => {
    let idToken: (claims: JWTPayload) => Promise<string> = async () => "";
    const flow = await begin((nonce) => [async () => granted(1, await make(nonce, idToken))]);
    idToken = flow.org.idToken;
    await fetch(flow.back({ code: "c" }));
    expect(await failureOf(flow.done)).toMatchObject({ code: "unexpected_response" });
    expect((await flow.provider.status()).signedIn).toBe(false);
  });

  it("when nobody comes back, and says what may be wrong at Okta", async () => {
    const org = await startScriptedOrg([500]);
    const { provider } = connect(org.url, BROWSER);
    const error = await failureOf(() => provider.interactive?.signIn(() => {}));
    expect(error.next).toMatch(/register http:\/\/127\.0\.0\.1:\d+\/callback .* OKTA_REDIRECT_PORT/);
  });

  it("when the port set for it is taken", async () => {
    const { url } = await startLoopback(() => {});
    const org = await startScriptedOrg([500]);
    const taken = person({ method: "browser", redirectPort: Number(new URL(url).port) });
    const { provider } = connect(org.url, taken);
    expect(await failureOf(() => provider.interactive?.signIn(() => {}))).toMatchObject({
      code: "config_invalid",
      field: "OKTA_REDIRECT_PORT",
    });
  });

  it("when cancelled, and the port is closed", async () => {
    const org = await startScriptedOrg([500]);
    const { provider } = connect(org.url, BROWSER, { wait: undefined });
    const controller = new AbortController();
    let redirect = "";
    const failure = failureOf(() =>
      provider.interactive?.signIn(({ url }) => {
        redirect = new URL(url).searchParams.get("redirect_uri") ?? "";
        controller.abort();
      }, controller.signal),
    );
    expect(await failure).toMatchObject({ code: "cancelled" });
    await expect(fetch(redirect)).rejects.toThrow();
  });
});

describe("the port turns away, and goes on waiting after", () => {
  const statusOf = (url: URL, method = "GET", host = url.host) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, { method, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it.each<
    [
      string,
      (back: (more: Record<string, string>, path?: string) => URL) => Promise<number | undefined>,
      number,
    ]
  >([
    ["another state", (back) => statusOf(back({ code: "c", state: "guess" })), 400],
    ["no state", (back) => statusOf(back({ code: "c", state: "" })), 400],
    ["another path", (back) => statusOf(back({ code: "c" }, "/favicon.ico")), 404],
    ["another method", (back) => statusOf(back({ code: "c" }), "POST"), 405],
    ["another host", (back) => statusOf(back({ code: "c" }), "GET", "evil.example"), 421],
    ["localhost by name", (back) => statusOf(back({ code: "c" }), "GET", `localhost:${back({}).port}`), 421],
  ])("%s", async (_, attack, status) => {
    const { back, done, authorize } = await signedIn();
    expect(await attack(back)).toBe(status);
    await fetch(back({ code: "thecode" }));
    await done();
    expect(await authorize()).toBe("Bearer access-1");
  });
});

it("under serve the first call gives the address, and the one after the sign-in goes through", async () => {
  let nonce = "";
  const org = await startScriptedOrg([async () => granted(1, { id_token: await org.idToken({ nonce }) })]);
  const { authorize } = connect(org.url, BROWSER, { wait: undefined });
  const error = await failureOf(authorize);
  expect(error).toMatchObject({
    code: "sign_in_required",
    signIn: { url: expect.stringContaining("/authorize?") },
  });
  expect(error.signIn?.code).toBeUndefined();
  const sent = new URL(error.signIn?.url ?? "");
  nonce = sent.searchParams.get("nonce") ?? "";
  const state = sent.searchParams.get("state") ?? "";
  await fetch(`${sent.searchParams.get("redirect_uri")}?code=c&state=${state}`);
  await vi.waitFor(async () => expect(await authorize()).toBe("Bearer access-1"));
});
