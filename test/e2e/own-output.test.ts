import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { callRequest, INITIALIZE } from "./support/process.js";
import { PROGRAM } from "./support/program.js";
import type { Json } from "./support/session.js";

/** A server whose stdout is a file: what it wrote there, and on stderr, once it has answered a change. */
async function serve(env: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-output-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, "out");
  const out = openSync(path, "a");
  const server = spawn(process.execPath, [PROGRAM, "serve", "--demo", "--log-level", "debug"], {
    env,
    stdio: ["pipe", out, "pipe"],
  });
  closeSync(out);
  onTestFinished(() => {
    server.kill("SIGKILL");
  });
  let stderr = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise((resolve) => server.on("close", resolve));
  const lines = () => readFileSync(path, "utf8").split("\n").filter(Boolean);
  const answered = (id: number) =>
    expect.poll(() => lines().some((line) => line.includes(`"id":${id}`)), { timeout: 10_000 }).toBe(true);
  const send = (message: Json) => server.stdin?.write(`${JSON.stringify(message)}\n`);
  send(INITIALIZE);
  await answered(0);
  send({ jsonrpc: "2.0", method: "notifications/initialized" });
  send(callRequest(1, "create_group", { group: { profile: { name: "Pilots" } } }));
  await answered(1);
  server.stdin?.end();
  await ended;
  return { lines: lines(), stderr };
}

describe.skipIf(process.platform !== "linux").each(["/dev/stdout", "/proc/self/fd/1"])("%s", (path) => {
  test("is no log file: stdout stays JSON-RPC, and stderr says why", async () => {
    const { lines, stderr } = await serve({ OKTA_LOG_FILE: path });
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("jsonrpc", "2.0");
    expect(lines.join()).toContain('"name":"Pilots"');
    expect(stderr).toContain("The log file could not be written (the program's own output).");
  });

  test("is no audit log: changes are refused, which is told at the start", async () => {
    const { lines, stderr } = await serve({ OKTA_AUDIT_LOG: path });
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("jsonrpc", "2.0");
    expect(lines.join()).toMatch(/audit_failed: .*own output/);
    expect(stderr).toContain(
      "The audit log could not be written (the program's own output): changes are refused until it can be.",
    );
  });
});
