import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** No variable but those without which Windows starts no program. */
export const BARE_ENV: Readonly<Record<string, string>> =
  process.platform === "win32" ? { SystemRoot: process.env.SystemRoot ?? "" } : {};

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** npm's answer on stdout. On Windows npm is a batch file, which only a shell can start. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
