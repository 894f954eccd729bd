import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, open, rm } from "node:fs/promises";
import { renameOver, syncDirectory } from "../../durable-names.js";
import { OktaMcpError } from "../../errors.js";
import type { ToolResult } from "../../tool/tool.js";
import {
  type Checkpoint,
  NO_FOLLOW,
  readCheckpoint,
  removeCheckpoint,
  writeCheckpoint,
} from "./checkpoint.js";
import { alreadyThere, type Destination, errnoOf, refuseTaken } from "./destination.js";

const FRESH = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;

/** File systems without hard links, such as exFAT, say one of these. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** The place an earlier run reached. */
export interface Resumed {
  readonly after: string;
  readonly rows: number;
  /** When its last rows were saved. */
  readonly saved: Date;
}

/**
 * An export under way: rows in a hidden file next to where they will be, and a checkpoint that says how many of them
 * are safe. Only text up to the checkpoint survives a break; what was written after it is cut off and read again.
 */
export class PartialFile {
  readonly #destination: Destination;
  readonly #query: string;
  #handle: FileHandle;
  #hash: Hash = createHash("sha256");
  #bytes = 0;
  #rows = 0;
  #savedRows = 0;
  #first: ToolResult[] = [];

  private constructor(destination: Destination, query: string, handle: FileHandle) {
    this.#destination = destination;
    this.#query = query;
    this.#handle = handle;
  }

  /** Goes on where an earlier run of the same query broke off, if its file still is what it was; else starts anew. */
  static async open(
    destination: Destination,
    query: string,
  ): Promise<{ file: PartialFile; resumed?: Resumed }> {
    const found = await readCheckpoint(destination.checkpoint, query);
    const handle = found && (await openVerified(destination.partial, found.checkpoint));
    if (found && handle) {
      const { after, rows, bytes, first } = found.checkpoint;
      const file = new PartialFile(destination, query, handle.handle);
      file.#hash = handle.hash;
      file.#bytes = bytes;
      file.#rows = rows;
      file.#savedRows = rows;
      file.#first = first;
      return { file, resumed: { after, rows, saved: found.made } };
    }
    await remove(destination);
    return { file: new PartialFile(destination, query, await open(destination.partial, FRESH, 0o600)) };
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows that the next run can go on after. */
  get savedRows(): number {
    return this.#savedRows;
  }

  /** The first rows, for the answer. */
  get first(): readonly ToolResult[] {
    return this.#first;
  }

  /** Adds whole rows. `sample` are the first of them as the answer shows them. */
  async append(text: string, rows: number, sample: readonly ToolResult[]): Promise<void> {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#bytes + done);
      done += bytesWritten;
    }
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#rows += rows;
    this.#first.push(...sample);
  }

  /** Makes what was added safe, together with the cursor of what follows it. */
  async save(after: string): Promise<void> {
    await this.#handle.datasync();
    await writeCheckpoint(this.#destination.checkpoint, {
      version: 1,
      query: this.#query,
      after,
      rows: this.#rows,
      bytes: this.#bytes,
      sha256: this.#hash.copy().digest("hex"),
      first: [...this.#first],
    });
    this.#savedRows = this.#rows;
  }

  /** Forgets all rows. */
  async restart(): Promise<void> {
    await removeCheckpoint(this.#destination.checkpoint);
    await this.#handle.truncate(0);
    this.#hash = createHash("sha256");
    this.#bytes = 0;
    this.#rows = 0;
    this.#savedRows = 0;
    this.#first = [];
  }

  /**
   * Gives the complete file its name, in one step and without replacing anything.
   * @throws OktaMcpError `arguments_invalid` when the name is taken by now, `internal` when the file is not what was
   *   written
   */
  async publish(): Promise<{ bytes: number; sha256: string }> {
    const { directory, path, partial, checkpoint } = this.#destination;
    const sha256 = this.#hash.digest("hex");
    await this.#handle.truncate(this.#bytes);
    await this.#handle.sync();
    const written = await digest(this.#handle, this.#bytes);
    if (written.digest("hex") !== sha256) {
      throw new OktaMcpError("internal", "Somebody else wrote into the file while it was being made.");
    }
    try {
      await link(partial, path);
    } catch (error) {
      if (errnoOf(error) === "EEXIST") throw alreadyThere(path);
      if (!NO_LINKS.includes(errnoOf(error) ?? "")) throw error;
      await refuseTaken(this.#destination);
      await renameOver(partial, path, process.platform);
    }
    await rm(partial, { force: true });
    await removeCheckpoint(checkpoint);
    await syncDirectory(directory, process.platform);
    await this.#handle.close();
    return { bytes: this.#bytes, sha256 };
  }

  /** Stops without a result, and leaves what is saved for the next run. */
  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** Stops without a result, and leaves nothing. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await remove(this.#destination);
  }
}

/** The partial file at the place of the checkpoint, or undefined where it is not what the checkpoint says. */
async function openVerified(
  path: string,
  { bytes, sha256 }: Checkpoint,
): Promise<{ handle: FileHandle; hash: Hash } | undefined> {
  const handle = await open(path, constants.O_RDWR | NO_FOLLOW).catch(() => undefined);
  if (!handle) return undefined;
  const status = await handle.stat();
  // A second name would be changed along with this one.
  if (status.isFile() && status.nlink === 1 && status.size >= bytes) {
    const hash = await digest(handle, bytes);
    if (hash.copy().digest("hex") === sha256) {
      await handle.truncate(bytes);
      return { handle, hash };
    }
  }
  await handle.close();
  return undefined;
}

async function digest(handle: FileHandle, bytes: number): Promise<Hash> {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash;
}

async function remove({ partial, checkpoint }: Destination): Promise<void> {
  await removeCheckpoint(checkpoint);
  await rm(partial, { force: true });
}
