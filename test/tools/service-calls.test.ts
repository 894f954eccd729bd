import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { AuditLog } from "../../src/audit/audit-log.js";
import { noAudit } from "../../src/audit/audit-log.js";
import { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { type CatalogOptions, createCatalog } from "../../src/tools/catalog.js";
import { type Connection, createToolService, type ServiceOptions } from "../../src/tools/service.js";
import { connectionTo, ORG, playAuth } from "./support.js";

const GROUP = { id: "00g1", type: "OKTA_GROUP", profile: { name: "Legal" } };
const NEW = { group: { profile: { name: "New" } } };

interface Scene extends Partial<Omit<ServiceOptions, "catalog">> {
  readonly catalog?: CatalogOptions;
  /** Okta's answer, each time a fresh one; the group unless given. */
  readonly answer?: (init: RequestInit | undefined) => Promise<Response>;
  readonly connection?: Partial<Connection>;
}

/** A service over an org that answers as the scene says, and the methods of the requests that reached it. */
function start({ catalog, answer = async () => Response.json(GROUP), connection, ...options }: Scene = {}) {
  const methods: (string | undefined)[] = [];
  const auth = playAuth();
  const okta = createOktaClient({ orgUrl: ORG }, auth.provider, {
    fetch: async (_, init) => {
      methods.push(init?.method);
      return answer(init);
    },
  });
  let codes = 0;
  const service = createToolService({
    catalog: createCatalog(catalog),
    askedScopes: undefined,
    confirmations: createConfirmations({ now: () => 0, randomCode: () => `code-${++codes}` }),
    connect: async () => ({ ...connectionTo(auth), okta, ...connection }),
    ...options,
  });
  const call = (name: string, input: object = {}, signal = new AbortController().signal) =>
    service.call({ name, arguments: input, signal });
  return { service, methods, call };
}

describe("a call", () => {
  test("takes dry_run in quotes for what it says, and sends nothing", async () => {
    const { methods, call } = start();
    expect(await call("create_group", { ...NEW, dry_run: "true" })).toMatchObject({
      ok: true,
      result: { dry_run: true },
    });
    expect(methods).not.toContain("POST");
  });

  test("of a tool that the configuration leaves out says which setting does", async () => {
    const { methods, call } = start({ catalog: { readOnly: true } });
    expect(await call("create_group", NEW)).toMatchObject({
      error: { code: "tool_off", message: expect.stringContaining("OKTA_READ_ONLY") },
    });
    expect([await call("no_such_tool"), methods]).toEqual([undefined, []]);
  });

  test("that changes something is put on record", async () => {
    const tools: string[] = [];
    const audit: AuditLog = {
      ...noAudit,
      begin: async (attempt) => {
        tools.push(attempt.tool);
        return noAudit.begin(attempt);
      },
    };
    const { call } = start({ audit });
    await call("create_group", NEW);
    await call("get_group", { group_id: "00g1" });
    expect(tools).toEqual(["create_group"]);
  });

  test.each([
    [{}, "describe_schema tool=create_application"],
    [{ exclude: ["describe_schema"] }, undefined],
  ])("with a faulty body names describe_schema where there is one: %j", async (catalog, words) => {
    const outcome = await start({ catalog }).call("create_application", {
      application: { signOnMode: "BOOKMARK" },
    });
    const text = outcome?.ok === false ? outcome.error.toText() : "";
    if (words === undefined) expect(text).not.toContain("describe_schema");
    else expect(text).toContain(words);
  });

  test("that would make a faulty object of a good one names describe_schema as well", async () => {
    const bookmark = { id: "0oa1", signOnMode: "BOOKMARK", name: "bookmark", label: "Wiki" };
    const held = { ...bookmark, settings: { app: { url: "https://wiki.example.com" } } };
    const { methods, call } = start({ answer: async () => Response.json(held) });
    const input = { app_id: "0oa1", changes: { settings: { app: { url: 5 } } } };
    expect(await call("update_application", input)).toMatchObject({
      error: {
        code: "arguments_invalid",
        next: expect.stringContaining("describe_schema tool=update_application"),
      },
    });
    expect(methods).not.toContain("PUT");
  });

  test("hands over the secret of an application that it has made", async () => {
    const made = {
      id: "0oa1",
      signOnMode: "OPENID_CONNECT",
      credentials: { oauthClient: { client_id: "0oa1", client_secret: "s3cret-of-the-app" } },
    };
    const application = {
      signOnMode: "OPENID_CONNECT",
      name: "oidc_client",
      label: "API",
      credentials: {},
      settings: { oauthClient: { grant_types: ["client_credentials"], application_type: "service" } },
    };
    const { call } = start({ answer: async () => Response.json(made) });
    expect(JSON.stringify(await call("create_application", { application }))).toContain("s3cret-of-the-app");
    expect(JSON.stringify(await call("get_application", { app_id: "0oa1" }))).not.toContain("s3cret");
  });

  test("of okta_status tells what is left of the rate limits", async () => {
    const limit = { bucket: "read/api/v1/groups", limit: 500, remaining: 7, resets: new Date(0) };
    const { call } = start({ connection: { rateLimits: () => [limit] } });
    expect(await call("okta_status")).toMatchObject({
      result: { rate_limits: [{ endpoint: "read /api/v1/groups", limit: 500, remaining: 7 }] },
    });
  });

  test("that reads by way of another tool needs the other's scopes", async () => {
    const catalog = { exportDirectory: "/nowhere" };
    const { methods, call } = start({ catalog, askedScopes: ["okta.groups.read"] });
    expect(await call("export_records", { tool: "list_users", file: "a.csv" })).toMatchObject({
      error: { code: "forbidden", message: expect.stringContaining("okta.users.read") },
    });
    expect(methods).toEqual([]);
  });
});

test("whoever signs in by themselves is signed in before the first token", async () => {
  const { provider } = playAuth({ status: { signedIn: false } });
  expect(await start({ connection: { auth: provider } }).service.isSignedIn()).toBe(true);
});

describe("closing", () => {
  /** Breaks off when it is told to, and some time later has ended. */
  const slowToEnd: Scene["answer"] = (init) =>
    new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => {
        pause(50).then(() => reject(new OktaMcpError("cancelled", "Broken off.")));
      });
    });

  test("waits until the calls under way have said what they leave behind", async () => {
    const warnings: string[] = [];
    const { service, methods, call } = start({ answer: slowToEnd, warn: (text) => warnings.push(text) });
    const outcome = call("create_group", NEW);
    await expect.poll(() => methods).toHaveLength(1);
    await service.close();
    expect(warnings).toEqual(["create_group was broken off. cancelled: Broken off."]);
    expect(await outcome).toMatchObject({ error: { code: "cancelled" } });
  });

  test("lets no call begin any more, from its first moment on", async () => {
    const { service, methods, call } = start({ answer: slowToEnd });
    const first = call("create_group", NEW);
    await expect.poll(() => methods).toHaveLength(1);
    const closed = service.close();
    expect(await call("create_group", NEW)).toMatchObject({
      error: { code: "cancelled", message: expect.stringContaining("Nothing was sent") },
    });
    await Promise.all([closed, first]);
    expect(methods).toHaveLength(1);
  });

  test("sends nothing that was about to be sent", async () => {
    let opened = (): void => undefined;
    const opening = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const { service, methods, call } = start({
      audit: noAudit,
      confirmations: {
        how: () => "off",
        // The user reads while the service closes.
        confirm: async () => {
          opened();
          await closing;
          return "off";
        },
      },
    });
    const outcome = call("delete_group", { group_id: "00g1" });
    const closing = opening.then(() => pause(5));
    await opening;
    const closed = service.close();
    expect(await outcome).toMatchObject({ error: { code: "cancelled" } });
    await closed;
    expect(methods).not.toContain("DELETE");
  });

  test("is no failure where the connection fails meanwhile", async () => {
    let fail = (): void => undefined;
    const connect = () =>
      new Promise<Connection>((_, reject) => {
        fail = () => reject(new OktaMcpError("network_unreachable", "No org."));
      });
    const { service } = start({ connect });
    const signedIn = service.isSignedIn();
    const closed = service.close();
    await pause(0);
    fail();
    await closed;
    expect(await signedIn).toBe(false);
  });
});
