import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { ask, errorOf, type Thing, thing, things } from "./client.js";

let sandbox: Sandbox;
let number = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ events: 50 });
});
afterAll(() => sandbox.close());

const get = (path: string, query?: Record<string, string>) =>
  ask(sandbox, "GET", path, query ? { query } : {});
const newProfile = () => {
  number += 1;
  const login = `person${number}@example.com`;
  return {
    login,
    email: login,
    firstName: "Pat",
    lastName: `Number${number}`,
    department: "Testing",
    badgeNumber: "B-7",
  };
};
async function create(
  body: Record<string, unknown> = {},
  query: Record<string, string> = {},
): Promise<Thing> {
  return thing(
    await ask(sandbox, "POST", "/api/v1/users", { body: { profile: newProfile(), ...body }, query }),
  );
}
const profileOf = (user: Thing) => user.profile as Record<string, unknown>;

describe("finding users", () => {
  it.each(["jane.smith@example.com", "JANE.SMITH@example.com", "jane.smith"])("by %s", async (name) => {
    expect(profileOf(thing(await get(`/api/v1/users/${encodeURIComponent(name)}`))).lastName).toBe("Smith");
  });

  it("me is the owner of the API token", async () => {
    expect(thing(await get("/api/v1/users/me")).id).toBe(sandbox.org.tokenOwner.id);
  });

  it("names what it did not find", async () => {
    const reply = await get("/api/v1/users/nobody@example.com");
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({
      errorCode: "E0000007",
      errorSummary: "Not found: Resource not found: nobody@example.com (User)",
      errorLink: "E0000007",
      errorCauses: [],
    });
  });

  it("a plain list leaves the deactivated out, search and filter find them", async () => {
    const statuses = async (query: Record<string, string>) =>
      new Set(things(await get("/api/v1/users", query)).map((user) => user.status));
    expect(await statuses({})).not.toContain("DEPROVISIONED");
    expect(await statuses({ search: 'status eq "DEPROVISIONED"' })).toEqual(new Set(["DEPROVISIONED"]));
    expect(await statuses({ filter: 'status eq "DEPROVISIONED"' })).toEqual(new Set(["DEPROVISIONED"]));
  });

  it("q matches the beginning of names and e-mail, 10 at most, without pages", async () => {
    const reply = await get("/api/v1/users", { q: "jane.sm" });
    expect(things(reply).map((user) => profileOf(user).login)).toEqual(["jane.smith@example.com"]);
    const many = await get("/api/v1/users", { q: "a" });
    expect([things(many).length, many.next]).toEqual([10, undefined]);
  });

  it("search sorts", async () => {
    const query = { search: 'profile.department eq "Sales"', sortBy: "profile.lastName", sortOrder: "desc" };
    const names = things(await get("/api/v1/users", query)).map((user) =>
      String(profileOf(user).lastName).toLowerCase(),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names).toEqual([...names].sort().reverse());
  });

  it("fields shows a part", async () => {
    const [user] = things(
      await get("/api/v1/users", { fields: "status,profile:(firstName,city)", limit: "1" }),
    );
    expect(Object.keys(user ?? {}).sort()).toEqual(["id", "profile", "status"]);
    expect(Object.keys(profileOf(user as Thing)).sort()).toEqual(["city", "firstName"]);
  });

  it.each<[Record<string, string>, string, string[]]>([
    [{ search: "status" }, "E0000031", ["Invalid search syntax."]],
    [{ search: 'profile.nosuch eq "x"' }, "E0000031", ["Invalid search query."]],
    [{ search: 'profile.department co "Eng"' }, "E0000031", ["Invalid search query."]],
    [{ search: 'status ne "ACTIVE"' }, "E0000031", ["Invalid search query."]],
    [{ search: "status pr", sortBy: "nosuch" }, "E0000031", ["sortBy: nosuch"]],
    [{ filter: "status" }, "E0000031", []],
    [{ filter: 'profile.department eq "Sales"' }, "E0000031", []],
    [{ filter: 'status gt "ACTIVE"' }, "E0000031", []],
    [{ search: "status pr", q: "jane" }, "E0000033", []],
  ])("refuses %j", async (query, code, causes) => {
    expect(errorOf(await get("/api/v1/users", query))).toMatchObject({ status: 400, code, causes });
  });
});

