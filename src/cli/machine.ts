import { homedir } from "node:os";
import type { Environment } from "../config/variables.js";

/** What a command knows of where it runs; nothing else tells it the platform, the variables or the terminal. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Of okta-mcp. */
  readonly version: string;
  /** Of Node, without `v`. */
  readonly node: string;
  /** The Node program, and the script of ours that it runs. */
  readonly execPath: string;
  readonly script: string;
}

/** The machine of this process; only the variables are to be given, since src/cli/main.ts alone may read them. */
export function thisMachine(env: Environment, version: string): Machine {
  return {
    platform: process.platform,
    env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    version,
    node: process.versions.node,
    execPath: process.execPath,
    script: process.argv[1] ?? "",
  };
}

/** The user's home directory, as the platform's own programs find it. */
export function homeOf({ platform, env }: Pick<Machine, "platform" | "env">): string {
  const home = platform === "win32" ? env.USERPROFILE : env.HOME;
  return home || homedir();
}
