import { mkdir, rmdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FILE_NAME, findDestination, refuseTaken } from "../../../src/tools/export/destination.js";
import { withFileLock } from "../../../src/tools/export/lock.js";
import { failureOf } from "../../failure.js";
import { emptyDirectory } from "./support.js";

describe("a file name", () => {
  test.each([
    "users.csv",
    "Users 2026-11-23.CSV",
    "a.jsonl",
    "a.b_c-d.jsonl",
    "1.csv",
    `${"a".repeat(100)}.csv`,
  ])("%s is plain", (name) => {
    expect(name).toMatch(FILE_NAME);
  });

  test.each([
    "../users.csv",
    "a/b.csv",
    "a\\b.csv",
    "/etc/users.csv",
    "C:users.csv",
    "..csv",
    ".csv",
    ".hidden.csv",
    "%2e%2e%2fusers.csv",
    "~.csv",
    "users",
    "users.txt",
    "users.csv.exe",
    "users.csv\n",
    "us\ners.csv",
    "us\0ers.csv",
    "CON.csv",
    "nul.jsonl",
    "com1.csv",
    "prn.csv",
    "AUX.jsonl",
    "lpt9.csv",
    "con.x.csv",
    "-rf.csv",
    " users.csv",
    "usérs.csv",
    `${"a".repeat(101)}.csv`,
    "",
  ])("%j is not", (name) => {
    expect(name).not.toMatch(FILE_NAME);
  });
});

describe("the directory", () => {
  test("that is missing, or a file, is the user's to mend", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "file"), "");
    for (const path of [join(directory, "none"), join(directory, "file")]) {
      const error = await failureOf(() => findDestination(path, "a.csv"));
      expect([error.code, error.field]).toEqual(["config_invalid", "OKTA_EXPORT_DIR"]);
    }
  });

  test("may be a link: the user named it", async () => {
    const directory = await emptyDirectory();
    await mkdir(join(directory, "real"));
    await symlink(join(directory, "real"), join(directory, "link"));
    const { path } = await findDestination(join(directory, "link"), "a.csv");
    expect(path).toMatch(/real.a\.csv$/);
  });
});

test("a name that was not checked leads nowhere", async () => {
  const directory = await emptyDirectory();
  for (const name of ["../a.csv", ".a.csv", "a.txt"]) {
    expect((await failureOf(() => findDestination(directory, name))).code).toBe("internal");
  }
});

test("where nobody can tell whether the name is taken, it counts as neither", async () => {
  const directory = await emptyDirectory();
  await writeFile(join(directory, "file"), "");
  const path = join(directory, "file", "a.csv");
  await expect(refuseTaken({ directory, path, partial: "", checkpoint: "" })).rejects.toMatchObject({
    code: "ENOTDIR",
  });
});

describe("what has the name already is not overwritten", () => {
  test.each<[string, (path: string) => Promise<unknown>]>([
    ["a file", (path) => writeFile(path, "")],
    ["a directory", (path) => mkdir(path)],
    ["a link to nowhere", (path) => symlink("/nowhere/at/all", path)],
  ])("%s", async (_, make) => {
    const directory = await emptyDirectory();
    await make(join(directory, "a.csv"));
    const destination = await findDestination(directory, "a.csv");
    const error = await failureOf(() => refuseTaken(destination));
    expect([error.code, error.field]).toEqual(["arguments_invalid", "file"]);
  });
});

describe("the lock", () => {
  const never = new AbortController().signal;

  test("lets one in at a time", async () => {
    const path = join(await emptyDirectory(), "a");
    const events: string[] = [];
    const first = withFileLock(path, never, async () => {
      events.push("first in");
      await new Promise((resolve) => setTimeout(resolve, 300));
      events.push("first out");
    });
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await withFileLock(path, never, async () => {
      events.push("second in");
    });
    await first;
    expect(events).toEqual(["first in", "first out", "second in"]);
  });

  test("is not waited for by a call that is cancelled", async () => {
    const path = join(await emptyDirectory(), "a");
    const controller = new AbortController();
    await withFileLock(path, never, async () => {
      setTimeout(() => controller.abort(), 50);
      const error = await failureOf(() => withFileLock(path, controller.signal, async () => undefined));
      expect(error.code).toBe("cancelled");
    });
  });

  test("of a process that was killed is taken over", async () => {
    const path = join(await emptyDirectory(), "a");
    await mkdir(`${path}.lock`);
    const then = Date.now() / 1_000 - 10;
    await utimes(`${path}.lock`, then, then);
    expect(await withFileLock(path, never, async () => "done")).toBe("done");
  });

  test("that is lost while it is held is no failure: the file is held against its digest", async () => {
    const path = join(await emptyDirectory(), "a");
    const done = await withFileLock(path, never, async () => {
      await rmdir(`${path}.lock`);
      await new Promise((resolve) => setTimeout(resolve, 1_600));
      return "done";
    });
    expect(done).toBe("done");
  });

  test("is waited for five seconds, and then there is a conflict", async () => {
    const path = join(await emptyDirectory(), "a");
    await withFileLock(path, never, async () => {
      const started = performance.now();
      const error = await failureOf(() => withFileLock(path, never, async () => undefined));
      expect(error.code).toBe("conflict");
      expect(performance.now() - started).toBeGreaterThan(4_500);
    });
  });

  test("in a directory that is gone is that failure, at once", async () => {
    const path = join(await emptyDirectory(), "gone", "a");
    await expect(withFileLock(path, never, async () => undefined)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
