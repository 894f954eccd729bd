import { join } from "node:path";
import { OktaMcpError } from "../../errors.js";
import { fileLock, type LockTimes } from "./file-lock.js";
import { keyFile } from "./key-file.js";
import { keychain } from "./keychain.js";
import { type Keyring, systemKeyring } from "./keyring.js";
import { memoryStore } from "./memory.js";
import { privateDirectory } from "./private-directory.js";
import { sealedFiles } from "./sealed-files.js";
import type { KeyHolder } from "./sealing-key.js";
import type { TokenStore } from "./store.js";
import { type Exclusive, turns } from "./turns.js";

export type { Keyring } from "./keyring.js";
export type { TokenKey, TokenStore } from "./store.js";

export interface TokenStoreOptions {
  /** `OKTA_TOKEN_STORE`; `auto` is the keychain where it works, else the file, which is reported. */
  readonly kind: "auto" | "keychain" | "file" | "memory";
  /** The application's own data directory; made where it is missing. */
  readonly directory: string;
  /** Takes one line for anything odd, each only once; never a secret. */
  readonly report: (text: string) => void;
  readonly platform?: NodeJS.Platform;
  readonly keyring?: Keyring;
  /** Milliseconds for the keychain to answer: long enough to type a password. */
  readonly keychainWait?: number;
  /** Longer than any renewal may take by far, since that is what a lock is held for. */
  readonly lock?: LockTimes;
}

/**
 * The token store of this kind, tried out: what it needs is there and works.
 * @throws OktaMcpError `config_invalid`, naming OKTA_TOKEN_STORE and what to do
 */
export async function createTokenStore({
  kind,
  directory,
  report: reportEach,
  platform = process.platform,
  keyring = systemKeyring(),
  keychainWait = 20_000,
  lock = { maxWait: 60_000, stale: 10_000 },
}: TokenStoreOptions): Promise<TokenStore> {
  const report = once(reportEach);
  const inTurn = turns(lock.maxWait);
  if (kind === "memory") return memoryStore(inTurn);

  // Apart, so that a machine with a keychain only at times does not find entries sealed with the other key.
  const open = async (chosen: "keychain" | "file", heldBy?: KeyHolder): Promise<TokenStore> => {
    const files = privateDirectory(join(directory, chosen), platform, report);
    await files.ensure();
    const locked = fileLock(files, lock, report);
    const exclusive: Exclusive = (name, action) => inTurn(name, () => locked(name, action));
    const holder = heldBy ?? keyFile(files, report);
    return sealedFiles({ kind: chosen, directory: files, holder, exclusive, report });
  };
  if (kind === "file") return open("file");

  const holder = keychain(keyring, keychainWait, report);
  try {
    await holder.probe();
  } catch (error) {
    if (kind === "keychain" || !(error instanceof OktaMcpError)) throw error;
    report(`${error.message} Tokens are kept in an encrypted file instead.`);
    return open("file");
  }
  return open("keychain", holder);
}

function once(report: (text: string) => void): (text: string) => void {
  const reported = new Set<string>();
  return (text) => {
    if (reported.has(text)) return;
    reported.add(text);
    report(text);
  };
}
