import { chmodSync, readdirSync, readlinkSync } from "node:fs";
import { chmod, chown, lstat, mkdir, open, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, test, vi } from "vitest";
import { keyFile } from "../../../src/auth/store/key-file.js";
import { privateDirectory } from "../../../src/auth/store/private-directory.js";
import { decodeKey, encodeKey, obtainSealingKey } from "../../../src/auth/store/sealing-key.js";
import { failureOf } from "../../failure.js";
import { KEY, openStore, temporaryDirectory, tokens } from "./fixtures.js";

const posix = process.platform !== "win32";
const modeOf = async (path: string) => (await lstat(path)).mode & 0o777;

/** A private directory with one file in it, and what it reports. */
async function directoryWith(text: string) {
  const path = join(await temporaryDirectory(), "private");
  const reports: string[] = [];
  const directory = privateDirectory(path, process.platform, (line) => reports.push(line));
  await directory.write("file", text);
  return { directory, path, file: join(path, "file"), reports };
}

describe.runIf(posix).each([0o604, 0o602, 0o601, 0o640, 0o620, 0o610])("a file of mode %o", (mode) => {
  it("is closed to others and used, or refused, as is asked", async () => {
    const { directory, file, reports } = await directoryWith("text");
    await chmod(file, mode);
    expect(await directory.read("file", "refuse")).toMatchObject({ state: "unusable" });
    expect([await modeOf(file), reports]).toEqual([mode, []]);
    expect(await directory.read("file", "tighten")).toEqual({ state: "text", text: "text" });
    expect(await modeOf(file)).toBe(0o600);
    expect(reports).toEqual([expect.stringContaining("was open to other users")]);
  });
});

describe.runIf(posix)("a directory", () => {
  test.each([0o701, 0o702, 0o704, 0o710, 0o720, 0o740])("of mode %o is closed to others", async (mode) => {
    const { directory, path, reports } = await directoryWith("text");
    await chmod(path, mode);
    await directory.ensure();
    expect(await modeOf(path)).toBe(0o700);
    expect(reports).toHaveLength(1);
  });

  it("that was opened meanwhile, or taken away, is made right by the next write", async () => {
    const { directory, path } = await directoryWith("text");
    await chmod(path, 0o777);
    await directory.write("file", "more");
    expect(await modeOf(path)).toBe(0o700);
    await rm(path, { recursive: true });
    await directory.write("file", "more");
    expect([await modeOf(path), await modeOf(join(path, "file"))]).toEqual([0o700, 0o600]);
  });

  it.runIf(process.getuid?.() === 0)("of another user is refused", async () => {
    const { directory, path } = await directoryWith("text");
    await chown(path, 12345, 12345);
    const failure = await failureOf(() => directory.ensure());
    expect(failure.message).toContain("belongs to another user");
  });

  it("that is a link is refused, and where it leads is left as it is", async () => {
    const { path } = await directoryWith("text");
    const [target, link] = [`${path}-target`, `${path}-link`];
    await mkdir(target, { mode: 0o755 });
    await symlink(target, link);
    const directory = privateDirectory(link, process.platform, () => undefined);
    expect((await failureOf(() => directory.ensure())).message).toContain("is not a directory");
    expect(await modeOf(target)).toBe(0o755);
  });

  it("that cannot be reached says nothing about what is in it", async () => {
    const { path } = await directoryWith("text");
    await symlink(`${path}-loop`, `${path}-loop`);
    const directory = privateDirectory(`${path}-loop`, process.platform, () => undefined);
    expect(await directory.read("x", "refuse")).toEqual({ state: "failed", why: "cannot be read (ELOOP)" });
  });

  it("that is a file is refused, and what is in it is not known to be absent", async () => {
    const { file, reports } = await directoryWith("text");
    const directory = privateDirectory(file, process.platform, (line) => reports.push(line));
    expect((await failureOf(() => directory.ensure())).message).toMatch(/cannot be made|is not a directory/);
    expect(await directory.read("x", "refuse")).toEqual({ state: "failed", why: "cannot be read (ENOTDIR)" });
    expect((await failureOf(() => directory.names())).code).toBe("config_invalid");
    expect((await failureOf(() => directory.remove("x"))).code).toBe("config_invalid");
    expect((await failureOf(() => directory.write("x", "y"))).code).toBe("config_invalid");
  });
});

