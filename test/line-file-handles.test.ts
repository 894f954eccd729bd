import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, mkdtemp, open, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Files, lineFile } from "../src/line-file.js";

type Method = "sync" | "datasync" | "close";

interface Setting {
  readonly durable?: boolean;
  /** Fails after the real thing was done, as a disk does that says so late. */
  readonly failing?: (method: Method | "open", path: string) => boolean;
  readonly stat?: Files["stat"];
}

/** A line file, what it did to which file but writing, and how many handles it has open. */
async function start({ durable = true, failing = () => false, stat: look = stat }: Setting = {}) {
  const directory = await mkdtemp(join(tmpdir(), "okta-mcp-lines-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, "lines");
  const done: string[] = [];
  const opened = new Set<FileHandle>();
  const files: Files = {
    stat: look,
    async open(place, ...more) {
      const at = place === dirname(path) ? "directory" : basename(place);
      if (failing("open", at)) throw Object.assign(new Error("no"), { code: "EACCES" });
      const handle = await open(place, ...more);
      opened.add(handle);
      const play = (method: Method) => async () => {
        await handle[method]();
        done.push(`${method} ${at}`);
        if (method === "close") opened.delete(handle);
        if (failing(method, at)) throw Object.assign(new Error("no"), { code: "EIO" });
      };
      const played = { sync: play("sync"), datasync: play("datasync"), close: play("close") };
      return new Proxy(handle, {
        get(target, name) {
          const value: unknown = Reflect.get(name in played ? played : target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
  return { file: lineFile({ path, durable, files }), path, done, opened };
}

describe("the name of a new file", () => {
  test("is on the disk before its first line counts, and is not written again", async () => {
    const { file, done } = await start();
    await file.append("one\n");
    expect(done).toEqual(["sync directory", "close directory", "datasync lines"]);
    await file.append("two\n");
    await file.close();
    expect(done.slice(3)).toEqual(["datasync lines", "close lines"]);
  });

  test("is left to itself where it was there before, or where nothing has to last", async () => {
    const old = await start();
    writeFileSync(old.path, "old\n");
    await old.file.append("one\n");
    await old.file.close();
    expect(old.done).toEqual(["datasync lines", "close lines"]);

    const passing = await start({ durable: false });
    await passing.file.append("one\n");
    await passing.file.close();
    expect(passing.done).toEqual(["close lines"]);
  });

  test.each<Method | "open">(["open", "sync"])(
    "is no reason to fail where the directory cannot do that: %s",
    async (method) => {
      const { file, path } = await start({ failing: (what, at) => what === method && at === "directory" });
      await file.append("one\n");
      expect(readFileSync(path, "utf8")).toBe("one\n");
      await file.close();
    },
  );
});

test("no handle is left behind by rotations, nor by the end", async () => {
  const { file, path, opened } = await start();
  for (let turn = 0; turn < 5; turn++) {
    await file.append(`${turn}\n`);
    renameSync(path, `${path}.${turn}`);
    if (turn % 2 === 0) await file.reopen();
    expect(opened.size).toBe(1);
  }
  await file.close();
  expect(opened.size).toBe(0);
});

test("an old file that cannot be closed does not keep lines from the new one", async () => {
  const { file, path } = await start({ failing: (method, at) => method === "close" && at === "lines" });
  await file.append("old\n");
  renameSync(path, `${path}.1`);
  await file.append("new\n");
  expect(readFileSync(path, "utf8")).toBe("new\n");
  await file.close();
});

test("the same number on another device is another file", async () => {
  let device = 0n;
  const { file, path, opened } = await start({
    async stat(place, options) {
      const stats = await stat(place, options);
      return Object.assign(stats, { dev: stats.dev + device });
    },
  });
  await file.append("one\n");
  const [before] = opened;
  device = 1n;
  await file.append("two\n");
  expect([...opened]).not.toContain(before);
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  await file.close();
});

test("after the end nothing is opened any more", async () => {
  const { file, path, opened } = await start();
  await file.close();
  await file.reopen();
  expect(opened.size).toBe(0);
  expect(() => statSync(path)).toThrow("ENOENT");
});

test("half a line is ended once, however many lines follow together", async () => {
  const { file, path } = await start();
  writeFileSync(path, "ha");
  await Promise.all(["one\n", "two\n", "three\n"].map((line) => file.append(line)));
  expect(readFileSync(path, "utf8")).toBe("ha\none\ntwo\nthree\n");
  await file.close();
});
