import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ResourceListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import type { ToolService } from "../../src/tools/service.js";
import { connectPair } from "./pair.js";
import { type SandboxServiceOptions, startSandboxService } from "./sandbox-service.js";

type Json = Record<string, unknown>;

async function start(options?: SandboxServiceOptions) {
  const { sandbox, service } = await startSandboxService(options);
  return { sandbox, client: await connectPair(service) };
}

async function read(client: Client, uri: string): Promise<Json> {
  const { contents } = await client.readResource({ uri });
  expect(contents).toEqual([{ uri, mimeType: "application/json", text: expect.any(String) }]);
  const [content] = contents;
  return JSON.parse(content && "text" in content ? content.text : "");
}

const templatesOf = async (client: Client) =>
  (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate);
const addressesOf = async (client: Client) => (await client.listResources()).resources.map(({ uri }) => uri);

describe("what is listed", () => {
  test("is the org alone, and templates for all else", async () => {
    const { client, sandbox } = await start();
    expect((await client.listResources()).resources).toEqual([
      {
        uri: "okta://org",
        name: "org",
        title: "The Okta org",
        description: expect.any(String),
        mimeType: "application/json",
      },
    ]);
    expect(await templatesOf(client)).toEqual([
      "okta://schema/{tool}",
      "okta://schema/{tool}/{variant}",
      "okta://users/{id}",
      "okta://groups/{id}",
      "okta://apps/{id}",
      "okta://policies/{id}",
    ]);
    expect(sandbox.requests).toEqual([]);
  });

  test("is only what the tools that are on can read", async () => {
    const { client, sandbox } = await start({
      catalog: {
        exclude: ["get_user", "describe_schema", "okta_status"],
        toolsets: ["users", "groups", "org"],
        exportDirectory: "/x",
      },
    });
    expect([await addressesOf(client), await templatesOf(client)]).toEqual([[], ["okta://groups/{id}"]]);
    const [user] = sandbox.org.users.all;
    await expect(client.readResource({ uri: `okta://users/${user?.id}` })).rejects.toMatchObject({
      code: -32002,
      message: expect.stringContaining("get_user is left out by OKTA_EXCLUDE"),
    });
    expect(sandbox.requests).toEqual([]);
  });
});

describe("reading", () => {
  test.each(["users", "groups", "apps", "policies"] as const)(
    "okta://%s/… is what the tool answers",
    async (kind) => {
      const { client, sandbox } = await start();
      const { users, groups, applications, policies } = sandbox.org;
      const [tool, argument, objects] = {
        users: ["get_user", "user_id", users] as const,
        groups: ["get_group", "group_id", groups] as const,
        apps: ["get_application", "app_id", applications] as const,
        policies: ["get_policy", "policy_id", policies] as const,
      }[kind];
      const [object] = objects.all;
      const told = await read(client, `okta://${kind}/${object?.id}`);
      expect(told).toMatchObject({ id: object?.id, untrusted: true });
      const { structuredContent } = await client.callTool({
        name: tool,
        arguments: { [argument]: object?.id },
      });
      expect(told).toEqual(structuredContent);
    },
  );

  test("a user may be named by login, percent-encoded or not", async () => {
    const { client, sandbox } = await start();
    const [user] = sandbox.org.users.all;
    const login = String(user?.profile.login);
    for (const name of [login, encodeURIComponent(login)])
      expect(await read(client, `okta://users/${name}`)).toMatchObject({ id: user?.id });
  });

  test("secrets stay hidden", async () => {
    const { client } = await start();
    const created = await client.callTool({
      name: "create_application",
      arguments: {
        application: {
          signOnMode: "OPENID_CONNECT",
          name: "oidc_client",
          label: "Secretive",
          credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
          settings: {
            oauthClient: {
              application_type: "web",
              grant_types: ["client_credentials"],
              response_types: ["token"],
            },
          },
        },
      },
    });
    const { id } = created.structuredContent as Json;
    const told = JSON.stringify(await read(client, `okta://apps/${id}`));
    expect(told).toContain('"client_secret":"[hidden]"');
  });

  test("the org: domain, sign-in and rate limits, not the tools", async () => {
    const { client, sandbox } = await start();
    const [user] = sandbox.org.users.all;
    await read(client, `okta://users/${user?.id}`);
    const told = await read(client, "okta://org");
    expect(told).toMatchObject({
      org: new URL(sandbox.url).host,
      method: "api_token",
      signed_in: true,
      rate_limits: [
        { endpoint: "read /api/v1/users/*", limit: expect.any(Number), remaining: expect.any(Number) },
      ],
    });
    expect(told).not.toHaveProperty("tools_on");
  });

  test("a schema, of one variant or all, needs no org", async () => {
    const { client, sandbox } = await start();
    expect(await read(client, "okta://schema/create_application")).toMatchObject({
      discriminator: "signOnMode",
    });
    const told = await read(client, "okta://schema/create_application/SAML_2_0");
    expect(told).toMatchObject({
      variant: "SAML_2_0",
      schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" },
    });
    expect(sandbox.requests).toEqual([]);
  });
});

