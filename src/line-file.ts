import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The part of `node:fs/promises` that is used. */
export interface Files {
  open(path: string, flags: number | string, mode?: number): Promise<FileHandle>;
  stat(path: string, options: { bigint: true }): ReturnType<typeof bigStat>;
}

export interface LineFileOptions {
  readonly path: string;
  /** Every line is on the disk when it has been appended. */
  readonly durable: boolean;
  readonly files?: Files;
}

/** A file that only grows, by whole lines; other processes may add to it as well. */
export interface LineFile {
  /**
   * Adds a line, which ends with its newline. Lines get there in the order of the calls, each by one write.
   * @throws the file system's error; part of the line may be there then, and the next one begins anew
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

/** Opens nothing before the first line. A file that was deleted or moved away is made anew for the next line. */
export function lineFile({ path, durable, files = { open, stat: bigStat } }: LineFileOptions): LineFile {
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
    handle = fresh;
    if (durable && (await fresh.stat()).size === 0) await syncName(path);
    return fresh;
  }

  async function isAt(file: FileHandle, place: string): Promise<boolean> {
    const [mine, there] = await Promise.all([
      file.stat({ bigint: true }),
      files.stat(place, { bigint: true }).catch(() => undefined),
    ]);
    return mine.ino === there?.ino && mine.dev === there.dev;
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
