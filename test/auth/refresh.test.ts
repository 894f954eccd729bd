import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTokenStore } from "../../src/auth/store/index.js";
import type { TokenKey, TokenStore } from "../../src/auth/store/store.js";
import type { TokenSet } from "../../src/auth/token-set.js";
import { failureOf } from "../failure.js";
import { connect, granted, newStore, person, type Reply, startScriptedOrg } from "./scripted-org.js";

const nothing = () => {};
const bySeconds = (seconds: number) => () => Date.now() + seconds * 1000;

/** Answers refresh grants as Okta does: each refresh token is good once, and an old one ends the sign-in. */
function rotating(): Reply {
  let number = 1;
  let isEnded = false;
  return (form) => {
    if (form.get("grant_type") !== "refresh_token") return granted(number);
    isEnded ||= form.get("refresh_token") !== `refresh-${number}`;
    return isEnded ? "invalid_grant" : granted(++number);
  };
}

async function signedIn(replies: Reply[] = [rotating()], store: TokenStore = newStore()) {
  const org = await startScriptedOrg(replies);
  await connect(org.url, person(), { store }).provider.interactive?.signIn(nothing);
  const again = (ahead = 0) => connect(org.url, person(), { store, now: bySeconds(ahead) });
  const refreshes = () => org.forms.filter((form) => form.get("grant_type") === "refresh_token");
  return { org, store, again, refreshes };
}

describe("a stored sign-in", () => {
  it("is used by the next process without asking Okta", async () => {
    const { org, again } = await signedIn();
    const asked = org.forms.length;
    expect(await again().authorize()).toBe("Bearer access-1");
    expect(org.forms).toHaveLength(asked);
  });

  it("is known from the store, before any call", async () => {
    const { again } = await signedIn();
    const { provider } = again();
    const changes: unknown[] = [];
    provider.onScopesChanged(() => changes.push(provider.grantedScopes()));
    expect(await provider.status()).toMatchObject({
      method: "device",
      clientId: "0oa1",
      signedIn: true,
      renewable: true,
      store: "memory",
      grantedScopes: ["offline_access", "okta.users.read", "openid"],
    });
    expect(changes).toEqual([["offline_access", "okta.users.read", "openid"]]);
  });

  it("holds no secret in what it says of itself", async () => {
    const { again } = await signedIn();
    expect(JSON.stringify(await again().provider.status())).not.toMatch(/access-1|refresh-1/);
  });

  it("belongs to one org, client and set of scopes", async () => {
    const { store, org } = await signedIn();
    const other = await startScriptedOrg([]);
    for (const [url, settings] of [
      [other.url, person()],
      [org.url, person({ clientId: "0oa2" })],
      [org.url, person({ scopes: ["okta.logs.read"] })],
    ] as const) {
      expect((await connect(url, settings, { store }).provider.status()).signedIn).toBe(false);
    }
    const reordered = person({ scopes: ["okta.users.read"] });
    expect((await connect(org.url, reordered, { store }).provider.status()).signedIn).toBe(true);
  });
});

