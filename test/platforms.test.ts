import { generateKeyPairSync } from "node:crypto";
import { EventEmitter } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseSigningKey } from "../src/auth/signing-key.js";
import { onHangUp } from "../src/cli/hang-up.js";
import { readConfig } from "../src/config.js";
import { renameOver, syncDirectory } from "../src/durable-names.js";
import { callRequest, INITIALIZE, startProcess } from "./e2e/support/process.js";

const PLATFORMS = ["linux", "darwin", "win32"] as const;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "okta-mcp-platforms-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A rename that is refused so many times before it works. */
function refusing(times: number, code: string) {
  let calls = 0;
  return {
    calls: () => calls,
    async move() {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error("refused"), { code });
    },
  };
}

describe("renaming over a file", () => {
  it.each(PLATFORMS)("replaces it on %s", async (platform) => {
    const directory = await folder();
    const [from, to] = [join(directory, "new"), join(directory, "old")];
    await writeFile(from, "new");
    await writeFile(to, "old");
    await renameOver(from, to, platform);
    expect(await readFile(to, "utf8")).toBe("new");
  });

  it.each(["EPERM", "EACCES", "EBUSY"])("waits on Windows for who has it open (%s)", async (code) => {
    const { move, calls } = refusing(2, code);
    await renameOver("a", "b", "win32", move);
    expect(calls()).toBe(3);
  });

  it("does not wait there for ever", async () => {
    const { move, calls } = refusing(100, "EPERM");
    await expect(renameOver("a", "b", "win32", move)).rejects.toMatchObject({ code: "EPERM" });
    expect(calls()).toBe(8);
  });

  it.each([
    ["linux", "EACCES"],
    ["darwin", "EPERM"],
    ["win32", "ENOENT"],
  ] as const)("is refused at once on %s for good reasons (%s)", async (platform, code) => {
    const { move, calls } = refusing(1, code);
    await expect(renameOver("a", "b", platform, move)).rejects.toMatchObject({ code });
    expect(calls()).toBe(1);
  });
});

describe("making a new name last", () => {
  it.each(["linux", "darwin"] as const)("asks the directory on %s", async (platform) => {
    const directory = await folder();
    await syncDirectory(directory, platform);
    await expect(syncDirectory(join(directory, "missing"), platform)).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  it("opens no directory on Windows", async () => {
    await syncDirectory(join(await folder(), "missing"), "win32");
  });
});

describe("SIGHUP", () => {
  it.each([
    ["linux", 1],
    ["darwin", 1],
    ["win32", 0],
  ] as const)("on %s is heard %i times", (platform, times) => {
    const program = Object.assign(new EventEmitter(), { platform });
    let heard = 0;
    onHangUp(() => {
      heard += 1;
    }, program);
    program.emit("SIGHUP");
    expect(heard).toBe(times);
    // Where nobody listens, the closed console ends the process.
    expect(program.listenerCount("SIGHUP")).toBe(times);
  });
});

describe("lines that end as on Windows", () => {
  it("are messages as well", async () => {
    const server = startProcess(["serve", "--demo"]);
    server.send(`${JSON.stringify(INITIALIZE)}\r`);
    await server.answer(0);
    server.send('{"jsonrpc":"2.0","method":"notifications/initialized"}\r');
    server.send('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\r');
    expect(await server.answer(1)).toHaveProperty("result.tools");
    server.send(`${JSON.stringify(callRequest(2, "list_groups", { limit: 1 }))}\r`);
    expect(await server.answer(2)).toHaveProperty("result.structuredContent.count", 1);
  });

  it("are a private key as well", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString().replace(/\n/g, "\r\n");
    const env = {
      OKTA_ORG_URL: "https://acme.okta.com",
      OKTA_CLIENT_ID: "0oa1",
      OKTA_SCOPES: "okta.users.read",
      OKTA_PRIVATE_KEY_FILE: join(tmpdir(), "key.pem"),
    };
    const { auth } = readConfig(env, {}, () => pem);
    if (auth.method !== "private_key_jwt") throw new Error(`chose ${auth.method}`);
    expect(parseSigningKey(auth.privateKey, auth.privateKeyVariable).algorithm).toBe("RS256");
  });
});
