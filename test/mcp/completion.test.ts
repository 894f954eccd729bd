import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { describe, expect, test } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";
import { complete } from "../../src/tools/completion/index.js";
import { createPrompts } from "../../src/tools/prompts/index.js";
import type { ToolService } from "../../src/tools/service.js";
import { connectPair } from "./pair.js";
import { type SandboxServiceOptions, startSandboxService } from "./sandbox-service.js";

async function start(options?: SandboxServiceOptions) {
  const { sandbox, service } = await startSandboxService(options);
  return { sandbox, client: await connectPair(service) };
}

async function typed(
  client: Client,
  ref: string,
  name: string,
  value: string,
  others?: Record<string, string>,
) {
  const { completion } = await client.complete({
    ref: ref.startsWith("okta://") ? { type: "ref/resource", uri: ref } : { type: "ref/prompt", name: ref },
    argument: { name, value },
    ...(others && { context: { arguments: others } }),
  });
  return completion;
}

const SCHEMA = "okta://schema/{tool}/{variant}";

describe("of a schema's address", () => {
  test("tools by prefix, in their order", async () => {
    const { client, sandbox } = await start();
    const { values } = await typed(client, SCHEMA, "tool", "create_p");
    expect(values).toEqual(["create_policy", "create_policy_rule"]);
    expect((await typed(client, "okta://schema/{tool}", "tool", "")).values).toHaveLength(
      createCatalog().descriptors.length,
    );
    expect(sandbox.requests).toEqual([]);
  });

  test.each([
    ["create_application", "saml", ["SAML_1_1", "SAML_2_0"]],
    [
      "create_policy",
      "",
      [
        "ACCESS_POLICY",
        "DEVICE_SIGNAL_COLLECTION",
        "MFA_ENROLL",
        "OKTA_SIGN_ON",
        "PASSWORD",
        "PROFILE_ENROLLMENT",
      ],
    ],
    ["update_policy_rule", "SIGN", ["SIGN_ON"]],
    ["create_group", "", []],
    ["no_such_tool", "", []],
  ])("variants of %s by %j", async (tool, value, values) => {
    const { client, sandbox } = await start();
    expect((await typed(client, SCHEMA, "variant", value, { tool })).values).toEqual(values);
    expect(sandbox.requests).toEqual([]);
  });

  test("no variant without a tool", async () => {
    const { client } = await start();
    expect(await typed(client, SCHEMA, "variant", "")).toEqual({ values: [], hasMore: false });
  });
});

describe("from the org's names", () => {
  test.each([
    ["offboard_employee", "user", "users"],
    ["investigate_locked_out_user", "user", "users"],
    ["onboard_employee", "manager", "users"],
    ["okta://users/{id}", "id", "users"],
    ["onboard_employee", "groups", "groups"],
    ["review_unused_applications", "application", "applications"],
    ["review_access_policy", "policy", "policies"],
  ] as const)("%s %s: those of %s that start so", async (ref, argument, kind) => {
    const { client, sandbox } = await start();
    const { users, groups, applications, policies } = sandbox.org;
    const names = {
      users: users.all.map(({ profile }) => String(profile.login)),
      groups: groups.all.map(({ profile }) => String(profile.name)),
      applications: applications.all.map(({ body }) => String(body.label)),
      policies: policies.all
        .filter(({ type }) => type === "ACCESS_POLICY")
        .map(({ body }) => String(body.name)),
    }[kind];
    const lower = (names[0] ?? "").slice(0, 2).toLowerCase();
    const wanted = names.filter((name) => name.toLowerCase().startsWith(lower));
    const { values } = await typed(client, ref, argument, lower);
    expect(wanted.length).toBeGreaterThan(0);
    expect([...values].sort()).toEqual([...new Set(wanted)].sort());
    expect(sandbox.requests).toHaveLength(1);
  });

  test("at most a hundred, and that there are more", async () => {
    const { client, sandbox } = await start({ sandbox: { users: 150 } });
    const { values, hasMore } = await typed(client, "offboard_employee", "user", "");
    expect([values.length, hasMore, sandbox.requests.length]).toEqual([100, true, 1]);
  });

  test("the last of several", async () => {
    const { client, sandbox } = await start();
    const [name = ""] = sandbox.org.groups.all.map(({ profile }) => String(profile.name));
    const { values } = await typed(client, "onboard_employee", "groups", `Sales,${name.slice(0, 4)}`);
    expect(values).toContain(`Sales, ${name}`);
  });

  test.each([
    '"',
    "\\",
    'x" or profile.login pr or profile.login eq "',
    "\u202e",
    "x".repeat(5000),
    "\n",
    "%",
    "*",
  ])("text that fits nothing gives nothing, whatever it is: %j", async (value) => {
    const { client } = await start();
    for (const [ref, argument] of [
      ["offboard_employee", "user"],
      ["onboard_employee", "groups"],
      ["review_unused_applications", "application"],
      ["review_access_policy", "policy"],
    ] as const)
      expect(await typed(client, ref, argument, value)).toEqual({ values: [], hasMore: false });
  });
});

