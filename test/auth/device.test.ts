import type { KeyObject } from "node:crypto";
import type { JWTPayload } from "jose";
import { describe, expect, it, vi } from "vitest";
import type { SignInPrompt } from "../../src/errors.js";
import { failureOf } from "../failure.js";
import { rsaKey } from "./keys.js";
import { connect, granted, newStore, type Reply, startScriptedOrg } from "./scripted-org.js";

const nothing = () => {};

async function signIn(replies: Reply[], options?: Parameters<typeof startScriptedOrg>[1]) {
  const org = await startScriptedOrg(replies, options);
  const connected = connect(org.url);
  const done = () => connected.provider.interactive?.signIn(nothing);
  return { org, ...connected, done };
}

describe("login", () => {
  it("asks for the scopes, an ID token and a refresh token", async () => {
    const { org, done } = await signIn([granted(1)]);
    await done();
    expect(Object.fromEntries(org.devices[0] ?? [])).toEqual({
      client_id: "0oa1",
      scope: "openid offline_access okta.users.read",
    });
    expect(org.forms[0]?.get("device_code")).toBe("device-1");
  });

  it("shows page and code, and opens the page with the code filled in", async () => {
    const org = await startScriptedOrg([granted(1)], {
      device: { verification_uri_complete: "https://acme.okta.com/activate?user_code=X" },
    });
    const opened: string[] = [];
    const { provider } = connect(org.url, undefined, { openUrl: async (url) => opened.push(url) });
    const shown: SignInPrompt[] = [];
    await provider.interactive?.signIn((prompt) => void shown.push(prompt));
    const url = "https://acme.okta.com/activate?user_code=X";
    expect(shown).toEqual([{ url, code: "CODE-1", expiresAt: expect.any(Number) }]);
    expect(opened).toEqual([url]);
  });

  it("goes on where the browser cannot be opened", async () => {
    const org = await startScriptedOrg([granted(1)]);
    const { provider, reports } = connect(org.url, undefined, {
      openUrl: () => Promise.reject(new Error("no display")),
    });
    await provider.interactive?.signIn(nothing);
    expect(reports).toEqual(["The browser could not be opened."]);
  });

  it("knows who signed in, by an ID token of the org", async () => {
    const org = await startScriptedOrg([async () => granted(1, { id_token: await org.idToken() })]);
    const { provider } = connect(org.url);
    await provider.interactive?.signIn(nothing);
    expect((await provider.status()).subject).toEqual({ id: "00u1", login: "ada@example.com" });
  });

  it.each<[string, JWTPayload, KeyObject?]>([
    ["of another org", { iss: "https://other.okta.com" }],
    ["for another client", { aud: "0oa2" }],
    ["that has expired", { exp: 1 }],
    ["signed by another key", {}, rsaKey().privateKey],
  ])("refuses an ID token %s", async (_, claims, key) => {
    const org = await startScriptedOrg([
      async () => granted(1, { id_token: await org.idToken(claims, key) }),
    ]);
    const { provider } = connect(org.url);
    const error = await failureOf(() => provider.interactive?.signIn(nothing));
    expect(error.code).toBe("unexpected_response");
    expect(error.toText()).not.toMatch(/eyJ|access-1/);
    expect((await provider.status()).signedIn).toBe(false);
  });
});

it("the org's keys cannot be had: the sign-in fails for that reason", async () => {
  const org = await startScriptedOrg([async () => granted(1, { id_token: await org.idToken() })], {
    keys: 503,
  });
  const { provider } = connect(org.url);
  const error = await failureOf(() => provider.interactive?.signIn(nothing));
  expect(error.code).toBe("okta_unavailable");
  expect(error.message).toContain("key endpoint");
});

