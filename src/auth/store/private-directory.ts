import { constants, type Stats } from "node:fs";
import { chmod, lstat, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../../make-directory.js";
import { replaceFile } from "./replace-file.js";
import { failureName, MEMORY_FIX, storeUnusable } from "./unusable.js";

/**
 * What is at a name. `why` follows the file's path: `is too large`. An `unusable` file will stay so; a `failed`
 * reading says nothing about what is in it.
 */
export type FileContent =
  | { readonly state: "absent" }
  | { readonly state: "unusable"; readonly why: string }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "text"; readonly text: string };

/** One directory and the files right in it, for this user's eyes only. */
export interface PrivateDirectory {
  readonly path: string;
  /** Makes it where it is missing, closes it to others where it is open. @throws OktaMcpError `config_invalid` */
  ensure(): Promise<void>;
  /**
   * Never rejects. A file that others may open is closed to them, or (`refuse`, as ssh does with a key) not used:
   * what protects other files is worth nothing once it may have been read.
   */
  read(name: string, whenOpenToOthers: "tighten" | "refuse"): Promise<FileContent>;
  /** Puts the whole text there or leaves what was there. @throws OktaMcpError `config_invalid` */
  write(name: string, text: string): Promise<void>;
  /** True when there was a file. @throws OktaMcpError `config_invalid` */
  remove(name: string): Promise<boolean>;
  names(): Promise<readonly string[]>;
}

const OTHERS = 0o077;

/** Far above any entry (a few kB), far below what would fill memory. */
const MAX_BYTES = 1024 * 1024;

/**
 * Directory 0700, files 0600, nobody else's, no symbolic links. On Windows the user profile's access list does
 * that part: modes and owners mean nothing there.
 */
export function privateDirectory(
  path: string,
  platform: NodeJS.Platform,
  report: (text: string) => void,
): PrivateDirectory {
  const posix = platform !== "win32";
  const isOpen = ({ mode }: Stats) => posix && (mode & OTHERS) !== 0;
  const isForeign = ({ uid }: Stats) => posix && uid !== process.getuid?.();

  async function ensure(): Promise<void> {
    try {
      makeDirectory(path, 0o700);
    } catch (error) {
      throw storeUnusable(`the directory ${path} cannot be made (${failureName(error)}).`, MEMORY_FIX);
    }
    const stats = await lstat(path);
    if (!stats.isDirectory()) throw storeUnusable(`${path} is not a directory.`, `Move it. ${MEMORY_FIX}`);
    if (isForeign(stats)) throw storeUnusable(`${path} belongs to another user.`, MEMORY_FIX);
    if (!isOpen(stats)) return;
    await chmod(path, 0o700).catch(() => undefined);
    if (isOpen(await lstat(path))) {
      throw storeUnusable(`${path} is open to other users and cannot be closed to them.`, MEMORY_FIX);
    }
    report(`${path} was open to other users; it is closed to them now.`);
  }

  async function contentOf(file: string, whenOpen: "tighten" | "refuse"): Promise<FileContent> {
    // Looked at before it is opened: opening a pipe would wait, and Windows has no O_NOFOLLOW.
    if (!(await lstat(file)).isFile()) return unusable("is not a regular file");
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const stats = await handle.stat();
      if (isForeign(stats)) return unusable("belongs to another user");
      if (stats.size > MAX_BYTES) return unusable("is too large");
      if (isOpen(stats)) {
        if (whenOpen === "refuse") return unusable("is open to other users, who may have read it");
        await handle.chmod(0o600);
        report(`${file} was open to other users; it is closed to them now.`);
      }
      return { state: "text", text: await handle.readFile("utf8") };
    } finally {
      await handle.close();
    }
  }

  return {
    path,
    ensure,
    async read(name, whenOpen) {
      try {
        return await contentOf(join(path, name), whenOpen);
      } catch (error) {
        const code = failureName(error);
        return code === "ENOENT" ? { state: "absent" } : { state: "failed", why: `cannot be read (${code})` };
      }
    },
    async write(name, text) {
      await ensure();
      try {
        await replaceFile(path, name, text, platform);
      } catch (error) {
        throw storeUnusable(`${join(path, name)} cannot be written (${failureName(error)}).`, MEMORY_FIX);
      }
    },
    async remove(name) {
      try {
        await rm(join(path, name));
        return true;
      } catch (error) {
        if (failureName(error) === "ENOENT") return false;
        throw storeUnusable(
          `${join(path, name)} cannot be removed (${failureName(error)}).`,
          "Remove it by hand.",
        );
      }
    },
    async names() {
      try {
        return (await readdir(path)).sort();
      } catch (error) {
        if (failureName(error) === "ENOENT") return [];
        throw storeUnusable(`${path} cannot be read (${failureName(error)}).`, MEMORY_FIX);
      }
    },
  };
}

function unusable(why: string): FileContent {
  return { state: "unusable", why };
}
