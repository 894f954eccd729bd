import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import type { LogSettings } from "../../src/config/logging.js";
import { openLog } from "../../src/log/log.js";
import { presentable } from "../../src/presentable.js";

async function start(settings: Partial<LogSettings> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-log-"));
  const logFile = join(directory, "okta.log");
  let text = "";
  const stderr = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  const present = (value: unknown) => presentable(value);
  const log = await openLog({ logLevel: "info", logFile, stderr, present, ...settings });
  onTestFinished(async () => {
    await log.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const records = (path = logFile) =>
    readFileSync(path, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, logFile, directory, records, stderr: () => text };
}

test("the file gets what stderr gets, as JSON Lines with time, level and process", async () => {
  const { log, logFile, records, stderr } = await start();
  log.debug("too quiet");
  log.info("call", { tool: "get_user", ms: 12 });
  log.error("100% of %s failed", { error: { code: "EIO" } });
  await log.close();
  expect(records()).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      tool: "get_user",
      ms: 12,
      msg: "call",
    },
    expect.objectContaining({ level: "error", msg: "100% of %s failed", error: { code: "EIO" } }),
  ]);
  expect(statSync(logFile).mode & 0o777).toBe(0o600);
  expect(stderr()).toBe(
    'okta-mcp: info: call tool=get_user ms=12\nokta-mcp: 100% of %s failed error={"code":"EIO"}\n',
  );
});

test("no text can begin a line of its own", async () => {
  const { log, records } = await start();
  log.info('x\n{"level":"error"}', { a: '\n{"level":"error"}\u2028' });
  await log.close();
  expect(records()).toMatchObject([{ level: "info" }]);
});

test("after a rotation it goes on in a new file", async () => {
  const { log, logFile, records } = await start();
  log.info("old");
  await expect.poll(() => records()).toHaveLength(1);
  renameSync(logFile, `${logFile}.1`);
  await log.reopen();
  expect(records()).toEqual([]);
  log.info("new");
  await log.close();
  expect(records().map(({ msg }) => msg)).toEqual(["new"]);
  expect(records(`${logFile}.1`).map(({ msg }) => msg)).toEqual(["old"]);
});

describe("a file that cannot be written is told once, and the log goes on", () => {
  const places: [string, (directory: string) => string, string][] = [
    ["no directory", (directory) => join(directory, "gone", "okta.log"), "ENOENT"],
    ["a directory", (directory) => directory, "EISDIR"],
  ];
  if (process.platform === "linux") places.push(["a full disk", () => "/dev/full", "ENOSPC"]);

  test.each(places)("%s", async (_, place, code) => {
    const { directory } = await start();
    const { log, stderr } = await start({ logFile: place(directory) });
    for (let at = 0; at < 3; at++) {
      log.info(`line ${at}`);
      await log.reopen();
    }
    await log.close();
    expect(stderr().match(/The log file could not be written \(\w+\)\./g)).toContain(
      `The log file could not be written (${code}).`,
    );
    expect(stderr()).toContain("line 2");
  });
});

test("what is said after the end is for stderr alone", async () => {
  const { log, records, stderr } = await start();
  await log.reopen();
  await log.close();
  log.warn("late");
  await log.close();
  expect(records()).toEqual([]);
  expect(stderr()).toBe("okta-mcp: late\n");
});

test("a silent log makes no file", async () => {
  const { log, logFile, stderr } = await start({ logLevel: "silent" });
  log.error("text");
  await log.close();
  expect(() => statSync(logFile)).toThrow("ENOENT");
  expect(stderr()).toBe("");
});
