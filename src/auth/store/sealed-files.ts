import { join } from "node:path";
import type { PrivateDirectory } from "./private-directory.js";
import { ENTRY_SUFFIX, type Entry, entryName, openEntry, sealEntry } from "./sealed-entry.js";
import { type KeyHolder, obtainSealingKey } from "./sealing-key.js";
import type { TokenKey, TokenStore } from "./store.js";
import type { Exclusive } from "./turns.js";

export interface SealedFilesOptions {
  readonly kind: "keychain" | "file";
  readonly directory: PrivateDirectory;
  readonly holder: KeyHolder;
  readonly exclusive: Exclusive;
  readonly report: (text: string) => void;
}

const NAME = /^[0-9a-f]{64}(?=\.token$)/;

/**
 * One sealed file for each entry. `file` and `keychain` differ only in where the sealing key lives, so there is
 * one format for every platform, and no limit on an entry's size.
 */
export function sealedFiles({ kind, directory, holder, exclusive, report }: SealedFilesOptions): TokenStore {
  async function load(name: string): Promise<Entry | undefined> {
    const path = join(directory.path, name + ENTRY_SUFFIX);
    const ignore = (why: string): undefined => {
      report(`The stored tokens in ${path} are not used: the file ${why}. Sign in again.`);
    };

    const file = await directory.read(name + ENTRY_SUFFIX, "tighten");
    if (file.state === "absent") return undefined;
    if (file.state !== "text") return ignore(file.why);
    const sealingKey = await holder.read();
    if (!sealingKey) return ignore("cannot be opened without its key");
    const opened = await openEntry(file.text, name, sealingKey);
    return "problem" in opened ? ignore(opened.problem) : opened;
  }

  return {
    kind,
    async read(key) {
      return (await load(entryName(key)))?.tokens;
    },
    async write(key, tokens) {
      const sealingKey = await obtainSealingKey(holder, exclusive);
      await directory.write(entryName(key) + ENTRY_SUFFIX, await sealEntry({ key, tokens }, sealingKey));
    },
    async remove(key) {
      await directory.remove(entryName(key) + ENTRY_SUFFIX);
    },
    async list() {
      const keys: TokenKey[] = [];
      for (const file of await directory.names()) {
        const name = NAME.exec(file)?.[0];
        const entry = name && (await load(name));
        if (entry) keys.push(entry.key);
      }
      return keys;
    },
    exclusive: (key, action) => exclusive(entryName(key), action),
  };
}
