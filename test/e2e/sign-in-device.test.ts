import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  callUntilSignedIn,
  eventually,
  newHome,
  personEnv,
  promptIn,
  requestsTo,
  startOrg,
  startServer,
  startSignedIn,
} from "./support/person.js";
import { callRequest, INITIALIZE, startProcess } from "./support/process.js";

const TOKEN = "/oauth2/v1/token";
const DEVICE = "/oauth2/v1/device/authorize";

describe("the first call that needs a sign-in", () => {
  test("answers at once with address and code, blocks nothing, and the next one goes through", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome()));
    await server.client.listTools();
    expect(sandbox.requests).toEqual([]);

    const started = performance.now();
    const { url, code, text } = promptIn(await server.call("list_users", { limit: 1 }));
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(url).toBe(`${sandbox.url}/activate?user_code=${code}`);
    expect(text).toMatch(/\nNext: .*call again/);

    // Polling goes on meanwhile: tools are listed, and callers are all told the same code.
    expect(await server.toolNames()).toContain("list_users");
    expect(promptIn(await server.call("list_groups"))).toMatchObject({ url, code });
    expect(requestsTo(sandbox, DEVICE)).toEqual([200]);

    sandbox.devices.approve(code);
    const { structured } = await callUntilSignedIn(server, "list_users", { limit: 1 });
    expect(structured).toHaveProperty("count", 1);
    expect(server.stderr()).not.toMatch(/fail|error/i);
  });

  test("leaves stdout to JSON-RPC", async () => {
    const sandbox = await startOrg();
    const server = startProcess(["serve"], personEnv(sandbox, newHome()));
    server.send(INITIALIZE);
    server.send(callRequest(1, "list_users", { limit: 1 }));
    const { result } = await server.answer(1);
    const [{ text = "" } = {}] = (result as { content: { text: string }[] }).content;
    sandbox.devices.approve(promptIn({ isError: true, text }).code);
    for (let id = 2; !server.stdout().includes('"structuredContent"'); id++) {
      server.send(callRequest(id, "list_users", { limit: 1 }));
      await server.answer(id);
    }
    for (const line of server.lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
  });

  test("of a process that starts later finds the sign-in in the store", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    await startSignedIn(sandbox, personEnv(sandbox, home));
    const second = await startServer(personEnv(sandbox, home));
    expect(await second.ok("list_users", { limit: 1 })).toHaveProperty("count", 1);
    expect(requestsTo(sandbox, DEVICE)).toEqual([200]);
  });

  test("of a process that runs already finds the sign-in that `login` has made", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const server = await startServer(personEnv(sandbox, home));
    promptIn(await server.call("list_users", { limit: 1 }));
    const login = startProcess(["login"], personEnv(sandbox, home));
    const [, code = ""] = await login.printed(/shows the code (\w+)/);
    sandbox.devices.approve(code);
    expect((await login.exit()).code).toBe(0);
    expect(await server.ok("list_users", { limit: 1 })).toHaveProperty("count", 1);
  });
});

test.each<NodeJS.Signals>(["SIGTERM", "SIGINT"])(
  "%s ends a server that waits for its user",
  async (signal) => {
    const sandbox = await startOrg();
    const server = startProcess(["serve"], personEnv(sandbox, newHome()));
    server.send(INITIALIZE);
    server.send(callRequest(1, "list_users", {}));
    await server.answer(1);
    server.kill(signal);
    expect(await server.exit(2_000)).toMatchObject({ code: 0, signal: null });
  },
);

describe("a sign-in that comes to nothing is told with the next code", () => {
  test("denied by the user", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome()));
    const first = promptIn(await server.call("list_users"));
    sandbox.devices.deny(first.code);
    await eventually(() => server.stderr()).toMatch(/The sign-in failed\. .*access_denied/);
    const second = promptIn(await server.call("list_users"));
    expect(second.code).not.toBe(first.code);
    expect(second.text).toMatch(/The last sign-in failed: .*access_denied/);
  });

  test("expired before anybody came", async () => {
    const sandbox = await startOrg({ oauth: { deviceLifetime: 1 } });
    const server = await startServer(personEnv(sandbox, newHome()));
    const first = promptIn(await server.call("list_users"));
    await delay(1_100);
    const second = promptIn(await server.call("list_users"));
    expect(second.code).not.toBe(first.code);
    expect(second.text).toMatch(/The last sign-in failed: .*expired/);
    sandbox.devices.approve(second.code);
    expect((await callUntilSignedIn(server, "list_users", { limit: 1 })).isError).toBe(false);
  });
});

describe("the access token", () => {
  test("is renewed before a call would meet its end", async () => {
    const sandbox = await startOrg({ tokenLifetime: 1 });
    const server = await startSignedIn(sandbox, personEnv(sandbox, newHome()));
    const signIn = requestsTo(sandbox, TOKEN).length;
    await delay(1_000);
    await server.ok("list_users", { limit: 1 });
    expect(requestsTo(sandbox, TOKEN).slice(signIn)).toEqual([200]);
    expect(requestsTo(sandbox, "/api/v1/users")).toEqual([200]);
  });

  test("that Okta no longer takes is renewed within the call", async () => {
    const sandbox = await startOrg();
    const server = await startSignedIn(sandbox, personEnv(sandbox, newHome()));
    sandbox.tokens.revokeAll();
    await server.ok("list_users", { limit: 1 });
    expect(requestsTo(sandbox, "/api/v1/users")).toEqual([401, 200]);
  });

  test("that cannot be renewed, since the sign-in is revoked, asks for another sign-in", async () => {
    const sandbox = await startOrg();
    const server = await startSignedIn(sandbox, personEnv(sandbox, newHome()));
    sandbox.refreshTokens.revokeAll();
    const { code } = promptIn(await server.call("list_users", { limit: 1 }));
    await eventually(() => server.stderr()).toContain("the refresh token is expired or revoked");
    sandbox.devices.approve(code);
    expect((await callUntilSignedIn(server, "list_users", { limit: 1 })).isError).toBe(false);
  });
});

test.each<[string, object]>([
  ["Bearer tokens", {}],
  ["tokens bound to a key", { dpop: true }],
])("two processes renew shared %s at the same moment, and both go on", async (_, client) => {
  const [sandbox, home] = [await startOrg({ client }), newHome()];
  const first = await startSignedIn(sandbox, personEnv(sandbox, home));
  const second = await startServer(personEnv(sandbox, home));
  await second.ok("list_users", { limit: 1 });
  for (let round = 0; round < 3; round++) {
    // Only the last refresh token is good; an old one would end the sign-in for both.
    sandbox.tokens.revokeAll();
    const calls = [first, second, first, second].map((server) => server.ok("list_users", { limit: 1 }));
    for (const { count } of await Promise.all(calls)) expect(count).toBe(1);
  }
  expect(requestsTo(sandbox, DEVICE)).toEqual([200]);
  expect(requestsTo(sandbox, TOKEN).at(-1)).toBe(200);
  expect(first.stderr() + second.stderr()).toBe("");
});
