import { randomBytes } from "node:crypto";
import type { Exclusive } from "./turns.js";

/** Where the one key lives that seals all entries: the keychain, or a file beside them. */
export interface KeyHolder {
  /** 32 bytes; none when there is none, or none that may be used (which is reported). */
  read(): Promise<Uint8Array | undefined>;
  /** Puts the key there in place of what there was. */
  replace(key: Uint8Array): Promise<void>;
}

export const KEY_BYTES = 32;

/**
 * The key that is there, else a new one. Read anew each time: another process may have replaced it. Making one
 * is exclusive, since a keychain has no "create only if absent".
 */
export async function obtainSealingKey(holder: KeyHolder, exclusive: Exclusive): Promise<Uint8Array> {
  const present = await holder.read();
  if (present) return present;
  return exclusive("sealing-key", async () => {
    const made = await holder.read();
    if (made) return made;
    const key = randomBytes(KEY_BYTES);
    await holder.replace(key);
    return key;
  });
}

/** The key as text: 43 characters, 86 bytes in UTF-16, where Windows allows 2,560 (CRED_MAX_CREDENTIAL_BLOB_SIZE). */
export function encodeKey(key: Uint8Array): string {
  return Buffer.from(key).toString("base64url");
}

/** The key that the text stands for, unless it is not one. */
export function decodeKey(text: string): Uint8Array | undefined {
  const key = Buffer.from(text, "base64url");
  return key.length === KEY_BYTES && encodeKey(key) === text ? key : undefined;
}