test("names come in order, and what is absent is no failure", async () => {
  const { directory } = await directoryWith("text");
  for (const name of ["c", "a", "b"]) await directory.write(name, name);
  expect(await directory.names()).toEqual(["a", "b", "c", "file"]);
  expect(await directory.read("none", "refuse")).toEqual({ state: "absent" });
  expect([await directory.remove("a"), await directory.remove("a")]).toEqual([true, false]);
});

test("a file that has been there for long is no abandoned one", async () => {
  const { directory, file } = await directoryWith("text");
  const yesterday = Date.now() / 1_000 - 86_400;
  await utimes(file, yesterday, yesterday);
  await directory.write("other", "x");
  expect(await directory.names()).toEqual(["file", "other"]);
});

test("a text is on the disk before it takes the name, and the name before anybody is told", async () => {
  const { directory, path } = await directoryWith("old");
  const handle = await open(import.meta.filename);
  await handle.close();
  const events: string[] = [];
  const sync = vi.spyOn(Object.getPrototypeOf(handle), "sync").mockImplementation(async () => {
    const names = readdirSync(path).map((name) => name.replace(/[0-9a-f-]{36}/, "…"));
    events.push(`${names.sort().join(" ")}: ${await readFile(join(path, "file"), "utf8")}`);
  });
  onTestFinished(() => sync.mockRestore());
  await directory.write("file", "new");
  expect(events).toEqual(["file file.….tmp: old", "file: new"]);
});

test.runIf(process.platform === "linux")(
  "no handle and no temporary file is left, whatever goes wrong",
  async () => {
    const { directory, path, file } = await directoryWith("text");
    const left = () =>
      readdirSync("/proc/self/fd").filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
        } catch {
          return false;
        }
      });
    await directory.read("file", "tighten");
    await writeFile(file, "x".repeat(2 ** 20 + 1), { mode: 0o600 });
    expect(await directory.read("file", "tighten")).toMatchObject({ state: "unusable" });
    await rm(file);
    await mkdir(join(file, "inside"), { recursive: true });
    expect((await failureOf(() => directory.write("file", "x"))).message).toContain(file);
    await failureOf(() => directory.write("a/b", "x"));
    expect(left()).toEqual([]);
    expect(await directory.names()).toEqual(["file"]);
  },
);

describe("a sealing key", () => {
  it("is read in one spelling only", () => {
    const key = new Uint8Array(32).fill(255);
    const text = encodeKey(key);
    expect(text).toHaveLength(43);
    expect(decodeKey(text)).toEqual(Buffer.from(key));
    for (const other of [`${text}=`, `${text}\n`, ` ${text}`, `${text.slice(0, -1)}9`, `${text}AA`, ""]) {
      expect(decodeKey(other)).toBeUndefined();
    }
  });

  it("differs from any other in each of its parts", async () => {
    const keys = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { directory } = await directoryWith("");
        const holder = keyFile(directory, () => undefined);
        return Buffer.from(await obtainSealingKey(holder, (_, action) => action())).toString("hex");
      }),
    );
    for (let at = 0; at < 64; at += 8) {
      expect(new Set(keys.map((key) => key.slice(at, at + 8))).size).toBe(8);
    }
  });

  it.runIf(posix)(
    "that others may have read is told of, with what to do, each of its faults once",
    async () => {
      const directory = await temporaryDirectory();
      const { store, reports } = await openStore({ directory });
      await store.write(KEY, tokens("t"));
      chmodSync(join(directory, "file", "sealing-key"), 0o604);
      expect([await store.read(KEY), await store.read(KEY)]).toEqual([undefined, undefined]);
      expect(reports).toEqual([
        expect.stringMatching(/sealing-key is open to other users, who may have read it.*revoke/s),
        expect.stringContaining("cannot be opened without its key"),
      ]);
    },
  );
});
