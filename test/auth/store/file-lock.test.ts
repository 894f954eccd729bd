import { mkdirSync, readdirSync, rmdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { fileLock, type LockTimes } from "../../../src/auth/store/file-lock.js";
import { privateDirectory } from "../../../src/auth/store/private-directory.js";
import { turns } from "../../../src/auth/store/turns.js";
import { failureOf } from "../../failure.js";
import { KEY, openStore, temporaryDirectory, tokens } from "./fixtures.js";

async function start(times: Partial<LockTimes> = {}) {
  const path = join(await temporaryDirectory(), "store");
  const reports: string[] = [];
  const report = (text: string) => void reports.push(text);
  const directory = privateDirectory(path, process.platform, report);
  await directory.ensure();
  return {
    exclusive: fileLock(directory, { maxWait: 400, stale: 2_000, ...times }, report),
    path,
    reports,
    names: () => readdirSync(path),
    /** A lock, or the guard of one, that nobody has refreshed for so long. */
    leave(name: string, seconds: number) {
      mkdirSync(join(path, name));
      const then = Date.now() / 1_000 - seconds;
      utimesSync(join(path, name), then, then);
    },
  };
}

describe("a lock", () => {
  test("is there while it is held, and gone after, a failure too", async () => {
    const { exclusive, names, reports } = await start();
    expect(await exclusive("a", async () => names())).toEqual(["a.lock"]);
    expect(names()).toEqual([]);
    await expect(exclusive("a", () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    expect([names(), reports]).toEqual([[], []]);
  });

  test("makes its directory again", async () => {
    const { exclusive, path } = await start();
    rmSync(path, { recursive: true });
    expect(await exclusive("a", async () => "done")).toBe("done");
  });

  test("that is lost while it is held is told once, when it is noticed", async () => {
    const { exclusive, path, reports } = await start();
    await exclusive("a", async () => {
      rmdirSync(join(path, "a.lock"));
      await sleep(1_600);
    });
    expect(reports).toEqual([expect.stringMatching(/a\.lock was lost to another process/)]);
  });

  test("that cannot be given back is told, and fails nothing", async () => {
    const { exclusive, path, reports } = await start();
    const done = await exclusive("a", async () => {
      writeFileSync(join(path, "a.lock", "in-the-way"), "");
      return "done";
    });
    expect(done).toBe("done");
    expect(reports).toEqual([expect.stringMatching(/a\.lock could not be unlocked \(ENOTEMPTY\)/)]);
  });

  test("that cannot be had at all is the store's failure", async () => {
    const { exclusive } = await start();
    const failure = await failureOf(() => exclusive("none/a", async () => "never"));
    expect([failure.code, failure.field]).toEqual(["config_invalid", "OKTA_TOKEN_STORE"]);
    expect(failure.message).toContain("cannot be locked (ENOENT)");
  });
});

describe("the lock of a process that is gone", () => {
  test("is taken away, and nothing of that is left", async () => {
    const { exclusive, leave, names } = await start();
    leave("a.lock", 10);
    expect(await exclusive("a", async () => names())).toEqual(["a.lock"]);
    expect(names()).toEqual([]);
  });

  test("is left to whoever is about to take it away", async () => {
    const { exclusive, leave, names } = await start();
    leave("a.lock", 10);
    leave("a.lock.clearing", 0);
    expect((await failureOf(() => exclusive("a", async () => "never"))).code).toBe("timeout");
    expect(names()).toEqual(["a.lock", "a.lock.clearing"]);
  });

  test("is taken away although another died of that", async () => {
    const { exclusive, leave, names } = await start();
    leave("a.lock", 10);
    leave("a.lock.clearing", 10);
    expect(await exclusive("a", async () => "done")).toBe("done");
    expect(names()).toEqual([]);
  });

  test("is not, as long as it may be alive", async () => {
    const { exclusive, leave } = await start();
    leave("a.lock", 1);
    expect((await failureOf(() => exclusive("a", async () => "never"))).code).toBe("timeout");
  });
});

describe("turns within a process", () => {
  /** Actions that say when they begin and end. */
  function actions() {
    const steps: string[] = [];
    const take = (name: string, milliseconds: number) => async () => {
      steps.push(`${name} in`);
      await sleep(milliseconds);
      steps.push(`${name} out`);
    };
    return { steps, take };
  }

  test("who has waited too long lets nobody past those before", async () => {
    const { steps, take } = actions();
    const exclusive = turns(50);
    const first = exclusive("a", take("first", 300));
    expect((await failureOf(() => exclusive("a", take("second", 0)))).code).toBe("timeout");
    expect((await failureOf(() => exclusive("a", take("third", 0)))).code).toBe("timeout");
    await first;
    await exclusive("a", take("fourth", 0));
    expect(steps).toEqual(["first in", "first out", "fourth in", "fourth out"]);
  });

  test("who comes after the first has ended still waits for the second", async () => {
    const { steps, take } = actions();
    const exclusive = turns(5_000);
    const [first, second] = [exclusive("a", take("first", 10)), exclusive("a", take("second", 80))];
    await first;
    await sleep(20);
    await Promise.all([second, exclusive("a", take("third", 0))]);
    expect(steps).toEqual(["first in", "first out", "second in", "second out", "third in", "third out"]);
  });
});

test("what only looks like an entry is neither listed nor told of", async () => {
  const directory = await temporaryDirectory();
  const { store, reports } = await openStore({ directory });
  await store.write(KEY, tokens("t"));
  for (const name of ["notes.token", `${"a".repeat(63)}.token`, `${"a".repeat(64)}.token.bak`, ".token"]) {
    writeFileSync(join(directory, "file", name), "x", { mode: 0o600 });
  }
  expect(await store.list()).toEqual([KEY]);
  expect(reports).toEqual([]);
});
