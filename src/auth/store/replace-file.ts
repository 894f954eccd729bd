import { randomUUID } from "node:crypto";
import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { renameOver, syncDirectory } from "../../durable-names.js";

/** A temporary file this old (milliseconds) was left by a process that is gone. */
const ABANDONED = 10 * 60_000;

/**
 * Puts the text at the name as one step: a reader sees the old file or the new one, after a crash or a power cut
 * too. The file is made 0600 and new, so its permissions do not come from what was there.
 */
export async function replaceFile(
  directory: string,
  name: string,
  text: string,
  platform: NodeJS.Platform,
): Promise<void> {
  await removeAbandoned(directory);
  const temporary = join(directory, `${name}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(temporary, join(directory, name), platform);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  // A power cut may else bring back the old file, and with it a refresh token that is used up.
  await syncDirectory(directory, platform);
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(".tmp")) continue;
    const path = join(directory, name);
    // Another process may be quicker: a file that is gone needs no removing.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED) await rm(path, { force: true });
  }
}
