import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import type { LogLevel } from "../../src/config/logging.js";
import { openLog } from "../../src/log/log.js";
import { presentable } from "../../src/presentable.js";

/** A log whose file is in a directory that is there, unless told otherwise. */
async function start(logLevel: LogLevel = "info", folder = "") {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-log-"));
  const logFile = join(directory, folder, "okta.log");
  const told: string[] = [];
  const stderr = new Writable({
    write(chunk, _, done) {
      if (String(chunk).includes("log file")) told.push(String(chunk));
      done();
    },
  });
  const log = await openLog({ logLevel, logFile, stderr, present: (value) => presentable(value) });
  onTestFinished(async () => {
    await log.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const text = () => readFileSync(logFile, "utf8");
  const records = () =>
    text()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, directory, text, records, told };
}

test("the file is made at once, so that what is wrong with it is known at the start", async () => {
  const { text } = await start();
  await expect.poll(text).toBe("");
});

test("at debug it gets everything", async () => {
  const { log, records } = await start("debug");
  log.debug("text");
  await log.close();
  expect(records()).toMatchObject([{ level: "debug", msg: "text" }]);
});

test("it gets no secret", async () => {
  const { log, text } = await start();
  log.warn("sent Bearer abcdefgh12345678", { password: "hunter2" });
  await log.close();
  expect(text()).toContain("[hidden]");
  expect(text()).not.toMatch(/hunter2|abcdefgh/);
});

test("a silent log makes no file, after a rotation neither", async () => {
  const { log, text } = await start("silent");
  await log.reopen();
  expect(text).toThrow("ENOENT");
});

test("no line waits for the disk's own cache", async () => {
  const handle = await open(import.meta.filename);
  await handle.close();
  const sync = vi.spyOn(Object.getPrototypeOf(handle), "datasync");
  onTestFinished(() => sync.mockRestore());
  const { log, records } = await start();
  log.info("text");
  await log.close();
  expect(records()).toHaveLength(1);
  expect(sync).not.toHaveBeenCalled();
});

test("a disk that is too slow costs a megabyte, and the lines that were lost are counted once", async () => {
  const { log, records } = await start();
  await log.reopen();
  for (let at = 0; at < 600; at++) log.info("text", { filler: "x".repeat(3_800) });
  await expect.poll(() => records().length, { timeout: 5_000 }).toBeGreaterThan(250);
  await log.reopen();
  const kept = records().length;
  expect(kept).toBeLessThan(270);
  log.info("again");
  log.info("and again");
  await log.close();
  expect(records().slice(kept)).toMatchObject([
    { level: "warn", msg: expect.stringContaining("Lines were lost"), lines: 600 - kept },
    { msg: "again" },
    { msg: "and again" },
  ]);
});

test("an outage is told once, and the next one again", async () => {
  const { log, directory, records, told } = await start("info", "later");
  const folder = join(directory, "later");
  for (let at = 0; at < 4; at++) {
    log.info("lost");
    await log.reopen();
  }
  expect(told).toEqual([expect.stringContaining("could not be written (ENOENT)")]);
  expect(told[0]).not.toContain(directory);
  mkdirSync(folder);
  log.info("written");
  await log.reopen();
  expect(records()).toMatchObject([{ msg: "written" }]);
  rmSync(folder, { recursive: true });
  log.info("lost");
  await log.reopen();
  expect(told).toHaveLength(2);
});
