import type { LogSettings } from "../config/logging.js";
import { type Log, openLog } from "../log/log.js";
import { presentable } from "../presentable.js";
import { patience } from "./patience.js";

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
    await Promise.race([log.close(), patience(MAX_CLOSING)]);
  }
}