test.each([
  ["offboard_employee", "action", "", ["suspend", "deactivate"]],
  ["offboard_employee", "action", "De", ["deactivate"]],
  ["review_unused_applications", "days", "", ["30", "60", "90"]],
  ["investigate_locked_out_user", "hours", "7", ["72", "720"]],
])("a fixed choice: %s %s %j", async (ref, argument, value, values) => {
  const { client, sandbox } = await start();
  expect(await typed(client, ref, argument, value)).toEqual({ values, hasMore: false });
  expect(sandbox.requests).toEqual([]);
});

describe("is empty", () => {
  test.each([
    ["no_such_prompt", "user"],
    ["offboard_employee", "no_such_argument"],
    ["offboard_employee", "constructor"],
    ["onboard_employee", "first_name"],
    ["okta://nothing/{id}", "id"],
    ["okta://groups/{id}", "id"],
    ["okta://users/{id}", "constructor"],
  ])("for %s %s", async (ref, argument) => {
    const { client } = await start();
    expect(await typed(client, ref, argument, "")).toEqual({ values: [], hasMore: false });
  });

  test("before a person has signed in, and starts no sign-in", async () => {
    let authorized = 0;
    const { client, sandbox } = await start({
      auth: {
        interactive: { signIn: async () => undefined, signOut: async () => ({ outcome: "nobody" }) },
        status: async () => ({ method: "device", orgUrl: "", signedIn: false, renewable: false }),
        authorize: async () => {
          authorized += 1;
          return {};
        },
      },
    });
    expect(await typed(client, "offboard_employee", "user", "a")).toEqual({ values: [], hasMore: false });
    expect([authorized, sandbox.requests]).toEqual([0, []]);
  });

  test("where the list tool is off", async () => {
    const { client, sandbox } = await start({ catalog: { exclude: ["list_users"] } });
    expect(await typed(client, "offboard_employee", "user", "")).toEqual({ values: [], hasMore: false });
    expect(sandbox.requests).toEqual([]);
  });

  test("where Okta fails", async () => {
    const { client } = await start({ auth: { authorize: async () => ({ authorization: "SSWS wrong" }) } });
    expect(await typed(client, "offboard_employee", "user", "")).toEqual({ values: [], hasMore: false });
  });

  const asked = { prompt: "offboard_employee", argument: "user", value: "", others: {} };
  const hanging = (parts: Partial<ToolService>): ToolService => ({
    list: () => createCatalog().descriptors,
    call: () => new Promise(() => undefined),
    isSignedIn: async () => true,
    onListChanged: () => undefined,
    close: async () => undefined,
    ...parts,
  });

  test.each<[string, Partial<ToolService>]>([
    ["the call", {}],
    ["the sign-in's state", { isSignedIn: () => new Promise(() => undefined) }],
  ])("when %s takes too long", async (_, parts) => {
    const service = hanging(parts);
    const { signal } = new AbortController();
    expect(await complete(service, createPrompts(service), { ...asked, signal }, 20)).toEqual({
      values: [],
      hasMore: false,
    });
  });

  test("when the client has given up", async () => {
    const service = hanging({});
    const signal = AbortSignal.abort();
    const given = await complete(service, createPrompts(service), { ...asked, signal }, 20);
    expect(given).toEqual({ values: [], hasMore: false });
  });
});
