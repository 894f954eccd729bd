import { createHash } from "node:crypto";
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OktaMcpError } from "../../errors.js";
import { failureName } from "../../failure-name.js";
import { makeDirectory } from "../../make-directory.js";
import type { Waiting, WaitingCodes } from "../../tool/confirmation.js";
import { isObject } from "../../tool/paths.js";
import { visibleText } from "../../visible-text.js";

/**
 * Codes of two-step confirmations that outlive the process which gave them: each `call` is one of its own. One file
 * for a code, named by its hash, so that who lists the directory learns none; it is used up by being removed, which
 * succeeds once, whoever else tries.
 * @param directory made where it is missing, for this user alone
 */
export function fileCodes(directory: string, now: () => number): WaitingCodes {
  const names = () => {
    try {
      return readdirSync(directory).filter((name) => NAME.test(name));
    } catch {
      return [];
    }
  };
  const entryOf = (name: string): Waiting | undefined => {
    try {
      return readEntry(readFileSync(join(directory, name), "utf8"));
    } catch {
      return undefined;
    }
  };
  const remove = (name: string): boolean => {
    try {
      unlinkSync(join(directory, name));
      return true;
    } catch {
      return false;
    }
  };
  return {
    get: (code) => entryOf(nameOf(code)),
    delete: (code) => remove(nameOf(code)),
    set(code, entry) {
      for (const name of names()) if ((entryOf(name)?.expires ?? 0) <= now()) remove(name);
      try {
        makeDirectory(directory, 0o700);
        writeFileSync(join(directory, nameOf(code)), JSON.stringify(entry), { mode: 0o600, flag: "wx" });
      } catch (error) {
        throw notKept(directory, error);
      }
    },
  };
}

function notKept(directory: string, cause: unknown): OktaMcpError {
  const place = visibleText(directory, 300);
  return new OktaMcpError(
    "file_failed",
    `The code of a confirmation cannot be kept in ${place} (${failureName(cause)}). Nothing was changed.`,
    {
      next: "Give yourself the right to write there (on Linux XDG_DATA_HOME can name another place), or run the command in a terminal, where you are asked instead.",
      cause,
    },
  );
}

const NAME = /^[0-9a-f]{64}\.code$/;

function nameOf(code: string): string {
  return `${createHash("sha256").update(code).digest("hex")}.code`;
}

function readEntry(text: string): Waiting | undefined {
  const entry: unknown = JSON.parse(text);
  if (!isObject(entry)) return undefined;
  const { call, version, expires } = entry;
  return typeof call === "string" && typeof version === "string" && typeof expires === "number"
    ? { call, version, expires }
    : undefined;
}
