import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { Progress } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { type Connection, createToolService, type ToolService } from "../../src/tools/service.js";
import { connectionTo, ORG, playAuth } from "./support.js";

const catalog = createCatalog();
const ALL = catalog.descriptors.map(({ name }) => name);

function startService(
  askedScopes: readonly string[] | undefined,
  connect: () => Promise<Connection> = async () => connectionTo(playAuth()),
) {
  let connects = 0;
  const service = createToolService({
    catalog,
    askedScopes,
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
    connect: () => {
      connects += 1;
      return connect();
    },
  });
  let changes = 0;
  service.onListChanged(() => {
    changes += 1;
  });
  return { service, connects: () => connects, changes: () => changes };
}

const listed = (service: ToolService) => service.list().map(({ name }) => name);
const call = (service: ToolService, name: string, input: object = {}) =>
  service.call({ name, arguments: input, signal: new AbortController().signal });

/** The tools that these scopes suffice for, by the descriptors themselves. */
const allowedBy = (...scopes: string[]) =>
  catalog.descriptors
    .filter((tool) => tool.scopes.every((scope) => scopes.includes(scope)))
    .map(({ name }) => name);

describe("the tools listed before anyone has signed in", () => {
  test("are all, where no scopes limit the credentials", () => {
    expect(listed(startService(undefined).service)).toEqual(ALL);
  });

  test("are those that the scopes asked for would allow", () => {
    const names = listed(startService(["okta.groups.read"]).service);
    expect(names).toEqual(allowedBy("okta.groups.read"));
    expect(names).toContain("list_groups");
    expect(names).toContain("okta_status");
    expect(names).not.toContain("create_group");
    expect(names).not.toContain("list_users");
  });

  test("take manage for read as well, of the same resource only", () => {
    const names = listed(startService(["okta.groups.manage"]).service);
    expect(names).toEqual(allowedBy("okta.groups.manage", "okta.groups.read"));
    expect(names).not.toContain("list_users");
  });
});

describe("once somebody has signed in", () => {
  test("the scopes granted decide, and the change is told once", async () => {
    const auth = playAuth();
    const { service, changes } = startService(["okta.groups.read", "okta.users.read"], async () =>
      connectionTo(auth),
    );
    await call(service, "list_groups");
    expect([listed(service).includes("list_users"), changes()]).toEqual([true, 0]);
    auth.grant(["okta.groups.read"]);
    expect([listed(service).includes("list_users"), changes()]).toEqual([false, 1]);
    auth.grant(["okta.groups.read", "okta.users.read"]);
    expect([listed(service).includes("list_users"), changes()]).toEqual([true, 2]);
  });

  test("scopes that no tool needs, or the very ones asked for, change nothing", async () => {
    const auth = playAuth();
    const { service, changes } = startService(["okta.groups.read"], async () => connectionTo(auth));
    await call(service, "list_groups");
    auth.grant(["okta.groups.read"]);
    auth.grant(["okta.groups.read", "offline_access", "openid"]);
    expect(changes()).toBe(0);
  });

  test("scopes known as soon as there is a connection count from then on", async () => {
    const auth = playAuth({ granted: ["okta.users.read"] });
    const { service, changes } = startService(["okta.users.read", "okta.groups.read"], async () =>
      connectionTo(auth),
    );
    await call(service, "list_users");
    expect(listed(service)).toEqual(allowedBy("okta.users.read"));
    expect(changes()).toBe(1);
  });

  test("scopes no longer known give way to those asked for", async () => {
    const auth = playAuth({ granted: [] });
    const { service } = startService(["okta.users.read"], async () => connectionTo(auth));
    await call(service, "okta_status");
    expect(listed(service)).toEqual(allowedBy());
    auth.grant(undefined);
    expect(listed(service)).toEqual(allowedBy("okta.users.read"));
  });
});

describe("a call of a tool that is off", () => {
  test("is forbidden before connecting, and names the scope and the steps", async () => {
    const { service, connects } = startService(["okta.users.read"]);
    const outcome = await call(service, "create_group", { group: { profile: { name: "New" } } });
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        code: "forbidden",
        message: "create_group is off: the scope okta.groups.manage is not granted.",
        next: expect.stringMatching(/okta\.groups\.manage.*Okta API Scopes.*OKTA_SCOPES.*sign in again/),
      },
    });
    expect(connects()).toBe(0);
  });

  test("asks nobody to confirm what it will not do", async () => {
    const { service } = startService(["okta.groups.read"]);
    expect(await call(service, "delete_group", { group_id: "00g1" })).toMatchObject({
      error: { code: "forbidden" },
    });
  });
});

