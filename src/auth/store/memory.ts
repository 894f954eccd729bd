import type { TokenSet } from "../token-set.js";
import { canonicalKey, entryName } from "./sealed-entry.js";
import type { TokenKey, TokenStore } from "./store.js";
import type { Exclusive } from "./turns.js";

/** Tokens for this process only; nothing is left behind when it ends. */
export function memoryStore(exclusive: Exclusive): TokenStore {
  const entries = new Map<string, { key: TokenKey; tokens: TokenSet }>();
  return {
    kind: "memory",
    async read(key) {
      return entries.get(entryName(key))?.tokens;
    },
    async write(key, tokens) {
      entries.set(entryName(key), { key: canonicalKey(key), tokens });
    },
    async remove(key) {
      entries.delete(entryName(key));
    },
    async list() {
      return [...entries.values()].map(({ key }) => key);
    },
    exclusive: (key, action) => exclusive(entryName(key), action),
  };
}
