import { setTimeout as sleep } from "node:timers/promises";
import type { LogSettings } from "../config/logging.js";
import { type Log, openLog } from "../log/log.js";
import { presentable } from "../presentable.js";

/** Milliseconds for a slow disk to take what was said last. */
const MAX_CLOSING = 500;

/** Runs with the log that the settings ask for. */
export async function withLog<T>(
  { logLevel, logFile }: LogSettings,
  action: (log: Log) => Promise<T>,
): Promise<T> {
  const log = await openLog({
    logLevel,
    logFile,
    stderr: process.stderr,
    present: (value) => presentable(value),
  });
  try {
    return await action(log);
  } finally {
    await Promise.race([log.close(), sleep(MAX_CLOSING, undefined, { ref: false })]);
  }
}
