import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { valueAt } from "../../src/sandbox/json.js";
import { applicationNamed } from "../../src/sandbox/seed/applications.js";
import { groupNamed } from "../../src/sandbox/seed/groups.js";
import { allPages, ask, errorOf, thing, things } from "./client.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ users: 700, events: 20 });
});
afterAll(() => sandbox.close());

const users = (label: string) => `/api/v1/apps/${applicationNamed(sandbox.org, label)}/users`;
const groups = (label: string) => `/api/v1/apps/${applicationNamed(sandbox.org, label)}/groups`;
const list = async (path: string, query: Record<string, string> = {}) =>
  things(await ask(sandbox, "GET", path, { query }));
const bookmark = {
  signOnMode: "BOOKMARK",
  name: "bookmark",
  settings: { app: { url: "https://a.example" } },
};
const newApplication = async (body: Record<string, unknown>) =>
  thing(await ask(sandbox, "POST", "/api/v1/apps", { body: { ...bookmark, ...body } })).id;

describe("the users of an application", () => {
  it("are those whose applications it is among", async () => {
    const appId = applicationNamed(sandbox.org, "GitHub Enterprise");
    const listed = new Set((await allPages(sandbox, users("GitHub Enterprise"))).map(({ id }) => id));
    for (const user of sandbox.org.users.all.slice(0, 150)) {
      const apps = await list("/api/v1/apps", { filter: `user.id eq "${user.id}"`, limit: "200" });
      expect([user.status, apps.some(({ id }) => id === appId)]).toEqual([user.status, listed.has(user.id)]);
    }
  });

  it("have it by name or through a group, by name where both", async () => {
    const { org } = sandbox;
    const [one, two] = org.users.all.filter(({ status }) => status === "ACTIVE").slice(20);
    if (one === undefined || two === undefined) throw new Error("the org has too few people");
    const appId = await newApplication({ label: "Scopes" });
    const group = groupNamed(org, "MFA Pilot");
    org.join(group, one.id);
    org.join(group, two.id);
    org.assignmentsOf(appId).assignGroup(group.id, org.timestamp());
    org.assignmentsOf(appId).assignUser(one.id, org.timestamp());
    const found = await list(`/api/v1/apps/${appId}/users`, { limit: "500" });
    const scopeOf = (id: string) => found.find((each) => each.id === id)?.scope;
    expect([scopeOf(one.id), scopeOf(two.id)]).toEqual(["USER", "GROUP"]);
  });

  it("of the seed have it both ways", async () => {
    const scopes = (await allPages(sandbox, users("GitHub Enterprise"))).map(({ scope }) => scope);
    expect(new Set(scopes)).toEqual(new Set(["USER", "GROUP"]));
  });

  it("are without those who were deactivated", async () => {
    const { id } = sandbox.org.users.all.filter(({ status }) => status === "ACTIVE").at(-1) ?? { id: "" };
    const has = async () => (await allPages(sandbox, users("Workday"))).some((user) => user.id === id);
    expect(await has()).toBe(true);
    expect((await ask(sandbox, "POST", `/api/v1/users/${id}/lifecycle/deactivate`)).status).toBe(200);
    expect(await has()).toBe(false);
  });

  it.each([
    ["SAML", "Salesforce", ["email", "firstName", "lastName"]],
    ["OIDC", "Field Service Mobile", ["email", "name"]],
    ["a bookmark", "Company Handbook", []],
  ])("have of %s the profile that is sent to it", async (_, label, attributes) => {
    const [user] = await list(users(label));
    expect(Object.keys(Object(user?.profile))).toEqual(attributes);
    const login = sandbox.org.users.get(user?.id ?? "")?.profile.login;
    expect(valueAt(user, "credentials.userName")).toBe(login);
  });

  it("have the name that the application's template makes", async () => {
    const { org } = sandbox;
    const appId = await newApplication({
      label: "By mail",
      credentials: { userNameTemplate: { template: `\${source.email}`, type: "BUILT_IN" } },
    });
    const user = org.requireUser("jane.smith@example.com");
    org.setProfile(user, { ...user.profile, email: "js@example.net" });
    org.assignmentsOf(appId).assignUser(user.id, org.timestamp());
    const [shown] = await list(`/api/v1/apps/${appId}/users`);
    expect(valueAt(shown, "credentials.userName")).toBe("js@example.net");
  });

  it.each(["jane.s", "JANE", "smith"])("are found by the beginning %j", async (q) => {
    const all = await list(users("GitHub Enterprise"), { limit: "500" });
    const found = await list(users("GitHub Enterprise"), { limit: "500", q });
    const jane = sandbox.org.requireUser("jane.smith@example.com").id;
    expect(found.map(({ id }) => id)).toContain(jane);
    expect(found.length).toBeLessThan(all.length);
  });

  it("are not found by a part, nor by a name that an OIDC client does not get", async () => {
    expect(await list(users("GitHub Enterprise"), { q: "ane.smith" })).toEqual([]);
    const [user] = await list(users("Field Service Mobile"));
    const last = String(sandbox.org.users.get(user?.id ?? "")?.profile.lastName);
    expect(await list(users("Field Service Mobile"), { q: last, limit: "500" })).not.toContainEqual(
      expect.objectContaining({ id: user?.id }),
    );
  });

  it("come with the user where asked", async () => {
    const [user] = await list(users("Salesforce"), { expand: "user" });
    expect(valueAt(user, "_embedded.user.id")).toBe(user?.id);
    const [plain] = await list(users("Salesforce"));
    expect(plain?._embedded).toBeUndefined();
  });

  it.each([
    ["", 50],
    ["7", 7],
    ["500", 500],
    ["9999", 500],
  ])("limit=%s gives %i at a time, and all in the end, each once", async (limit, count) => {
    const query: Record<string, string> = limit === "" ? {} : { limit };
    expect(await list(users("Workday"), query)).toHaveLength(count);
    const ids = (await allPages(sandbox, users("Workday"), query)).map(({ id }) => id);
    const wanted = sandbox.org.users.all.filter(({ status }) => status !== "DEPROVISIONED");
    expect(ids).toEqual(wanted.map(({ id }) => id));
  });
});

