import { type BigIntStats, constants, fstatSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The part of `node:fs/promises` that is used. */
export interface Files {
  open(path: string, flags: number | string, mode?: number): Promise<FileHandle>;
  stat(path: string, options: { bigint: true }): ReturnType<typeof bigStat>;
}

export interface LineFileOptions {
  readonly path: string;
  /** Every line is on the disk when it has been appended, which only a regular file can do. */
  readonly durable: boolean;
  readonly files?: Files;
  /** Where this process answers; undefined where that is closed. */
  readonly output?: () => FileIdentity | undefined;
}

export type FileIdentity = Pick<BigIntStats, "dev" | "ino">;

/** A file that only grows, by whole lines; other processes may add to it as well. */
export interface LineFile {
  /**
   * Adds a line, which ends with its newline. Lines get there in the order of the calls, each by one write.
   * @throws the file system's error; part of the line may be there then, and the next one begins anew. An error whose
   * `code` is in words for what is no place for lines
   */
  append(line: string): Promise<void>;
  /** Takes up the file that is at the path now. @throws the file system's error; the next line tries again */
  reopen(): Promise<void>;
  /** After the lines that wait. */
  close(): Promise<void>;
}

/** Readable as well: whether the last line is whole has to be seen. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR;
/** For the user alone, where the file is new; one that is there keeps what its owner has set. Windows takes no modes: there it has the access list of its directory. */
const MODE = 0o600;
const NEWLINE = 10;

interface Waiting {
  readonly line: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

const bigStat = (path: string) => stat(path, { bigint: true });

function stdout(): FileIdentity | undefined {
  try {
    return fstatSync(1, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Opens nothing before the first line. A file that was deleted or moved away is made anew for the next line. */
export function lineFile(options: LineFileOptions): LineFile {
  const { path, durable, files = { open, stat: bigStat }, output = stdout } = options;
  let handle: FileHandle | undefined;
  let waiting: Waiting[] = [];
  let isClosed = false;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = turn.then(action);
    turn = result.catch(() => undefined);
    return result;
  }

  async function letGo(): Promise<void> {
    const old = handle;
    handle = undefined;
    await old?.close().catch(() => undefined);
  }

  async function opened(): Promise<FileHandle> {
    if (handle && !(await isAt(handle, path))) await letGo();
    if (handle) return handle;
    const fresh = await files.open(path, APPEND, MODE);
    const stats = await fresh.stat({ bigint: true });
    const fault = unfit(stats);
    if (fault !== undefined) {
      await fresh.close().catch(() => undefined);
      throw Object.assign(new Error(`The file is ${fault}.`), { code: fault });
    }
    handle = fresh;
    if (durable && stats.size === 0n) await syncName(path);
    return fresh;
  }

  /** A line among the answers would break the protocol they are in (`/dev/stdout` and its other names). */
  function unfit(stats: BigIntStats): string | undefined {
    const own = output();
    if (own && isSame(stats, own)) return "the program's own output";
    return durable && !stats.isFile() ? "not a regular file" : undefined;
  }

  async function isAt(file: FileHandle, place: string): Promise<boolean> {
    const [mine, there] = await Promise.all([
      file.stat({ bigint: true }),
      files.stat(place, { bigint: true }).catch(() => undefined),
    ]);
    return there !== undefined && isSame(mine, there);
  }

  /** Without it a power cut may take a new file's name away again. Not every file system can, and Windows opens no directories. */
  async function syncName(file: string): Promise<void> {
    const directory = await files.open(dirname(file), "r").catch(() => undefined);
    await directory?.sync().catch(() => undefined);
    await directory?.close();
  }

  /** All that wait by now: they share one look at the file, and one sync. */
  async function write(): Promise<void> {
    const lines = waiting;
    waiting = [];
    const written: Waiting[] = [];
    try {
      const file = await opened();
      let isTorn = await endsTorn(file);
      for (const each of lines) {
        try {
          await writeWhole(file, isTorn ? `\n${each.line}` : each.line);
          isTorn = false;
          written.push(each);
        } catch (error) {
          each.fail(error);
          isTorn = await endsTorn(file);
        }
      }
      if (durable && written.length > 0) await file.datasync();
      for (const { done } of written) done();
    } catch (error) {
      for (const { fail } of lines) fail(error);
    }
  }

  return {
    append(line) {
      if (isClosed) return Promise.reject(new Error("The file is closed."));
      return new Promise((done, fail) => {
        waiting.push({ line, done, fail });
        if (waiting.length === 1) void inTurn(write);
      });
    },
    reopen: () =>
      inTurn(async () => {
        await letGo();
        if (!isClosed) await opened();
      }),
    close() {
      isClosed = true;
      return inTurn(letGo);
    },
  };
}

function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

/** A crash or a full disk may have left half a line, of this process or another. */
async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== NEWLINE;
}

async function writeWhole(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const { bytesWritten } = await file.write(bytes);
  // The rest must not follow by a second write: another process's line might come between.
  if (bytesWritten < bytes.length) {
    throw Object.assign(new Error("Only part of the line was written."), { code: "ENOSPC" });
  }
}
