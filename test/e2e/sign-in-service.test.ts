import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { newHome, personEnv, requestsTo, startOrg, startServer, startSignedIn } from "./support/person.js";
import { serviceEnv, startServiceOrg } from "./support/service-app.js";

// The other parts of the sign-in by private key are in sign-in.test.ts.

test("a service's app that demands DPoP: reads and writes go through, whatever the nonce", async () => {
  const sandbox = await startServiceOrg({ client: { dpop: true } });
  const server = await startServer(serviceEnv(sandbox), { asking: true });
  for (const name of ["One", "Two", "Three"]) {
    const { id } = await server.ok("create_group", { group: { profile: { name } } });
    sandbox.nonces.rotate();
    await server.ok("update_group", { group_id: id, changes: { profile: { description: "New" } } });
    sandbox.nonces.rotate();
    expect(await server.ok("get_group", { group_id: id })).toMatchObject({
      profile: { name, description: "New" },
    });
    await server.ok("delete_group", { group_id: id });
  }
  // One request for the key, one for the nonce, one for the token; each rotation costs one refusal, no more.
  expect(requestsTo(sandbox, "/oauth2/v1/token")).toEqual([400, 400, 200]);
  const refused = sandbox.requests.filter(({ status }) => status === 401);
  expect(refused).toHaveLength(6);
});

test("DPoP may be made a must, and goes on where the token has to be renewed", async () => {
  const sandbox = await startServiceOrg();
  const server = await startServer({ ...serviceEnv(sandbox), OKTA_DPOP: "always" });
  await server.ok("list_users", { limit: 1 });
  sandbox.tokens.revokeAll();
  sandbox.nonces.rotate();
  await server.ok("list_users", { limit: 1 });
  expect(sandbox.requests.at(-1)).toMatchObject({ path: "/api/v1/users", status: 200 });
});

test.each([10, -10])("a clock that is %i minutes off is corrected once by the org's", async (minutes) => {
  const sandbox = await startServiceOrg({
    client: { dpop: true },
    oauth: { dpopNonces: "never" },
    now: () => new Date(Date.now() + minutes * 60_000),
  });
  const server = await startServer(serviceEnv(sandbox));
  await server.ok("list_users", { limit: 1 });
  const refusals = requestsTo(sandbox, "/oauth2/v1/token").length;
  await server.ok("list_groups", { limit: 1 });
  sandbox.tokens.revokeAll();
  await server.ok("list_users", { limit: 1 });
  expect(requestsTo(sandbox, "/oauth2/v1/token").slice(refusals)).toEqual([200]);
});

test("a key id that Okta does not know is auth_failed, and names the settings", async () => {
  const sandbox = await startServiceOrg();
  const server = await startServer({ ...serviceEnv(sandbox), OKTA_KEY_ID: "key-2" });
  expect(await server.fail("list_users")).toMatch(/^auth_failed: .*kid is invalid.*\nNext: .*OKTA_KEY_ID/);
});

test("the tokens of one org never reach another that shares store and client", async () => {
  const [home, acme, globex] = [newHome(), await startOrg(), await startOrg()];
  await startSignedIn(acme, personEnv(acme, home));
  const server = await startServer(personEnv(globex, home));
  expect(await server.fail("list_users")).toMatch(/^sign_in_required: /);
  expect(globex.requests.map(({ path }) => path)).toEqual(["/oauth2/v1/device/authorize"]);
  expect(acme.requests.filter(({ path }) => path === "/api/v1/users")).toEqual([]);
});

test("a service keeps nothing on the disk", async () => {
  const [sandbox, home] = [await startServiceOrg(), newHome()];
  const env = { ...serviceEnv(sandbox), HOME: home, XDG_DATA_HOME: home };
  await (await startServer(env)).ok("list_users", { limit: 1 });
  expect(readdirSync(home)).toEqual([]);
});
