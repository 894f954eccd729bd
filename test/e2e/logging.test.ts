import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../src/sandbox/index.js";
import { callRequest, INITIALIZE, type Process, startProcess } from "./support/process.js";
import type { Json } from "./support/session.js";

const READ = callRequest(2, "get_user", { user_id: "jane.smith@example.com" });
const onLinux = process.platform === "linux";

/** What stands in the arguments, and in Okta's answers and errors, of the calls below. */
const PERSONAL = /ada|byron|lovelace|jane|smith|@example\.com/i;
const PASSWORD = "Analytical-Engine-1843";

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-logging-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function startServer(env: Readonly<Record<string, string>>, args = ["serve", "--demo"]) {
  const server = startProcess(args, env);
  server.send(INITIALIZE);
  await server.answer(0);
  server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return server;
}

const setLevel = (level: string): Json => ({
  jsonrpc: "2.0",
  id: 90,
  method: "logging/setLevel",
  params: { level },
});

const messages = (server: Process): Json[] => server.lines().map((line) => JSON.parse(line) as Json);

const records = (path: string): Json[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);

const eventually = <T>(look: () => T) => expect.poll(look, { interval: 20, timeout: 5_000 });

test("at its most talkative, stdout carries JSON-RPC and nothing else", async () => {
  const logFile = join(newDirectory(), "okta.log");
  const server = await startServer({ OKTA_LOG_LEVEL: "DEBUG", OKTA_LOG_FILE: logFile });
  server.send(setLevel("debug"));
  await server.answer(90);
  server.send("garbage");
  server.send(READ);
  server.send(callRequest(3, "get_user", { user_id: "nobody\nokta-mcp: forged" }));
  for (const id of [2, 3]) await server.answer(id);
  server.hangUp();
  expect((await server.exit()).code).toBe(0);

  for (const message of messages(server)) expect(message).toHaveProperty("jsonrpc", "2.0");
  const told = messages(server).filter(({ method }) => method === "notifications/message");
  expect(told.map(({ params }) => (params as { level: string }).level)).toEqual(
    expect.arrayContaining(["debug", "info", "warning"]),
  );
  expect(server.stderr()).toMatch(/^(okta-mcp: (?!forged).*\n)+$/);
  expect(server.stderr()).toMatch(/^okta-mcp: debug: request method=GET path=\/api\/v1\/users\/jane/m);
  expect(records(logFile).length).toBeGreaterThan(5);
});

describe("of a person's data and secrets", () => {
  /** Calls that are full of them, refused ones among them. Returns all that the server has said. */
  async function saidAt(level: string): Promise<string> {
    const sandbox = await startSandbox({ users: 5 });
    onTestFinished(() => sandbox.close());
    const logFile = join(newDirectory(), "okta.log");
    const env = {
      OKTA_ORG_URL: sandbox.url,
      OKTA_API_TOKEN: sandbox.apiToken,
      OKTA_LOG_LEVEL: level,
      OKTA_LOG_FILE: logFile,
    };
    const server = await startServer(env, ["serve"]);
    server.send(setLevel(level));
    await server.answer(90);
    const profile = {
      login: "ada@example.com",
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Byron",
    };
    const user = { profile, credentials: { password: { value: PASSWORD } } };
    const calls: [string, Json][] = [
      ["create_user", { user }],
      ["create_user", { user }],
      ["get_user", { user_id: "ada@example.com" }],
      ["get_user", { user_id: "lovelace@example.com" }],
      ["list_users", { q: "Ada" }],
      ["suspend_user", { user_id: "ada@example.com" }],
      // A body as models send it at times: as a string, a broken one, below a name nobody knows.
      ["create_user", { user: JSON.stringify(user) }],
      ["create_user", { user: JSON.stringify(user).slice(0, -1) }],
      ["create_user", { userr: user }],
      ["create_user", { user: { profile, credentialz: { word: { value: PASSWORD } } } }],
      [
        "update_user",
        { user_id: "ada@example.com", changes: JSON.stringify({ credentials: user.credentials }) },
      ],
      ["update_application", { app_id: "0oa1", changes: { credentials: JSON.stringify(user.credentials) } }],
      ["update_application", { app_id: "0oa1", changes: { kredentials: { word: PASSWORD } } }],
    ];
    for (const [at, [tool, input]] of calls.entries()) {
      server.send(callRequest(at + 1, tool, input));
      await server.answer(at + 1);
    }
    server.hangUp();
    await server.exit();
    const told = messages(server).filter(({ method }) => method === "notifications/message");
    expect(told.length).toBeGreaterThanOrEqual(calls.length);
    const said = [server.stderr(), readFileSync(logFile, "utf8"), JSON.stringify(told)];
    for (const text of said) expect(text).toContain("create_user");
    const all = said.join("\n");
    expect(all).not.toContain(sandbox.apiToken);
    expect(all).not.toContain(PASSWORD);
    return all;
  }

  test("nothing is told at info", async () => {
    const said = await saidAt("info");
    expect(said).toContain("not_found");
    expect(said).not.toMatch(PERSONAL);
  });

  test("at debug the data, still without the secrets", async () => {
    expect(await saidAt("debug")).toMatch(/lovelace@example\.com[\s\S]*\[hidden\]|\[hidden\][\s\S]*lovelace/);
  });
});

