import { describe, expect, test } from "vitest";
import {
  callUntilSignedIn,
  eventually,
  newHome,
  personEnv,
  promptIn,
  startOrg,
  startServer,
  startSignedIn,
} from "./support/person.js";

const LACKING = { next: /okta\.groups\.manage.*Okta API Scopes.*OKTA_SCOPES/ };

describe("fewer scopes granted than asked for", () => {
  test.each<[string, Parameters<typeof startOrg>[0]]>([
    [
      "since nobody granted them to the app",
      { client: { scopes: ["okta.users.read"] }, oauth: { ungrantedScopes: "omit" } },
    ],
    ["since the user did not agree to them", { oauth: { consent: { scopes: ["okta.users.read"] } } }],
  ])("shrink the list of tools, %s", async (_, options) => {
    const sandbox = await startOrg(options);
    const server = await startServer(personEnv(sandbox, newHome()));
    const before = await server.toolNames();
    expect(before).toEqual(
      expect.arrayContaining(["list_users", "create_group", "list_groups", "okta_status"]),
    );

    const { problem } = await server.ok("okta_status");
    sandbox.devices.approve(promptIn({ isError: true, text: String(problem) }).code);
    await eventually(() => server.listChanges()).toBe(1);

    const after = await server.toolNames();
    expect(after).toContain("list_users");
    expect(after).toContain("okta_status");
    expect(after.filter((name) => /group/.test(name) && name !== "list_user_groups")).toEqual([]);
    expect(after.length).toBeLessThan(before.length);

    const text = await server.fail("create_group", { group: { profile: { name: "New" } } });
    expect(text).toMatch(/^forbidden: create_group is off: the scope okta\.groups\.manage is not granted\./);
    expect(text).toMatch(LACKING.next);

    const status = await server.ok("okta_status");
    expect(status).toMatchObject({
      signed_in: true,
      granted_scopes: expect.arrayContaining(["okta.users.read"]),
      tools_on: after.length,
      tools_off: expect.arrayContaining([{ tool: "create_group", missing_scopes: ["okta.groups.manage"] }]),
      next: expect.stringMatching(LACKING.next),
    });
    expect(status).not.toHaveProperty("problem");
  });
});

test("all scopes granted leave the list as it was", async () => {
  const sandbox = await startOrg();
  const server = await startSignedIn(sandbox, personEnv(sandbox, newHome()));
  expect(server.listChanges()).toBe(0);
  expect(await server.toolNames()).toContain("create_group");
});

test("tools that no scope asked for would allow are not listed, and do not run", async () => {
  const sandbox = await startOrg();
  const server = await startServer(personEnv(sandbox, newHome(), { OKTA_SCOPES: "okta.users.read" }));
  const names = await server.toolNames();
  expect(names).toContain("list_users");
  for (const name of ["list_groups", "create_user", "list_policies"]) expect(names).not.toContain(name);
  expect(await server.fail("list_policies", { type: "PASSWORD" })).toMatch(
    /^forbidden: .*okta\.policies\.read/,
  );
  expect(sandbox.requests).toEqual([]);
});

test("a user without an admin role may sign in, and is told what is missing", async () => {
  const sandbox = await startOrg();
  const plain = sandbox.org.users.all.find(({ id }) => !sandbox.org.isAdmin(id));
  sandbox.consent.login = String(plain?.profile.login);
  const server = await startServer(personEnv(sandbox, newHome()));
  sandbox.devices.approve(promptIn(await server.call("list_users")).code);
  const { text } = await callUntilSignedIn(server, "list_users");
  expect(text).toMatch(/^forbidden: .*\n(.*\n)*Next: .*admin role/);
});

describe("the sign-in page by URL elicitation", () => {
  test("is opened by a client that has it, once for each code", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome()), { opening: true });
    const first = promptIn(await server.call("list_users"));
    await server.call("list_groups");
    await eventually(() => server.pages).toEqual([first.url]);
    sandbox.devices.deny(first.code);
    await eventually(() => server.stderr()).toContain("access_denied");
    const second = promptIn(await server.call("list_users"));
    await eventually(() => server.pages).toEqual([first.url, second.url]);
    expect(server.questions).toEqual([]);
  });

  test("is not sent to a client that has forms only", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome()), { asking: true });
    promptIn(await server.call("list_users"));
    await server.client.ping();
    expect([server.pages, server.questions]).toEqual([[], []]);
  });
});
