import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/index.js";
import { startSandbox } from "../../src/sandbox/index.js";
import { callRequest, INITIALIZE, startProcess } from "./support/process.js";
import { connect } from "./support/session.js";
import { type Delay, slowOrg } from "./support/slow-org.js";

const USERS = 6_000;
const ROWS_PER_PAGE = 200;

async function directoryOf(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "okta-mcp-export-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const namesIn = async (directory: string) => (await readdir(directory)).sort();
const textOf = (...path: string[]) => readFile(join(...path), "utf8");

async function orgOf(users = USERS): Promise<Sandbox> {
  const sandbox = await startSandbox({ users, events: 300 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const settings = (sandbox: Sandbox, directory: string, url = sandbox.url) => ({
  OKTA_ORG_URL: url,
  OKTA_API_TOKEN: sandbox.apiToken,
  OKTA_EXPORT_DIR: directory,
});

/** An org, a directory, and a client of the server between them. */
async function setUp({ users, delay }: { users?: number; delay?: Delay } = {}) {
  const sandbox = await orgOf(users);
  const directory = await directoryOf();
  const slow = delay && (await slowOrg(sandbox.url, delay));
  const connected = await connect({ env: settings(sandbox, directory, slow?.url) });
  onTestFinished(() => connected.close());
  return { ...connected, sandbox, directory, slow };
}

/** Ids of the users that Okta lists without a filter: all but the deprovisioned. */
const listedIds = ({ org }: Sandbox): string[] =>
  org.users.all.filter(({ status }) => status !== "DEPROVISIONED").map(({ id }) => id);

const idsOf = (csv: string): string[] => csv.trimEnd().split("\r\n").slice(1);

/** Asks for an export of all users' ids. */
const EXPORT = { tool: "list_users", file: "users.csv", fields: ["id"] };

test("without OKTA_EXPORT_DIR there is no such tool", async () => {
  const sandbox = await orgOf(10);
  const { client, toolNames, close } = await connect({
    env: { OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken },
  });
  onTestFinished(close);
  expect(await toolNames()).not.toContain("export_records");
  await expect(client.callTool({ name: "export_records", arguments: EXPORT })).rejects.toThrow(/no tool/);
});

test("the made-up org can be exported from as well", async () => {
  const directory = await directoryOf();
  const { ok, close } = await connect({ args: ["serve", "--demo", "--export-dir", directory] });
  onTestFinished(close);
  await ok("export_records", { tool: "list_applications", file: "apps.csv" });
  expect(await namesIn(directory)).toEqual(["apps.csv"]);
});

describe("the file holds what the org holds", () => {
  test("users as CSV, a formula in a name defused", async () => {
    const { sandbox, directory, ok } = await setUp({ users: 450 });
    const [someone] = sandbox.org.users.all;
    if (!someone) throw new Error("The org has no users.");
    someone.profile.firstName = '=HYPERLINK("http://evil.example","x")';
    const result = await ok("export_records", { ...EXPORT, fields: ["id", "profile.firstName"] });
    const text = await textOf(directory, "users.csv");
    expect(text).toContain(`${someone.id},"'=HYPERLINK(""http://evil.example"",""x"")"\r\n`);
    expect(
      text
        .split("\r\n")
        .slice(1, -1)
        .map((line) => line.split(",")[0]),
    ).toEqual(listedIds(sandbox));
    expect(result).toMatchObject({
      rows: listedIds(sandbox).length,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    });
    expect(result.first).toHaveLength(3);
    expect(await namesIn(directory)).toEqual(["users.csv"]);
  });

  test("groups and the log as JSON Lines, whole", async () => {
    const { sandbox, directory, ok } = await setUp({ users: 50 });
    await ok("export_records", { tool: "list_groups", file: "groups.jsonl", detail: "full" });
    const groups = (await textOf(directory, "groups.jsonl")).trimEnd().split("\n");
    expect(groups.map((line) => JSON.parse(line).id).sort()).toEqual(
      sandbox.org.groups.all.map(({ id }) => id).sort(),
    );

    const since = new Date(Date.now() - 60 * 86_400_000).toISOString();
    await ok("export_records", {
      tool: "get_logs",
      arguments: { since },
      file: "log.jsonl",
      fields: ["uuid"],
    });
    const events = (await textOf(directory, "log.jsonl")).trimEnd().split("\n");
    const uuids = events.map((line) => JSON.parse(line).uuid);
    expect(uuids.length).toBeGreaterThanOrEqual(300);
    expect(new Set(uuids).size).toBe(uuids.length);
  });
});

test("paths, links and files that are there are refused, and stay as they are", async () => {
  const { directory, fail } = await setUp({ users: 20 });
  const outside = join(await directoryOf(), "precious.csv");
  await writeFile(outside, "precious");
  await symlink(outside, join(directory, "link.csv"));
  await writeFile(join(directory, "mine.csv"), "mine");
  for (const file of ["../up.csv", "/tmp/x.csv", "a/b.csv", "link.csv", "mine.csv"]) {
    expect(await fail("export_records", { ...EXPORT, file })).toMatch(/^arguments_invalid: file: /);
  }
  expect(await namesIn(directory)).toEqual(["link.csv", "mine.csv"]);
  expect([await readFile(outside, "utf8"), await textOf(directory, "mine.csv")]).toEqual([
    "precious",
    "mine",
  ]);
});

/** A server process with an export under way that will not end: its pages stop coming at one of them. */
async function stuckExport() {
  const sandbox = await orgOf();
  const directory = await directoryOf();
  const slow = await slowOrg(sandbox.url, (request) => (request > 15 ? Number.POSITIVE_INFINITY : 0));
  const server = startProcess([], settings(sandbox, directory, slow.url));
  server.send(INITIALIZE);
  await server.answer(0);
  server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  server.send(callRequest(1, "export_records", EXPORT));
  await expect.poll(slow.count, { timeout: 10_000 }).toBe(16);
  return { sandbox, directory, slow, server };
}

describe("an export that is broken off", () => {
  /** Runs the same call in another process, over the same (no longer slow) network. */
  async function again(sandbox: Sandbox, directory: string, url: string) {
    const connected = await connect({ env: settings(sandbox, directory, url) });
    onTestFinished(() => connected.close());
    return connected.call("export_records", EXPORT);
  }

  test("by kill -9 goes on in another process: no row twice, none lost", async () => {
    const sandbox = await orgOf();
    const directory = await directoryOf();
    let open = false;
    const slow = await slowOrg(sandbox.url, (request) =>
      request > 15 && !open ? Number.POSITIVE_INFINITY : 0,
    );
    const server = startProcess([], settings(sandbox, directory, slow.url));
    server.send(INITIALIZE);
    server.send(callRequest(1, "export_records", EXPORT));
    await expect.poll(slow.count, { timeout: 10_000 }).toBe(16);
    server.kill("SIGKILL");
    await server.exit();
    expect(await namesIn(directory)).not.toContain("users.csv");

    open = true;
    const before = slow.count();
    const { text, structured } = await again(sandbox, directory, slow.url);
    expect(structured, text).toMatchObject({
      note: expect.stringMatching(/Went on .* its (2000|3000) rows/),
    });
    expect(slow.count() - before).toBeLessThan(USERS / ROWS_PER_PAGE - 8);
    expect(idsOf(await textOf(directory, "users.csv"))).toEqual(listedIds(sandbox));
    expect(await namesIn(directory)).toEqual(["users.csv"]);
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "by %s ends within two seconds, and says what is kept",
    async (signal) => {
      const { directory, server, slow } = await stuckExport();
      server.kill(signal);
      const { took } = await server.exit(2_000);
      expect(took).toBeLessThan(2_000);
      expect(server.stderr()).toMatch(/export_records was broken off\. cancelled: .* \d+ rows are kept in/);
      expect(slow.hungUp()).toBeGreaterThan(0);
      expect(await namesIn(directory)).toEqual([".users.csv.partial", ".users.csv.partial.json"]);
    },
  );

  test("by a client that goes away ends within two seconds", async () => {
    const { directory, server } = await stuckExport();
    server.hangUp();
    await server.exit(2_000);
    expect(server.stderr()).toContain("rows are kept in");
    expect(await namesIn(directory)).not.toContain("users.csv");
  });

  test("by the client's cancel frees the connection, and the server serves on", async () => {
    const { server, slow, directory } = await stuckExport();
    server.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } });
    await expect.poll(slow.hungUp).toBeGreaterThan(0);
    await expect.poll(server.stderr).toContain("export_records was broken off. cancelled: ");
    expect(await namesIn(directory)).not.toContain("users.csv");
    server.send({ jsonrpc: "2.0", id: 2, method: "ping" });
    expect(await server.answer(2)).toMatchObject({ result: {} });
  });
});

describe("a change that is cancelled", () => {
  test("after it was sent says on stderr that it may have been made", async () => {
    const sandbox = await orgOf(10);
    const slow = await slowOrg(sandbox.url, () => Number.POSITIVE_INFINITY);
    const server = startProcess([], settings(sandbox, await directoryOf(), slow.url));
    server.send(INITIALIZE);
    server.send(callRequest(1, "create_group", { group: { profile: { name: "Cancelled" } } }));
    await expect.poll(slow.count, { timeout: 10_000 }).toBe(1);
    server.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } });
    await expect.poll(slow.hungUp).toBe(1);
    await expect.poll(server.stderr).toMatch(/create_group was broken off\. \w+: .*may/);
  });
});

