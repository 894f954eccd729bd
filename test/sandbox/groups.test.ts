import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { ask, errorOf, type Thing, thing, things } from "./client.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ events: 50 });
});
afterAll(() => sandbox.close());

const named = (name: string) => {
  const found = sandbox.org.groups.all.find((group) => group.profile.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found.id;
};
const list = async (query: Record<string, string>) =>
  things(await ask(sandbox, "GET", "/api/v1/groups", { query })).map(
    (group) => (group.profile as { name: string }).name,
  );
const add = (profile: unknown) => ask(sandbox, "POST", "/api/v1/groups", { body: { profile } });
const someUser = () => sandbox.org.tokenOwner.id;

describe("finding groups", () => {
  it.each([
    [{ q: "engin" }, ["Engineering"]],
    [{ filter: 'type eq "BUILT_IN"' }, ["Everyone"]],
    [
      { search: 'profile.name sw "Work"', sortBy: "profile.name", sortOrder: "desc" },
      ["Workday Staff", "Workday Finance"],
    ],
    [{ search: 'profile.description co "reviewed monthly"' }, ["Contractors"]],
    [{ search: 'type eq "APP_GROUP" and profile.name sw "GitHub"' }, ["GitHub Maintainers"]],
  ])("%j", async (query, names) => {
    expect(await list(query as unknown as Record<string, string>)).toEqual(names);
  });

  it("source.id finds the groups of an application", async () => {
    const workday = sandbox.org.applications.all.find((app) => app.body.label === "Workday");
    expect(await list({ search: `source.id eq "${workday?.id}"` })).toEqual([
      "Workday Staff",
      "Workday Finance",
    ]);
  });

  it.each([
    { filter: 'profile.name eq "Sales"' },
    { search: 'nosuch eq "x"' },
    { search: 'profile.name ne "Sales"' },
  ])("refuses %j", async (query) => {
    const reply = await ask(sandbox, "GET", "/api/v1/groups", {
      query: query as unknown as Record<string, string>,
    });
    expect(errorOf(reply)).toMatchObject({ status: 400, code: "E0000031" });
  });

  it("expand=stats counts users and applications", async () => {
    const query = { search: 'profile.name eq "Finance"', expand: "stats" };
    const [group] = things(await ask(sandbox, "GET", "/api/v1/groups", { query }));
    const members = sandbox.org.users.all.filter((user) => user.profile.department === "Finance");
    expect(group?._embedded).toMatchObject({ stats: { usersCount: members.length, appsCount: 2 } });
  });
});

describe("changing groups", () => {
  it("a replacement loses what it leaves out", async () => {
    const group = thing(await add({ name: "Temporary", description: "For a while" }));
    const reply = await ask(sandbox, "PUT", `/api/v1/groups/${group.id}`, {
      body: { profile: { name: "Renamed" } },
    });
    expect(thing(reply).profile).toEqual({ name: "Renamed" });
    expect(thing(reply)).toMatchObject({ id: group.id, created: group.created, type: "OKTA_GROUP" });
  });

  it.each([
    ["no profile", undefined, "profile"],
    ["no name", { description: "x" }, "name"],
    ["a blank name", { name: "  " }, "name"],
    ["a long name", { name: "x".repeat(256) }, "name"],
    ["a taken name", { name: "engineering" }, "name"],
    ["a description of a wrong type", { name: "Fresh", description: 1 }, "description"],
  ])("refuses %s", async (_, profile, field) => {
    const { status, code, causes } = errorOf(await add(profile));
    expect([status, code, causes[0]?.split(":")[0]]).toEqual([400, "E0000001", field]);
  });

  it.each(["Everyone", "GitHub Maintainers"])(
    "%s has a profile and members that others decide",
    async (name) => {
      const path = `/api/v1/groups/${named(name)}`;
      const replies = [
        await ask(sandbox, "PUT", path, { body: { profile: { name: "Mine" } } }),
        await ask(sandbox, "PUT", `${path}/users/${someUser()}`),
        await ask(sandbox, "DELETE", `${path}/users/${someUser()}`),
      ];
      expect(replies.map((reply) => errorOf(reply))).toEqual(
        replies.map(() => ({ status: 403, code: "E0000111", causes: [] })),
      );
    },
  );

  it("the built-in group cannot be deleted, an imported one can", async () => {
    expect((await ask(sandbox, "DELETE", `/api/v1/groups/${named("Everyone")}`)).status).toBe(403);
    expect((await ask(sandbox, "DELETE", `/api/v1/groups/${named("Workday Finance")}`)).status).toBe(204);
  });
});

describe("members", () => {
  const members = async (group: Thing) =>
    things(await ask(sandbox, "GET", `/api/v1/groups/${group.id}/users`)).map((user) => user.id);

  it("come and go, each once in the log", async () => {
    const group = thing(await add({ name: "Members" }));
    const path = `/api/v1/groups/${group.id}/users/${someUser()}`;
    const before = sandbox.org.log.size;
    expect((await ask(sandbox, "PUT", path)).status).toBe(204);
    expect((await ask(sandbox, "PUT", path)).status).toBe(204);
    expect(await members(group)).toEqual([someUser()]);
    expect((await ask(sandbox, "DELETE", path)).status).toBe(204);
    expect((await ask(sandbox, "DELETE", path)).status).toBe(204);
    expect(await members(group)).toEqual([]);
    expect(sandbox.org.log.all.slice(before).map((record) => record.event.eventType)).toEqual([
      "group.user_membership.add",
      "group.user_membership.remove",
    ]);
  });

  it.each<[string | undefined, () => string, string]>([
    ["00gnosuch", () => someUser(), "UserGroup"],
    [undefined, () => "00unosuch", "User"],
  ])("an unknown group or user is named", async (groupId, user, kind) => {
    const path = `/api/v1/groups/${groupId ?? named("Sales")}/users/${user()}`;
    const reply = await ask(sandbox, "PUT", path);
    expect(reply.status).toBe(404);
    expect((reply.body as { errorSummary: string }).errorSummary).toContain(`(${kind})`);
  });

  it("the group's applications are those assigned to it", async () => {
    const apps = things(await ask(sandbox, "GET", `/api/v1/groups/${named("Sales")}/apps`));
    expect(apps.map((app) => app.label)).toEqual(["Salesforce", "Old CRM"]);
  });
});
