import { execFileSync } from "node:child_process";
import {
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, mkdtemp, open, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Files, type LineFile, lineFile } from "../src/line-file.js";

const REAL: Files = { open, stat };
const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === "linux";

async function newPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "okta-mcp-lines-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "lines");
}

function openAt(path: string, files?: Files): LineFile {
  const file = lineFile({ path, durable: true, ...(files && { files }) });
  onTestFinished(() => file.close());
  return file;
}

/** The real files, with one method of each handle played. */
function playing(
  method: "write" | "datasync",
  play: (handle: FileHandle, ...args: never[]) => unknown,
): Files {
  return {
    ...REAL,
    async open(...args) {
      const handle = await open(...args);
      return new Proxy(handle, {
        get(target, name) {
          if (name === method) return (...given: never[]) => play(target, ...given);
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

const content = (path: string) => readFileSync(path, "utf8");

test("lines stand in the order of the calls, each by one write, in a file for its owner alone", async () => {
  const path = await newPath();
  const writes: string[] = [];
  const files = playing("write", (handle, bytes: Buffer) => {
    writes.push(bytes.toString());
    return handle.write(bytes);
  });
  const file = openAt(path, files);
  const lines = Array.from({ length: 100 }, (_, at) => `${at}\n`);
  await Promise.all(lines.map((line) => file.append(line)));
  expect(content(path)).toBe(lines.join(""));
  expect(writes).toEqual(lines);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("lines that wait together share one sync, and none is done before it", async () => {
  const path = await newPath();
  const events: string[] = [];
  const files = playing("datasync", async (handle) => {
    await handle.datasync();
    events.push("sync");
  });
  const file = openAt(path, files);
  const add = (line: string) => file.append(line).then(() => events.push(line.trim()));
  await add("first\n");
  await Promise.all([add("second\n"), add("third\n")]);
  expect(events).toEqual(["sync", "first", "sync", "second", "third"]);
});

test("several writers of one file lose nothing of each other", async () => {
  const path = await newPath();
  const files = [openAt(path), openAt(path), openAt(path)];
  const lines = Array.from({ length: 150 }, (_, at) => `${"x".repeat(at * 10)} ${at}\n`);
  await Promise.all(lines.map((line, at) => files[at % 3]?.append(line)));
  expect(content(path).split("\n").sort()).toEqual(
    lines
      .map((line) => line.trimEnd())
      .concat("")
      .sort(),
  );
});

describe("half a line", () => {
  test("of an earlier crash is ended before the next", async () => {
    const path = await newPath();
    writeFileSync(path, '{"whole":1}\n{"ha');
    await openAt(path).append("next\n");
    expect(content(path)).toBe('{"whole":1}\n{"ha\nnext\n');
  });

  test("is a failure, and what follows stands in a line of its own", async () => {
    const path = await newPath();
    let isFull = true;
    const files = playing("write", (handle, bytes: Buffer) =>
      handle.write(isFull ? bytes.subarray(0, 4) : bytes),
    );
    const file = openAt(path, files);
    await expect(file.append("0123456\n")).rejects.toMatchObject({ code: "ENOSPC" });
    isFull = false;
    await file.append("next\n");
    expect(content(path)).toBe("0123\nnext\n");
  });

  test("does not take the line behind it along", async () => {
    const path = await newPath();
    const files = playing("write", (handle, bytes: Buffer) =>
      handle.write(bytes.includes("bad") ? bytes.subarray(0, 1) : bytes),
    );
    const file = openAt(path, files);
    const results = await Promise.allSettled(["one\n", "bad\n", "two\n"].map((line) => file.append(line)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(content(path)).toBe("one\nb\ntwo\n");
  });
});

test("a line that could not be synced counts as not written", async () => {
  const path = await newPath();
  const files = playing("datasync", () => Promise.reject(Object.assign(new Error("disk"), { code: "EIO" })));
  await expect(openAt(path, files).append("line\n")).rejects.toMatchObject({ code: "EIO" });
});

describe("when the file is taken away", () => {
  test.each<[string, (path: string) => void]>([
    ["deleted", (path) => rmSync(path)],
    ["moved", (path) => renameSync(path, `${path}.1`)],
    [
      "replaced",
      (path) => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, "");
      },
    ],
  ])("%s, the next line begins a file at the path", async (_, take) => {
    const path = await newPath();
    const file = openAt(path);
    await file.append("old\n");
    take(path);
    await file.append("new\n");
    expect(content(path)).toBe("new\n");
  });

  test("reopen makes it anew at once", async () => {
    const path = await newPath();
    const file = openAt(path);
    await file.append("old\n");
    renameSync(path, `${path}.1`);
    await file.reopen();
    expect(content(path)).toBe("");
    expect(content(`${path}.1`)).toBe("old\n");
  });

  test("with its directory, lines fail until it is back", async () => {
    const path = await newPath();
    const directory = join(path, "..", "deeper");
    mkdirSync(directory);
    const file = openAt(join(directory, "lines"));
    await file.append("one\n");
    rmSync(directory, { recursive: true });
    await expect(file.append("two\n")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(file.reopen()).rejects.toMatchObject({ code: "ENOENT" });
    mkdirSync(directory);
    await file.append("three\n");
    expect(content(join(directory, "lines"))).toBe("three\n");
  });
});

test("a program whose own output is closed keeps its lines all the same", async () => {
  const path = await newPath();
  const file = lineFile({ path, durable: true, output: () => undefined });
  await file.append("x\n");
  await file.close();
  expect(content(path)).toBe("x\n");
});

describe("nothing is written", () => {
  test("to a directory", async () => {
    const path = await newPath();
    await expect(openAt(join(path, "..")).append("x\n")).rejects.toMatchObject({ code: "EISDIR" });
  });

  test.skipIf(isRoot)("to a directory that is read-only", async () => {
    const path = await newPath();
    chmodSync(join(path, ".."), 0o500);
    await expect(openAt(path).append("x\n")).rejects.toMatchObject({ code: "EACCES" });
    chmodSync(join(path, ".."), 0o700);
  });

  test.skipIf(!onLinux)("to a file system that is read-only, even for root", async () => {
    await expect(openAt("/sys/kernel/lines").append("x\n")).rejects.toThrow(/EACCES|EROFS|EPERM/);
  });

  test.skipIf(!onLinux)("to a device that is full", async () => {
    const file = lineFile({ path: "/dev/full", durable: false });
    await expect(file.append("x\n")).rejects.toMatchObject({ code: "ENOSPC" });
    await file.close();
  });

  describe.skipIf(!onLinux)("that has to last, to what is no regular file:", () => {
    test.each(["/dev/full", "/dev/null", "/dev/stderr"])("%s", async (path) => {
      // What cannot even be opened (a socket) says so by itself.
      await expect(openAt(path).append("x\n")).rejects.toMatchObject({
        code: expect.stringMatching(/^not a regular file$|^ENXIO$/),
      });
    });

    test("a pipe, whose reader gets nothing", async () => {
      const path = await newPath();
      execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path]);
      const reader = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
      onTestFinished(() => reader.close());
      await expect(openAt(path).append("x\n")).rejects.toMatchObject({ code: "not a regular file" });
      await expect(reader.read(Buffer.alloc(1), 0, 1)).rejects.toMatchObject({ code: "EAGAIN" });
    });
  });

  test.each([true, false])("to the program's own output, by whatever name (to last: %s)", async (durable) => {
    const path = await newPath();
    writeFileSync(path, "");
    const output = () => statSync(path, { bigint: true });
    symlinkSync(path, `${path}.link`);
    for (const name of [path, `${path}.link`]) {
      const file = lineFile({ path: name, durable, output });
      const refusal = { code: "the program's own output" };
      await expect(file.append("x\n")).rejects.toMatchObject(refusal);
      await expect(file.reopen()).rejects.toMatchObject(refusal);
      await file.close();
    }
    expect(content(path)).toBe("");
  });

  test("after the end", async () => {
    const path = await newPath();
    const file = openAt(path);
    const last = file.append("last\n");
    await file.close();
    await last;
    await expect(file.append("late\n")).rejects.toThrow("closed");
    expect(content(path)).toBe("last\n");
  });
});