describe("an address that leads nowhere", () => {
  test.each([
    "okta://users/00unotthere",
    "okta://users/..%2Fgroups",
    "okta://users/a%20b",
    "okta://users/",
    "okta://users",
    "okta://users/1/2",
    "okta://users/%zz",
    "okta://secrets/1",
    "okta://org/",
    "okta://schema/create_application/NOPE",
    "okta://schema/nope",
    "https://example.com/",
    "OKTA://ORG",
    "okta://users/__proto__/x",
    "",
  ])("%j is resource not found, with its address", async (uri) => {
    const { client } = await start();
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32002, data: { uri } });
  });

  test("shows what cannot be seen in it", async () => {
    const { client } = await start();
    await expect(client.readResource({ uri: "okta://x/\u202e" })).rejects.toMatchObject({
      message: expect.stringContaining("okta://x/\\u{202e}."),
    });
  });
});

test("what fails otherwise is no missing resource", async () => {
  const failing: ToolService = {
    list: () => [],
    call: async () => ({ ok: false, error: new OktaMcpError("network_unreachable", "No org.") }),
    isSignedIn: async () => true,
    onListChanged: () => undefined,
    close: async () => undefined,
  };
  const client = await connectPair(failing);
  await expect(client.readResource({ uri: "okta://users/1" })).rejects.toMatchObject({
    code: -32603,
    message: expect.stringMatching(/network_unreachable: No org\.\nNext: /),
    data: { uri: "okta://users/1", code: "network_unreachable" },
  });
});

test("somebody who has to sign in is shown where", async () => {
  const signIn = { url: "https://acme.okta.com/activate", expiresAt: 0 };
  const waiting: ToolService = {
    list: () => [],
    call: async () => ({ ok: false, error: new OktaMcpError("sign_in_required", "Sign in.", { signIn }) }),
    isSignedIn: async () => false,
    onListChanged: () => undefined,
    close: async () => undefined,
  };
  const pages: unknown[] = [];
  const client = await connectPair(
    waiting,
    (params) => {
      pages.push("url" in params ? params.url : params);
      return { action: "accept" };
    },
    { url: {} },
  );
  await expect(client.readResource({ uri: "okta://org" })).rejects.toMatchObject({ code: -32603 });
  await expect.poll(() => pages).toEqual([signIn.url]);
});

test("the client is told when other tools, and so other resources, are there", async () => {
  let change = () => {};
  const { service } = await startSandboxService();
  const client = await connectPair({
    ...service,
    onListChanged: (listener) => {
      change = listener;
    },
  });
  let told = 0;
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
    told += 1;
  });
  change();
  await expect.poll(() => told).toBe(1);
});
