import { readFileSync } from "node:fs";
import type { Flags } from "../config/variables.js";
import { type Config, type DemoConfig, readConfig, readDemoConfig } from "../config.js";
import type { Machine } from "./machine.js";

/** @throws OktaMcpError `config_invalid` */
export function configOf({ env }: Pick<Machine, "env">, flags: Flags): Config {
  return readConfig(env, flags, (path) => readFileSync(path, "utf8"));
}

/** The same for the made-up org, which lives as long as the action runs. */
export async function withDemoOrg<T>(
  config: DemoConfig,
  users: number,
  action: (config: Config) => Promise<T>,
): Promise<T> {
  const { startSandbox } = await import("../sandbox/index.js");
  const sandbox = await startSandbox({ users });
  try {
    const auth = { method: "api_token", token: sandbox.apiToken } as const;
    return await action({ ...config, orgUrl: sandbox.url, timeoutMs: 30_000, auth });
  } finally {
    await sandbox.close();
  }
}

/** Runs on the configured org, or on the made-up one. */
export function withOrg<T>(
  machine: Pick<Machine, "env">,
  { demo, demoUsers, ...flags }: Flags & { demo?: boolean; demoUsers?: number },
  action: (config: Config) => Promise<T>,
): Promise<T> {
  if (!demo) return action(configOf(machine, flags));
  return withDemoOrg(readDemoConfig(machine.env, flags), demoUsers ?? DEMO_USERS, action);
}

const DEMO_USERS = 120;
