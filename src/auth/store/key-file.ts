import { join } from "node:path";
import type { PrivateDirectory } from "./private-directory.js";
import { ENTRY_SUFFIX } from "./sealed-entry.js";
import { decodeKey, encodeKey, type KeyHolder } from "./sealing-key.js";
import { MEMORY_FIX, storeUnusable } from "./unusable.js";

const NAME = "sealing-key";

/**
 * The sealing key in a file beside the entries: keeps tokens out of backups of single files, searches and
 * accidents, not from someone who can read as this user. A key file that others may read is refused, and the
 * next write puts a new key in its place.
 */
export function keyFile(directory: PrivateDirectory, report: (text: string) => void): KeyHolder {
  const path = join(directory.path, NAME);

  function refuse(why: string): undefined {
    report(
      `The token store's key ${path} ${why}. It is not used: the tokens it seals count as absent. ` +
        "Sign in again, and revoke the old session in the Okta Admin Console if others may have read them.",
    );
  }

  return {
    async read() {
      const file = await directory.read(NAME, "refuse");
      if (file.state === "absent") return undefined;
      // Not the same as absent: a good key would be replaced, and every entry lost.
      if (file.state === "failed") throw storeUnusable(`its key ${path} ${file.why}.`, MEMORY_FIX);
      if (file.state === "unusable") return refuse(file.why);
      return decodeKey(file.text) ?? refuse("is damaged");
    },
    async replace(key) {
      // Nobody can open them any more but someone who has copied the old key. One that stays is no hindrance.
      for (const name of await directory.names()) {
        if (!name.endsWith(ENTRY_SUFFIX)) continue;
        await directory.remove(name).catch((error: unknown) => {
          report(error instanceof Error ? error.message : String(error));
        });
      }
      await directory.write(NAME, encodeKey(key));
    },
  };
}
