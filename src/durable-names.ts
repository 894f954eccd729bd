import { open, rename } from "node:fs/promises";
import { failureName } from "./failure-name.js";

/** Milliseconds more after each refusal; together somewhat over half a second. */
const PATIENCE = 20;
const TRIES = 8;

/** What Windows says while a virus scanner or another reader has one of the two open. */
const PASSING: ReadonlySet<string> = new Set(["EPERM", "EACCES", "EBUSY"]);

/**
 * Gives a file another's name in one step, and tries again where Windows refuses for moments.
 * @param move instead of the file system's own
 */
export async function renameOver(
  from: string,
  to: string,
  platform: NodeJS.Platform,
  move: typeof rename = rename,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await move(from, to);
    } catch (error) {
      if (platform !== "win32" || !PASSING.has(failureName(error)) || attempt === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, attempt * PATIENCE));
  }
}

/** Without it a power cut may take a new name away again. Windows opens no directories, and keeps names by itself. */
export async function syncDirectory(directory: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
