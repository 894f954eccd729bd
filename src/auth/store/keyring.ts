/** The OS keychain, as far as it is needed: small secrets of this application, each under an account. */
export interface Keyring {
  read(account: string): Promise<string | undefined>;
  write(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
}

const SERVICE = "okta-mcp";

/**
 * On Linux the library falls back to the kernel's keyring without a word, which forgets at reboot
 * (Brooooooklyn/keyring-node#142): only the Secret Service counts as a keychain here.
 */
const OPTIONS = { linux: { store: "secret-service" } } as const;

/**
 * Keychain Access, Windows Credential Manager or the Secret Service. The native library is loaded by the first
 * use; where it is missing for this platform, that use rejects.
 */
export function systemKeyring(): Keyring {
  const entry = async (account: string) => {
    const { AsyncEntry } = await import("@napi-rs/keyring");
    return new AsyncEntry(SERVICE, account, OPTIONS);
  };
  return {
    async read(account) {
      return (await (await entry(account)).getPassword()) ?? undefined;
    },
    async write(account, secret) {
      await (await entry(account)).setPassword(secret);
    },
    async remove(account) {
      await (await entry(account)).deleteCredential();
    },
  };
}