describe("the connection", () => {
  test("is made once, and closed with the service", async () => {
    const auth = playAuth();
    const { service, connects } = startService(undefined, async () => connectionTo(auth));
    await Promise.all([call(service, "list_groups"), call(service, "list_users")]);
    expect([connects(), auth.closed()]).toEqual([1, false]);
    await service.close();
    expect(auth.closed()).toBe(true);
  });

  test("that failed is tried again by the next call", async () => {
    const outcomes = [
      () => Promise.reject(new OktaMcpError("config_invalid", "No keychain.")),
      async () => connectionTo(playAuth()),
    ];
    const { service } = startService(undefined, () => (outcomes.shift() ?? never)());
    expect(await call(service, "list_groups")).toMatchObject({ error: { message: "No keychain." } });
    expect(await call(service, "list_groups")).toMatchObject({ ok: true });
  });

  test("that never was, or failed, is no hindrance to closing", async () => {
    await startService(undefined, never).service.close();
    const { service } = startService(undefined, () => Promise.reject(new Error("x")));
    await call(service, "list_groups");
    await service.close();
  });
});

describe("calls under way", () => {
  test("are told what the connection waits for", async () => {
    const service = createToolService({
      catalog,
      askedScopes: undefined,
      confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
      connect: async (onWait) => {
        onWait({ until: new Date(Date.now() + 60_000), reason: "rate_limit" });
        return connectionTo(playAuth());
      },
    });
    const told: Progress[] = [];
    await service.call({
      name: "list_groups",
      arguments: {},
      signal: new AbortController().signal,
      progress: (progress) => told.push(progress),
    });
    expect(told).toEqual([
      { done: 0, message: expect.stringMatching(/^waiting for the rate limit until [\d:]+ UTC$/) },
    ]);
  });

  test("are broken off when the service closes, and it is said", async () => {
    const warnings: string[] = [];
    const auth = playAuth();
    let asked = 0;
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        asked += 1;
        const error = new OktaMcpError("cancelled", "The change may have been made.");
        init?.signal?.addEventListener("abort", () => reject(error));
      });
    const okta = createOktaClient({ orgUrl: ORG }, auth.provider, { fetch });
    const service = createToolService({
      catalog,
      askedScopes: undefined,
      warn: (text) => warnings.push(text),
      confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
      connect: async () => ({ ...connectionTo(auth), okta }),
    });
    const outcome = call(service, "create_group", { group: { profile: { name: "New" } } });
    await expect.poll(() => asked).toBe(1);
    await service.close();
    expect(await outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(warnings).toEqual(["create_group was broken off. cancelled: The change may have been made."]);
  });
});

function never(): Promise<Connection> {
  return Promise.reject(new Error("Nobody was to connect."));
}

describe("whether a call would go through without a sign-in", () => {
  const interactive = {
    signIn: async () => undefined,
    signOut: async () => ({ outcome: "nobody" as const }),
  };
  const signedInBy = (auth: Partial<Connection["auth"]>) => {
    const connection = connectionTo(playAuth());
    return startService(undefined, async () => ({ ...connection, auth: { ...connection.auth, ...auth } }));
  };

  test.each<[string, Partial<Connection["auth"]>, boolean]>([
    ["no person signs in", {}, true],
    ["the person has signed in", { interactive }, true],
    [
      "nobody has yet",
      { interactive, status: playAuth({ status: { signedIn: false } }).provider.status },
      false,
    ],
  ])("%s", async (_, auth, wanted) => {
    expect(await signedInBy(auth).service.isSignedIn()).toBe(wanted);
  });

  test("there is no connection", async () => {
    const { service } = startService(undefined, () => Promise.reject(new Error("No org.")));
    expect(await service.isSignedIn()).toBe(false);
  });
});

test("a tool that needs no org connects to none", async () => {
  const { service, connects } = startService([]);
  const outcome = await call(service, "describe_schema", { tool: "create_group" });
  expect([outcome?.ok, connects()]).toEqual([true, 0]);
});
