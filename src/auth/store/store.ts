import type { TokenSet } from "../token-set.js";

/** Whose tokens: one entry for each org, client and set of scopes asked for. */
export interface TokenKey {
  readonly orgUrl: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Where tokens live between processes. No method ever rejects for a corrupt or foreign entry: it is reported and counts as absent. */
export interface TokenStore {
  readonly kind: "keychain" | "file" | "memory";
  read(key: TokenKey): Promise<TokenSet | undefined>;
  write(key: TokenKey, tokens: TokenSet): Promise<void>;
  remove(key: TokenKey): Promise<void>;
  /** Every entry there is, for `logout --all`. */
  list(): Promise<readonly TokenKey[]>;
  /** Runs one action at a time for a key, over all processes: reading, renewing and writing a rotated token must not interleave. */
  exclusive<T>(key: TokenKey, action: () => Promise<T>): Promise<T>;
}