describe("polling", () => {
  it.each<[string, Reply[], Record<string, unknown>, number[]]>([
    ["keeps the interval", ["authorization_pending", "authorization_pending"], { interval: 2 }, [2, 2, 2]],
    ["waits five seconds where none is given", ["authorization_pending"], { interval: undefined }, [5, 5]],
    ["slows down for good when told", ["slow_down", "authorization_pending"], {}, [5, 10, 10]],
    ["outlasts a server error", [503, "authorization_pending"], {}, [5, 10, 10]],
    ["outlasts the rate limit", [429], {}, [5, 10]],
  ])("%s", async (_, replies, device, seconds) => {
    const { waits, done } = await signIn([...replies, granted(1)], { device });
    await done();
    expect(waits).toEqual(seconds.map((each) => each * 1000));
  });

  it("outlasts a broken connection", async () => {
    const org = await startScriptedOrg([granted(1)]);
    let calls = 0;
    const { provider } = connect(org.url, undefined, {
      fetch: (...request) => (++calls === 2 ? Promise.reject(new Error("gone")) : fetch(...request)),
    });
    await provider.interactive?.signIn(nothing);
    expect(calls).toBe(3);
  });

  it.each<[string, Reply, string]>([
    ["denied", "access_denied", "access_denied"],
    ["too late", "expired_token", "expired"],
    ["refused for the client", "invalid_client", "invalid_client"],
    ["answered without a token", {}, "cannot be used"],
  ])("ends when %s", async (_, reply, words) => {
    const { org, done } = await signIn(["authorization_pending", reply]);
    const error = await failureOf(done);
    expect(error.message).toContain(words);
    expect(org.forms).toHaveLength(2);
  });

  it("ends by its own clock when Okta never says that the code has expired", async () => {
    let now = Date.now();
    const org = await startScriptedOrg([
      () => {
        now += 400_000;
        return "authorization_pending";
      },
    ]);
    const { provider } = connect(org.url, undefined, { now: () => now });
    const error = await failureOf(() => provider.interactive?.signIn(nothing));
    expect(error.message).toContain("expired");
    expect(org.forms).toHaveLength(2);
  });

  it("ends when cancelled, whatever it waits for", async () => {
    const org = await startScriptedOrg(["authorization_pending"]);
    const controller = new AbortController();
    const { provider } = connect(org.url, undefined, { wait: undefined });
    const failure = failureOf(() =>
      provider.interactive?.signIn(() => controller.abort(), controller.signal),
    );
    expect(await failure).toMatchObject({ code: "cancelled" });
    expect(org.forms).toHaveLength(0);
  });
});

describe("under serve", () => {
  it("the first call says where to sign in, others the same, and once done the next goes through", async () => {
    let confirm: (reply: Reply) => void = () => {};
    const confirmed = new Promise<Reply>((resolve) => {
      confirm = resolve;
    });
    const org = await startScriptedOrg([() => confirmed]);
    const { authorize } = connect(org.url);
    const [first, second] = await Promise.all([failureOf(authorize), failureOf(authorize)]);
    const third = await failureOf(authorize);
    expect(first).toMatchObject({
      code: "sign_in_required",
      signIn: { url: `${org.url}/activate`, code: "CODE-1", expiresAt: expect.any(Number) },
    });
    expect(first.toText()).toContain(`${org.url}/activate`);
    expect(first.toText()).toContain("CODE-1");
    expect([second.signIn, third.signIn]).toEqual([first.signIn, first.signIn]);
    expect(org.devices).toHaveLength(1);
    confirm(granted(1));
    await vi.waitFor(async () => expect(await authorize()).toBe("Bearer access-1"));
  });

  it.each<[Reply, string]>([
    ["access_denied", "access_denied"],
    ["expired_token", "expired"],
  ])("after %s the next call starts anew and says so", async (reply, words) => {
    const org = await startScriptedOrg([reply, "authorization_pending"]);
    const { authorize, reports } = connect(org.url);
    await failureOf(authorize);
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    const again = await failureOf(authorize);
    expect(again).toMatchObject({ code: "sign_in_required", signIn: { code: "CODE-2" } });
    expect(again.message).toContain(words);
    expect((await failureOf(authorize)).message).not.toContain("failed");
  });

  it("when nobody signs in before the code expires the next call starts anew and says so", async () => {
    let now = Date.now();
    const org = await startScriptedOrg(["authorization_pending"]);
    const { authorize } = connect(org.url, undefined, { now: () => now, wait: () => new Promise(nothing) });
    await failureOf(authorize);
    now += 600_000;
    const again = await failureOf(authorize);
    expect(again.signIn?.code).toBe("CODE-2");
    expect(again.message).toContain("expired");
  });

  it("a sign-in by another process is noticed, and ends the waiting", async () => {
    const store = newStore();
    const org = await startScriptedOrg([
      (form) => (form.get("device_code") === "device-1" ? "authorization_pending" : granted(2)),
    ]);
    const serve = connect(org.url, undefined, { store });
    await failureOf(serve.authorize);
    await connect(org.url, undefined, { store }).provider.interactive?.signIn(nothing);
    expect(await serve.authorize()).toBe("Bearer access-2");
    const polls = org.forms.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(org.forms.length - polls).toBeLessThanOrEqual(1);
  });

  it("closing ends the polling", async () => {
    const org = await startScriptedOrg(["authorization_pending"]);
    const { provider, authorize, reports } = connect(org.url);
    await failureOf(authorize);
    provider.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const polls = org.forms.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(org.forms).toHaveLength(polls);
    expect(reports).toEqual([]);
  });

  it("a call that is cancelled leaves the sign-in to the others", async () => {
    const org = await startScriptedOrg([granted(1)]);
    const { authorize } = connect(org.url);
    expect(await failureOf(() => authorize(AbortSignal.abort()))).toMatchObject({ code: "cancelled" });
    await failureOf(authorize);
    await vi.waitFor(async () => expect(await authorize()).toBe("Bearer access-1"));
  });
});