describe("renewal", () => {
  it("is one for all callers, before the end, and keeps what the answer leaves out", async () => {
    const reply: Reply = (form) =>
      form.get("grant_type") === "refresh_token"
        ? { access_token: "access-2", token_type: "Bearer", expires_in: 3600 }
        : granted(1);
    const { again, refreshes, store } = await signedIn([reply]);
    const { authorize, provider } = again(3580);
    const all = await Promise.all(Array.from({ length: 20 }, () => authorize()));
    expect(new Set(all)).toEqual(new Set(["Bearer access-2"]));
    expect(refreshes()).toHaveLength(1);
    expect(provider.grantedScopes()).toContain("okta.users.read");
    const [key] = await store.list();
    expect(key && (await store.read(key))).toMatchObject({
      refreshToken: "refresh-1",
      accessToken: "access-2",
    });
  });

  it("between two processes happens once, and the other one takes the new token", async () => {
    const { again, refreshes } = await signedIn();
    const [one, other] = [again(), again()];
    const [first, second] = await Promise.all([one.authorize(), other.authorize()]);
    expect([first, second]).toEqual(["Bearer access-1", "Bearer access-1"]);
    one.refuse(first);
    other.refuse(second);
    expect(await Promise.all([one.authorize(), other.authorize()])).toEqual([
      "Bearer access-2",
      "Bearer access-2",
    ]);
    expect(refreshes()).toHaveLength(1);
  });

  it("between processes that share nothing but the files happens once", async () => {
    const directory = await mkdtemp(join(tmpdir(), "okta-mcp-refresh-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const open = () => createTokenStore({ kind: "file", directory, report: nothing });
    const { org, refreshes } = await signedIn([rotating()], await open());
    const all = await Promise.all(
      Array.from({ length: 4 }, async () => connect(org.url, person(), { store: await open() })),
    );
    for (const { authorize, refuse } of all) refuse(await authorize());
    const renewed = await Promise.all(all.map(({ authorize }) => authorize()));
    expect(new Set(renewed)).toEqual(new Set(["Bearer access-2"]));
    expect(refreshes()).toHaveLength(1);
  });

  it("writes the rotated token before anyone uses it", async () => {
    const store = newStore();
    const order: string[] = [];
    const watched: TokenStore = {
      ...store,
      write: async (key, tokens) => {
        await store.write(key, tokens);
        order.push(`wrote ${tokens.accessToken}`);
      },
    };
    const { org } = await signedIn([rotating()], store);
    const { authorize, refuse } = connect(org.url, person(), { store: watched });
    refuse(await authorize());
    order.push(`used ${await authorize()}`);
    expect(order).toEqual(["wrote access-2", "used Bearer access-2"]);
  });

  it("goes on where the store fails to take the rotated token, and says so", async () => {
    const store = newStore();
    const { org, refreshes } = await signedIn([rotating()], store);
    const broken: TokenStore = { ...store, write: () => Promise.reject(new Error("disk full")) };
    const { authorize, refuse, reports } = connect(org.url, person(), { store: broken });
    refuse(await authorize());
    refuse(await authorize());
    expect(await authorize()).toBe("Bearer access-3");
    expect(refreshes()).toHaveLength(2);
    expect(reports[0]).toContain("could not be kept");
  });

  it.each<[string, Reply, string]>([
    ["is down", 503, "okta_unavailable"],
    ["is over its rate limit", 429, "rate_limited"],
    ["answers nonsense", {}, "unexpected_response"],
  ])("keeps the old token when the endpoint %s, and tries again with it", async (_, reply, code) => {
    const replies: Reply[] = [granted(1), reply, granted(2)];
    const { again, refreshes } = await signedIn(replies);
    const { authorize, refuse } = again();
    refuse(await authorize());
    expect(await failureOf(authorize)).toMatchObject({ code });
    expect(await authorize()).toBe("Bearer access-2");
    expect(refreshes().map((form) => form.get("refresh_token"))).toEqual(["refresh-1", "refresh-1"]);
  });

  it("keeps the old token when the answer is lost", async () => {
    const { org, store, refreshes } = await signedIn([granted(1), granted(2)]);
    let lost = 0;
    const { authorize } = connect(org.url, person(), {
      store,
      now: bySeconds(3580),
      fetch: (...request) => (lost++ === 0 ? Promise.reject(new Error("gone")) : fetch(...request)),
    });
    expect(await failureOf(authorize)).toMatchObject({ code: "network_unreachable" });
    expect(await authorize()).toBe("Bearer access-2");
    expect(refreshes()[0]?.get("refresh_token")).toBe("refresh-1");
  });

  it("that Okta refuses for good ends the sign-in: sign in again", async () => {
    const { again, store } = await signedIn([granted(1), "invalid_grant", "authorization_pending"]);
    const { authorize, provider, reports } = again(3580);
    expect(await failureOf(authorize)).toMatchObject({ code: "sign_in_required" });
    expect(await store.list()).toEqual([]);
    expect((await provider.status()).signedIn).toBe(false);
    expect(reports[0]).toContain("expired or revoked");
  });

  it("is not tried after another process has signed out", async () => {
    const { again, org, refreshes } = await signedIn([granted(1), "authorization_pending"]);
    const [serve, cli] = [again(), again()];
    const first = await serve.authorize();
    expect(await cli.provider.interactive?.signOut()).toEqual({ outcome: "revoked" });
    serve.refuse(first);
    expect(await failureOf(serve.authorize)).toMatchObject({ code: "sign_in_required" });
    expect(refreshes()).toEqual([]);
    expect(org.revoked.map((form) => form.get("token"))).toEqual(["refresh-1", "access-1"]);
  });
});

describe("sign-out", () => {
  it("forgets also when Okta cannot be asked, and says so", async () => {
    const store = newStore();
    const org = await startScriptedOrg([granted(1)], { revoke: 503 });
    const { provider } = connect(org.url, person(), { store });
    await provider.interactive?.signIn(nothing);
    expect(await provider.interactive?.signOut()).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("503"),
    });
    expect(await store.list()).toEqual([]);
    expect(provider.grantedScopes()).toBeUndefined();
  });

  it("of nobody asks nobody", async () => {
    const org = await startScriptedOrg([]);
    expect(await connect(org.url).provider.interactive?.signOut()).toEqual({ outcome: "nobody" });
    expect(org.revoked).toEqual([]);
  });
});

it("a new sign-in takes the place of the old one", async () => {
  const written: [TokenKey, TokenSet][] = [];
  const store = newStore();
  const org = await startScriptedOrg([granted(1), granted(2)]);
  const watched: TokenStore = {
    ...store,
    write: async (key, tokens) => {
      written.push([key, tokens]);
      await store.write(key, tokens);
    },
  };
  const { provider, authorize } = connect(org.url, person(), { store: watched });
  await provider.interactive?.signIn(nothing);
  await provider.interactive?.signIn(nothing);
  expect(await authorize()).toBe("Bearer access-2");
  expect(written.map(([key]) => key)).toEqual([
    { orgUrl: org.url, clientId: "0oa1", scopes: ["okta.users.read"] },
    { orgUrl: org.url, clientId: "0oa1", scopes: ["okta.users.read"] },
  ]);
});