describe("progress", () => {
  test("is shown to a client that asks for it, growing, at most four times a second", async () => {
    const { client } = await setUp({ delay: () => 120 });
    const seen: { progress: number; message?: string | undefined }[] = [];
    const started = performance.now();
    await client.callTool({ name: "export_records", arguments: EXPORT }, undefined, {
      onprogress: ({ progress, message }) => seen.push({ progress, message }),
    });
    const seconds = (performance.now() - started) / 1_000;
    const numbers = seen.map(({ progress }) => progress);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers.length).toBeLessThanOrEqual(seconds * 4);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(seen.at(-1)?.message).toMatch(/^\d+ rows written$/);
  });

  test("says until when the rate limit is waited for", async () => {
    let ahead = 0;
    const sandbox = await startSandbox({
      users: USERS,
      events: 0,
      now: () => new Date(Date.now() + ahead),
      rateLimit: { perMinute: 20, enforce: true },
    });
    onTestFinished(() => sandbox.close());
    const directory = await directoryOf();
    const { client, close } = await connect({ env: settings(sandbox, directory) });
    onTestFinished(close);
    const messages: (string | undefined)[] = [];
    // Okta's windows end with the minute: by the org's clock it has five seconds left.
    ahead = 115_000 - (Date.now() % 60_000);
    const { structuredContent } = await client.callTool(
      { name: "export_records", arguments: EXPORT },
      undefined,
      {
        onprogress: ({ message }) => messages.push(message),
      },
    );
    expect(structuredContent).toMatchObject({ rows: listedIds(sandbox).length });
    expect(messages).toContainEqual(
      expect.stringMatching(/^\d+ rows written; waiting for the rate limit until \d\d:\d\d:\d\d UTC$/),
    );
  });

  test("is not sent to a client that did not ask", async () => {
    const sandbox = await orgOf(2_000);
    const slow = await slowOrg(sandbox.url, () => 200);
    const server = startProcess([], settings(sandbox, await directoryOf(), slow.url));
    server.send(INITIALIZE);
    server.send(callRequest(1, "export_records", EXPORT));
    expect(await server.answer(1)).toMatchObject({ result: { structuredContent: { rows: 1_900 } } });
    expect(server.lines().filter((line) => line.includes("notifications/progress"))).toEqual([]);
  });
});