describe("the groups of an application", () => {
  it("are those whose applications it is among, in the order of their priority", async () => {
    const found = await list(groups("Salesforce"));
    const assigned = ["Sales", "Marketing", "Customer Support"];
    expect(new Map(found.map(({ id, priority }) => [id, priority]))).toEqual(
      new Map(assigned.map((name, index) => [groupNamed(sandbox.org, name).id, index])),
    );
    for (const { id } of found) {
      const apps = await list(`/api/v1/groups/${id}/apps`);
      expect(apps.map((app) => app.label)).toContain("Salesforce");
    }
  });

  it("are none where nobody was assigned", async () => {
    expect(await list(groups("Reporting Service"))).toEqual([]);
  });

  it("are found by the beginning of their name", async () => {
    expect((await list(groups("Salesforce"), { q: "SAL" })).map(({ id }) => id)).toEqual([
      groupNamed(sandbox.org, "Sales").id,
    ]);
    expect(await list(groups("Salesforce"), { q: "ales" })).toEqual([]);
  });

  it.each([
    [
      "group",
      { group: expect.objectContaining({ profile: expect.objectContaining({ name: "Engineering" }) }) },
    ],
    ["metadata", { metadata: expect.anything() }],
    ["user", undefined],
  ])("come with %s where asked", async (expand, embedded) => {
    const [first] = await list(groups("GitHub Enterprise"), { expand });
    expect(first?._embedded).toEqual(embedded);
  });

  it("come in pages, each once, and no more of those deleted", async () => {
    const { org } = sandbox;
    const appId = await newApplication({ label: "Many groups" });
    for (let i = 0; i < 45; i++) {
      const body = { profile: { name: `Assigned ${i}` } };
      const { id } = thing(await ask(sandbox, "POST", "/api/v1/groups", { body }));
      org.assignmentsOf(appId).assignGroup(id, org.timestamp());
    }
    const path = `/api/v1/apps/${appId}/groups`;
    expect(await list(path)).toHaveLength(20);
    expect(await list(path, { limit: "40" })).toHaveLength(40);
    const all = await allPages(sandbox, path);
    expect(new Set(all.map(({ id }) => id)).size).toBe(45);
    await ask(sandbox, "DELETE", `/api/v1/groups/${all[0]?.id}`);
    expect(await allPages(sandbox, path)).toHaveLength(44);
  });
});

it.each(["users", "groups"])("an application that is not there has no %s", async (what) => {
  const reply = await ask(sandbox, "GET", `/api/v1/apps/0oanone/${what}`);
  expect(errorOf(reply)).toMatchObject({ status: 404, code: "E0000007" });
});