test("a client hears what it asks for, whatever stderr says", async () => {
  const server = await startServer({ OKTA_LOG_LEVEL: "silent" });
  server.send(READ);
  await server.answer(2);
  server.send(setLevel("info"));
  await server.answer(90);
  server.send({ ...READ, id: 3 });
  await server.answer(3);
  server.hangUp();
  await server.exit();
  const told = messages(server).filter(({ method }) => method === "notifications/message");
  expect(told.map(({ params }) => (params as { data: Json }).data)).toEqual([
    { message: "call", tool: "get_user", outcome: "ok", ms: expect.any(Number) },
  ]);
  expect(server.stderr()).toBe("");
});

test.skipIf(process.platform === "win32")("SIGHUP takes up both files anew, and calls go on", async () => {
  const directory = newDirectory();
  const [logFile, auditFile] = [join(directory, "okta.log"), join(directory, "audit.jsonl")];
  const server = await startServer({
    OKTA_LOG_LEVEL: "info",
    OKTA_LOG_FILE: logFile,
    OKTA_AUDIT_LOG: auditFile,
  });
  server.send(READ);
  await server.answer(2);
  await eventually(() => records(logFile)).toHaveLength(2);
  expect(existsSync(auditFile)).toBe(true);

  for (const file of [logFile, auditFile]) renameSync(file, `${file}.1`);
  server.kill("SIGHUP");
  await eventually(() => existsSync(logFile) && existsSync(auditFile)).toBe(true);
  server.send({ ...READ, id: 3 });
  await server.answer(3);
  await eventually(() => records(logFile)).toHaveLength(1);
  expect(records(`${logFile}.1`)).toHaveLength(2);
  server.hangUp();
  expect((await server.exit()).code).toBe(0);
});

describe("a log that cannot be written does not stop the server", () => {
  const files: [string, string, string][] = [["a directory that is missing", "/nowhere/okta.log", "ENOENT"]];
  if (onLinux) files.push(["a full disk", "/dev/full", "ENOSPC"]);

  test.each(files)("%s", async (_, file, code) => {
    const server = await startServer({ OKTA_LOG_LEVEL: "debug", OKTA_LOG_FILE: file });
    server.send(READ);
    expect(await server.answer(2)).toHaveProperty("result.structuredContent");
    server.hangUp();
    const { code: exitCode, took } = await server.exit();
    expect(exitCode).toBe(0);
    expect(took).toBeLessThan(2_000);
    expect(server.stderr()).toContain(`okta-mcp: The log file could not be written (${code}).`);
  });

  test("a client that has closed stderr", async () => {
    const server = await startServer({ OKTA_LOG_LEVEL: "debug" });
    server.stopReadingErrors();
    for (let id = 2; id < 6; id++) {
      server.send({ ...READ, id });
      expect(await server.answer(id)).toHaveProperty("result.structuredContent");
    }
    server.hangUp();
    expect((await server.exit()).code).toBe(0);
  });
});

test("an audit log that cannot be written is told at the start, and reads go on", async () => {
  const server = await startServer({ OKTA_AUDIT_LOG: "/nowhere/audit.jsonl" });
  server.send(READ);
  expect(await server.answer(2)).toHaveProperty("result.structuredContent");
  await eventually(() => server.stderr()).toMatch(
    /^okta-mcp: The audit log could not be written \(ENOENT\): changes are refused/,
  );
});
