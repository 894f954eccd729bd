import { lstat, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { OktaMcpError } from "../../errors.js";

/** Where an export goes: everything in one directory, so that the finished file appears by a rename. */
export interface Destination {
  /** The real path of the directory. */
  readonly directory: string;
  /** The file the user asked for; exists only when it is complete. */
  readonly path: string;
  /** Holds the rows until then. */
  readonly partial: string;
  /** Says how far `partial` is good, and where Okta's list goes on. */
  readonly checkpoint: string;
}

/**
 * A plain name of ASCII, so that nothing in it can lead out of the directory, hide the file, or mean a device of
 * Windows. Its ending says the format.
 */
export const FILE_NAME = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)[a-z0-9][a-z0-9._ -]{0,99}\.(?:csv|jsonl)$/i;

/**
 * @param fileName one that matches `FILE_NAME`
 * @throws OktaMcpError `config_invalid` when the directory cannot be used
 */
export async function findDestination(exportDirectory: string, fileName: string): Promise<Destination> {
  if (!FILE_NAME.test(fileName)) throw new OktaMcpError("internal", "A file name passed unchecked.");
  const directory = await realpath(exportDirectory).catch(() => undefined);
  if (directory === undefined || !(await stat(directory)).isDirectory()) {
    throw new OktaMcpError("config_invalid", "OKTA_EXPORT_DIR names no directory that can be opened.", {
      field: "OKTA_EXPORT_DIR",
      next: "Ask the user to create the directory, or to set OKTA_EXPORT_DIR to another.",
    });
  }
  const partial = join(directory, `.${fileName}.partial`);
  return { directory, path: join(directory, fileName), partial, checkpoint: `${partial}.json` };
}

/**
 * Nothing is ever overwritten.
 * @throws OktaMcpError `arguments_invalid` when the file is there already
 */
export async function refuseTaken({ path }: Destination): Promise<void> {
  if (await isThere(path)) throw alreadyThere(path);
}

export function alreadyThere(path: string): OktaMcpError {
  const fileName = basename(path);
  return new OktaMcpError("arguments_invalid", `file: ${fileName} is there already, and is not overwritten`, {
    field: "file",
    next: "Choose another name, or ask the user to move the old file away.",
  });
}

/** Whatever has the name, a symbolic link that leads nowhere included. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** The system's name of a failure, such as `ENOSPC`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
