import { randomBytes } from "node:crypto";
import type { OktaMcpError } from "../../errors.js";
import { visibleText } from "../../visible-text.js";
import type { Keyring } from "./keyring.js";
import { decodeKey, encodeKey, type KeyHolder } from "./sealing-key.js";
import { storeUnusable } from "./unusable.js";
import { within } from "./within.js";

const ACCOUNT = "token-store-key";

/** Anything as long as a sealing key, should the library ever quote what it was given. */
const KEY_LIKE = /[\w-]{43,}/g;

export interface Keychain extends KeyHolder {
  /** Writes, reads and removes a throw-away entry. @throws OktaMcpError `config_invalid`, saying what failed */
  probe(): Promise<void>;
}

/**
 * The sealing key in the OS keychain. Only the key: entries of 5 kB and more would not fit into Windows
 * Credential Manager, and one small item means one prompt where the OS asks for consent.
 * Each method rejects with `config_invalid` when the keychain is missing, locked or refuses, or has not answered
 * within `maxWait` milliseconds (someone may be asked to unlock it, or nobody is there to be asked).
 */
export function keychain(keyring: Keyring, maxWait: number, report: (text: string) => void): Keychain {
  async function ask<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await within(action(), maxWait, () => new Error(`no answer in ${maxWait / 1000} seconds`));
    } catch (error) {
      throw unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    async read() {
      const text = await ask(() => keyring.read(ACCOUNT));
      if (text === undefined) return undefined;
      const key = decodeKey(text);
      if (!key) {
        report(
          `The item okta-mcp/${ACCOUNT} in the keychain is not a key of okta-mcp. It is not used: the stored tokens count as absent.`,
        );
      }
      return key;
    },
    async replace(key) {
      await ask(() => keyring.write(ACCOUNT, encodeKey(key)));
    },
    async probe() {
      const account = `probe-${randomBytes(8).toString("hex")}`;
      const text = randomBytes(8).toString("hex");
      await ask(() => keyring.write(account, text));
      try {
        const kept = await ask(() => keyring.read(account));
        if (kept !== text) throw unavailable("it did not give back what was put in");
      } finally {
        await ask(() => keyring.remove(account));
      }
    },
  };
}

function unavailable(why: string): OktaMcpError {
  return storeUnusable(
    `the OS keychain cannot be used: ${visibleText(why.replace(KEY_LIKE, "[hidden]"), 200)}.`,
    "Unlock the keychain and allow okta-mcp to use it (on Linux, a Secret Service such as GNOME Keyring or " +
      "KWallet must run in the session), or set OKTA_TOKEN_STORE=file.",
  );
}
