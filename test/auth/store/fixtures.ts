import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createTokenStore, type Keyring, type TokenStoreOptions } from "../../../src/auth/store/index.js";

export { KEY, tokens } from "./token-samples.js";

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "token-store-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A store with short waits, and what it reported. */
export async function openStore(options: Partial<TokenStoreOptions> & { directory: string }) {
  const reports: string[] = [];
  const store = await createTokenStore({
    kind: "file",
    report: (text) => reports.push(text),
    lock: { maxWait: 5000, stale: 2000 },
    ...options,
  });
  return { store, reports };
}

/** A keychain as Windows Credential Manager limits it: 2,560 bytes of UTF-16. Each answer takes a moment. */
export function memoryKeyring(): Keyring & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 2));
  return {
    items,
    async read(account) {
      await aMoment();
      return items.get(account);
    },
    async write(account, secret) {
      await aMoment();
      if (Buffer.byteLength(secret, "utf16le") > 2560) throw new Error("too long");
      items.set(account, secret);
    },
    async remove(account) {
      await aMoment();
      items.delete(account);
    },
  };
}
