import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { callRequest, INITIALIZE, startProcess } from "./support/process.js";
import { type Json, type SessionOptions, startSession } from "./support/session.js";

const PASSWORD = "Analytical-Engine-1843";
const USER = {
  profile: { login: "ada@example.com", email: "ada@example.com", firstName: "Ada", lastName: "Byron" },
  credentials: { password: { value: PASSWORD } },
};

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-audit-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "audit.jsonl");
}

const records = (path: string): Json[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);

async function start(file = newFile(), options: SessionOptions = {}) {
  const session = await startSession({ ...options, env: { OKTA_AUDIT_LOG: file } });
  onTestFinished(() => session.close());
  const changes = () => session.sandbox.requests.filter(({ method }) => method !== "GET");
  return { file, session, changes };
}

test("a change is on record with who, what, how confirmed and how it ended; its secrets are not", async () => {
  const { file, session } = await start();
  const { id } = await session.ok("create_user", { user: USER });
  const [attempt, outcome, ...more] = records(file);
  expect(more).toEqual([]);
  expect(attempt).toMatchObject({
    event: "attempt",
    tool: "create_user",
    arguments: { user: { profile: USER.profile, credentials: { password: { value: "[hidden]" } } } },
    request: { method: "POST", path: expect.stringMatching(/^\/api\/v1\/users/) },
    who: { method: "api_token", credential: expect.stringMatching(/^sha256:[0-9a-f]{12}$/) },
    org: new URL(session.sandbox.url).host,
    confirmation: "not_needed",
  });
  expect(outcome).toMatchObject({ event: "outcome", id: attempt?.id, outcome: "done", http_status: 200 });
  expect(outcome?.okta_request_id).toEqual(expect.any(String));
  expect(new Date(String(attempt?.time)).getTime()).toBeLessThanOrEqual(Date.parse(String(outcome?.time)));

  await session.ok("suspend_user", { user_id: id });
  await session.fail("suspend_user", { user_id: "nobody@example.com" });
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toContain(session.sandbox.apiToken);
  expect(records(file)).toContainEqual(
    expect.objectContaining({ event: "attempt", tool: "suspend_user", confirmation: "code" }),
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("reads leave no record", async () => {
  const { file, session } = await start();
  await session.ok("list_users");
  await session.fail("get_user", { user_id: "nobody@example.com" });
  expect(records(file)).toEqual([]);
});

test("a consent asked in the client is on record as such", async () => {
  const { file, session } = await start(newFile(), { asking: true });
  const { id } = await session.ok("create_group", { group: { profile: { name: "Pilots" } } });
  await session.ok("delete_group", { group_id: id });
  expect(records(file)).toContainEqual(
    expect.objectContaining({
      event: "attempt",
      tool: "delete_group",
      confirmation: "elicitation",
      objects: [expect.objectContaining({ id, name: "Pilots" })],
    }),
  );
});

describe("nothing is changed while the audit log cannot be written:", () => {
  const places: [string, () => string][] = [["its directory is gone", () => "/nowhere/audit.jsonl"]];
  if (process.platform === "linux") places.push(["it is a device", () => "/dev/full"]);

  test.each(places)("%s", async (_, place) => {
    const { session, changes } = await start(place());
    expect(await session.fail("create_user", { user: USER })).toMatch(/^audit_failed: .*was not sent/);
    expect(changes()).toEqual([]);
    expect(await session.ok("list_users")).toHaveProperty("items");
  });

  test("until it can be again", async () => {
    const { file, session, changes } = await start();
    rmSync(join(file, ".."), { recursive: true });
    expect(await session.fail("create_user", { user: USER })).toMatch(/^audit_failed: /);
    expect(changes()).toEqual([]);
    mkdirSync(join(file, ".."));
    await session.ok("create_user", { user: USER });
    expect(records(file)).toHaveLength(2);
  });
});

test("a server that dies in the middle of a change leaves its attempt, and the next one goes on below it", async () => {
  const { file, session } = await start();
  session.sandbox.faults.add({
    method: "POST",
    path: "/api/v1/groups",
    fault: { kind: "slow_headers", ms: 2_000 },
    times: 1,
  });
  const env = {
    OKTA_ORG_URL: session.sandbox.url,
    OKTA_API_TOKEN: session.sandbox.apiToken,
    OKTA_AUDIT_LOG: file,
  };
  const server = startProcess(["serve"], env);
  server.send(INITIALIZE);
  await server.answer(0);
  server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  server.send(callRequest(1, "create_group", { group: { profile: { name: "Pilots" } } }));
  await expect
    .poll(() => records(file), { interval: 10, timeout: 5_000 })
    .toMatchObject([{ event: "attempt", tool: "create_group" }]);
  server.kill("SIGKILL");
  await server.exit();

  await session.ok("create_group", { group: { profile: { name: "Riders" } } });
  expect(records(file).map(({ event }) => event)).toEqual(["attempt", "attempt", "outcome"]);
  expect(new Set(records(file).map(({ id }) => id)).size).toBe(2);
});
