import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APPLICATION_KINDS } from "../../src/sandbox/application-kinds.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { valueAt } from "../../src/sandbox/json.js";
import { ask, errorOf, type Thing, thing, things } from "./client.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ events: 50 });
});
afterAll(() => sandbox.close());

const bookmark = (label: string, more: Record<string, unknown> = {}) => ({
  signOnMode: "BOOKMARK",
  name: "bookmark",
  label,
  settings: { app: { url: "https://a.example" } },
  ...more,
});
const post = (body: unknown, query: Record<string, string> = {}) =>
  ask(sandbox, "POST", "/api/v1/apps", { body, query });
const create = async (body: unknown, query: Record<string, string> = {}): Promise<Thing> =>
  thing(await post(body, query));
const labels = async (query: Record<string, string>) =>
  things(await ask(sandbox, "GET", "/api/v1/apps", { query })).map((app) => app.label);

describe("finding applications", () => {
  it.each([
    [{ filter: 'status eq "INACTIVE"' }, ["Print Server", "Expense Tool 2015", "Old CRM"]],
    [{ filter: 'name eq "salesforce"' }, ["Salesforce"]],
    [{ filter: 'status eq "ACTIVE" and name eq "bookmark"' }, ["Company Handbook", "Cafeteria Menu"]],
    [{ q: "git" }, ["GitHub Enterprise"]],
  ])("%j", async (query, wanted) => {
    expect(await labels(query as unknown as Record<string, string>)).toEqual(wanted);
  });

  it("by assigned user and group", async () => {
    const jane = sandbox.org.requireUser("jane.smith@example.com").id;
    const sales = sandbox.org.groups.all.find((group) => group.profile.name === "Sales")?.id;
    expect(await labels({ filter: `user.id eq "${jane}"` })).toContain("GitHub Enterprise");
    expect(await labels({ filter: `user.id eq "${jane}"` })).not.toContain("Salesforce");
    expect(await labels({ filter: `group.id eq "${sales}"` })).toEqual(["Salesforce", "Old CRM"]);
    const query = { filter: `user.id eq "${jane}"`, expand: `user/${jane}` };
    const [app] = things(await ask(sandbox, "GET", "/api/v1/apps", { query }));
    expect(app?._embedded).toMatchObject({ user: { id: jane, scope: "GROUP" } });
  });

  it("refuses what cannot be filtered", async () => {
    const reply = await ask(sandbox, "GET", "/api/v1/apps", { query: { filter: 'label eq "Workday"' } });
    expect(errorOf(reply)).toMatchObject({ status: 400, code: "E0000031" });
  });
});

describe("creating applications", () => {
  it("says what each kind lacks", async () => {
    for (const [signOnMode, kind] of Object.entries(APPLICATION_KINDS)) {
      const name = kind.names?.[0];
      const { status, causes } = errorOf(await post({ signOnMode, label: "X", ...(name ? { name } : {}) }));
      const wanted = [
        ...(kind.catalogOnly ? ["name"] : []),
        ...kind.required,
        ...(kind.requiredIfCustom ?? []),
      ];
      expect([signOnMode, status, causes.map((cause) => cause.split(":")[0])]).toEqual([
        signOnMode,
        400,
        wanted,
      ]);
    }
  });

  it.each([
    ["no mode", { label: "X" }, "signOnMode"],
    ["an unknown mode", bookmark("X", { signOnMode: "TELEPATHY" }), "signOnMode"],
    ["no label", bookmark(""), "label"],
    ["a long label", bookmark("x".repeat(101)), "label"],
    ["another kind's name", bookmark("X", { name: "oidc_client" }), "name"],
  ])("refuses %s", async (_, body, field) => {
    const { status, causes } = errorOf(await post(body));
    expect([status, causes[0]?.split(":")[0]]).toEqual([400, field]);
  });

  it("active unless asked otherwise", async () => {
    expect((await create(bookmark("Active"))).status).toBe("ACTIVE");
    expect((await create(bookmark("Inactive"), { activate: "false" })).status).toBe("INACTIVE");
  });

  it("an OIDC client gets an id, and a secret only where its method uses one", async () => {
    const oidc = (method: string) => ({
      signOnMode: "OPENID_CONNECT",
      name: "oidc_client",
      label: method,
      credentials: { oauthClient: { token_endpoint_auth_method: method } },
      settings: { oauthClient: { grant_types: ["client_credentials"] } },
    });
    const secret = await create(oidc("client_secret_post"));
    expect(valueAt(secret, "credentials.oauthClient")).toMatchObject({
      client_id: secret.id,
      client_secret: expect.stringMatching(/^\w{64}$/),
    });
    expect(
      valueAt(await create(oidc("private_key_jwt")), "credentials.oauthClient.client_secret"),
    ).toBeUndefined();
  });

  it("shows no shared password", async () => {
    const app = await create({
      ...bookmark("Shared"),
      credentials: {
        scheme: "SHARED_USERNAME_AND_PASSWORD",
        userName: "team",
        password: { value: "hunter2 hunter2" },
      },
    });
    expect(valueAt(app, "credentials.password")).toEqual({});
    expect(JSON.stringify([app, sandbox.org.requireApplication(app.id)])).not.toContain("hunter2");
  });
});