describe("creating users", () => {
  it.each([
    ["without a password", {}, {}, "PROVISIONED"],
    ["with a password", { credentials: { password: { value: "correct horse" } } }, {}, "ACTIVE"],
    ["not activated", {}, { activate: "false" }, "STAGED"],
    [
      "with a password to change",
      { credentials: { password: { value: "correct horse" } } },
      { nextLogin: "changePassword" },
      "PASSWORD_EXPIRED",
    ],
    [
      "of another provider",
      { credentials: { provider: { type: "FEDERATION" } } },
      { provider: "true" },
      "ACTIVE",
    ],
  ])("%s", async (_, body, query, status) => {
    expect((await create(body, query as unknown as Record<string, string>)).status).toBe(status);
  });

  it("never shows a password or an answer", async () => {
    const secret = {
      password: { value: "correct horse" },
      recovery_question: { question: "Which?", answer: "battery staple" },
    };
    const user = await create({ credentials: secret });
    const shown = JSON.stringify([user, (await get(`/api/v1/users/${user.id}`)).body]);
    expect(user.credentials).toEqual({
      password: {},
      recovery_question: { question: "Which?" },
      provider: { type: "OKTA", name: "OKTA" },
    });
    expect(shown).not.toMatch(/horse|staple/);
  });

  it("joins groups", async () => {
    const group = sandbox.org.groups.all.find((each) => each.profile.name === "Engineering");
    const user = await create({ groupIds: [group?.id] });
    const names = things(await get(`/api/v1/users/${user.id}/groups`)).map((each) => profileOf(each).name);
    expect(names).toEqual(["Everyone", "Engineering"]);
  });

  it.each([
    ["nothing", {}, ["profile"]],
    ["no fields", { profile: {} }, ["login", "firstName", "lastName", "email"]],
    ["a taken login", { profile: { ...newProfile(), login: "Jane.Smith@example.com" } }, ["login"]],
    ["a login that is no address", { profile: { ...newProfile(), login: "jane-smith" } }, ["login"]],
    ["an unknown attribute", { profile: { ...newProfile(), favouriteColour: "red" } }, ["favouriteColour"]],
    ["a wrong type", { profile: { ...newProfile(), officeFloor: "seven" } }, ["officeFloor"]],
    ["a value outside an enum", { profile: { ...newProfile(), shirtSize: "XS" } }, ["shirtSize"]],
    ["a long name", { profile: { ...newProfile(), firstName: "x".repeat(51) } }, ["firstName"]],
    [
      "a short password",
      { profile: newProfile(), credentials: { password: { value: "short" } } },
      ["password"],
    ],
    ["groups of a wrong type", { profile: newProfile(), groupIds: "all" }, ["groupIds"]],
  ])("refuses %s", async (_, body, fields) => {
    const { status, code, causes } = errorOf(await ask(sandbox, "POST", "/api/v1/users", { body }));
    expect({ status, code }).toEqual({ status: 400, code: "E0000001" });
    expect([...new Set(causes.map((cause) => cause.split(":")[0]))]).toEqual(fields);
  });

  it.each([
    [{ nextLogin: "changePassword" }, {}, "E0000124"],
    [
      { nextLogin: "changePassword", activate: "false" },
      { credentials: { password: { value: "correct horse" } } },
      "E0000125",
    ],
  ])("refuses %j with %j", async (query, body, code) => {
    const reply = await ask(sandbox, "POST", "/api/v1/users", {
      query: query as unknown as Record<string, string>,
      body: { profile: newProfile(), ...body },
    });
    expect(errorOf(reply)).toMatchObject({ status: 400, code });
  });
});

describe("updating users", () => {
  let user: Thing;
  beforeEach(async () => {
    user = await create({}, { activate: "false" });
  });
  const update = (body: unknown, headers: Record<string, string> = {}) =>
    ask(sandbox, "POST", `/api/v1/users/${user.id}`, { body, headers });

  it("keeps what is left out and clears what is null", async () => {
    const changed = thing(await update({ profile: { title: "Chief", department: null } }));
    expect(profileOf(changed)).toEqual({ ...omitDepartment(profileOf(user)), title: "Chief" });
    expect(profileOf(thing(await get(`/api/v1/users/${user.id}`)))).toEqual(profileOf(changed));
  });
  const omitDepartment = ({ department: _, ...rest }: Record<string, unknown>) => rest;

  it("renames a login", async () => {
    const login = `renamed${number}@example.com`;
    thing(await update({ profile: { login } }));
    expect(thing(await get(`/api/v1/users/${login}`)).id).toBe(user.id);
    expect((await get(`/api/v1/users/${profileOf(user).login}`)).status).toBe(404);
  });

  it("with If-Match only the version that was read", async () => {
    const etag = (await get(`/api/v1/users/${user.id}`)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    expect((await update({ profile: { title: "One" } }, { "if-match": etag })).status).toBe(200);
    const stale = await update({ profile: { title: "Two" } }, { "if-match": etag });
    expect(errorOf(stale)).toMatchObject({ status: 412, code: "E0000231" });
    expect(profileOf(thing(await get(`/api/v1/users/${user.id}`))).title).toBe("One");
  });

  it.each([
    [{ profile: { email: null } }, "email"],
    [{ profile: { login: "jane.smith@example.com" } }, "login"],
    [{ profile: [] }, "profile"],
    [{ type: { id: "otyOther" } }, "type"],
  ])("refuses %j", async (body, field) => {
    const { status, causes } = errorOf(await update(body));
    expect([status, causes[0]?.split(":")[0]]).toEqual([400, field]);
  });

  it("refuses a deactivated user", async () => {
    await ask(sandbox, "POST", `/api/v1/users/${user.id}/lifecycle/deactivate`);
    expect(errorOf(await update({ profile: { title: "x" } }))).toMatchObject({
      status: 403,
      code: "E0000038",
    });
  });
});
