import { randomBytes } from "node:crypto";
import { chmod, copyFile, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OktaMcpError } from "../../errors.js";
import { makeDirectory } from "../../make-directory.js";

export interface WriteOptions {
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
}

/** Tries of a rename, and milliseconds between them: on Windows the file may be open in the client for a moment. */
const TRIES = 5;
const PAUSE = 100;

/**
 * Puts a text in the place of a file, wholly or not at all, after keeping a copy of the old one beside it. A link is
 * followed, so that a file kept elsewhere stays there.
 * @returns the copy's path; undefined where there was no file
 * @throws OktaMcpError `file_failed`
 */
export async function replaceFile(
  path: string,
  text: string,
  { platform, now }: WriteOptions,
): Promise<string | undefined> {
  try {
    const file = await realpath(path).catch(() => path);
    makeDirectory(dirname(file));
    const old = await stat(file).catch(() => undefined);
    const backup = old && `${file}.${stamp(now())}.bak`;
    if (backup !== undefined) await copyFile(file, backup);
    const fresh = `${file}.${randomBytes(4).toString("hex")}.tmp`;
    try {
      const handle = await open(fresh, "wx", 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      // Windows has no such modes; there the file inherits the rights of its folder.
      if (old && platform !== "win32") await chmod(fresh, old.mode & 0o777);
      await moved(fresh, file, platform);
    } finally {
      await rm(fresh, { force: true });
    }
    return backup;
  } catch (error) {
    throw new OktaMcpError(
      "file_failed",
      `${path} could not be written (${codeOf(error)}). It is as it was.`,
      {
        next: "Check the rights to the file and its folder, close the client, and run this again.",
        cause: error,
      },
    );
  }
}

async function moved(from: string, to: string, platform: NodeJS.Platform): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return await rename(from, to);
    } catch (error) {
      const isBusy = platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(codeOf(error));
      if (!isBusy || left <= 1) throw error;
      await sleep(PAUSE);
    }
  }
}

function stamp(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