describe("replacing applications", () => {
  it("loses what is left out, keeps what the org decides", async () => {
    const settings = {
      app: { url: "https://a.example", requestIntegration: true },
      notes: { admin: "Ask Jo" },
    };
    const app = await create(
      bookmark("Before", { settings, visibility: { hide: { iOS: true, web: true } } }),
      { activate: "false" },
    );
    const body = {
      ...bookmark("After"),
      status: "ACTIVE",
      id: "0oaOther",
      created: "2001-01-01T00:00:00.000Z",
    };
    const next = thing(await ask(sandbox, "PUT", `/api/v1/apps/${app.id}`, { body }));
    expect(next).toMatchObject({ id: app.id, created: app.created, status: "INACTIVE", label: "After" });
    expect(valueAt(next, "settings.notes")).toBeUndefined();
    expect(valueAt(next, "settings.app")).toEqual({ url: "https://a.example" });
    expect(valueAt(next, "visibility.hide")).toEqual({ iOS: false, web: false });
  });

  it("keeps client id and secret", async () => {
    const wiki = sandbox.org.applications.all.find((app) => app.body.label === "Internal Wiki");
    const before = thing(await ask(sandbox, "GET", `/api/v1/apps/${wiki?.id}`));
    const body = {
      signOnMode: "OPENID_CONNECT",
      name: "oidc_client",
      label: "Wiki",
      credentials: { oauthClient: { client_id: "other", token_endpoint_auth_method: "client_secret_basic" } },
      settings: { oauthClient: { grant_types: ["authorization_code"] } },
    };
    const after = thing(await ask(sandbox, "PUT", `/api/v1/apps/${wiki?.id}`, { body }));
    for (const path of ["credentials.oauthClient.client_id", "credentials.oauthClient.client_secret"]) {
      expect(valueAt(after, path)).toBe(valueAt(before, path));
    }
  });

  it("refuses another mode", async () => {
    const app = await create(bookmark("Mode"));
    const reply = await ask(sandbox, "PUT", `/api/v1/apps/${app.id}`, {
      body: { ...bookmark("Mode"), signOnMode: "AUTO_LOGIN" },
    });
    expect(errorOf(reply).causes[0]).toContain("signOnMode");
  });
});

describe("the end of an application", () => {
  it("must be inactive before it can be deleted", async () => {
    const app = await create(bookmark("Doomed"));
    const path = `/api/v1/apps/${app.id}`;
    expect(errorOf(await ask(sandbox, "DELETE", path))).toEqual({
      status: 403,
      code: "E0000056",
      causes: ["The application must be deactivated before deletion."],
    });
    expect((await ask(sandbox, "POST", `${path}/lifecycle/deactivate`)).status).toBe(200);
    expect((await ask(sandbox, "DELETE", path)).status).toBe(204);
    expect(errorOf(await ask(sandbox, "GET", path))).toMatchObject({ status: 404, code: "E0000007" });
  });
});
