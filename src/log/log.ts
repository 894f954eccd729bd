import type { Writable } from "node:stream";
import type { LogSettings } from "../config/logging.js";
import type { FileSink } from "./file.js";
import { createLogger, type LogSource } from "./logger.js";
import { stderrSink } from "./stderr.js";

/** The log of the whole program. */
export interface Log extends LogSource {
  /** Takes up the log file anew, after a rotation. */
  reopen(): Promise<void>;
  /** Writes what waits. */
  close(): Promise<void>;
}

export interface LogOptions extends LogSettings {
  readonly stderr: Writable;
  /** Masks secrets in any value, and makes visible what is not. */
  readonly present: (value: unknown) => unknown;
}

/** A log file that cannot be written is told on stderr, and nothing else comes of it. */
export async function openLog({ logLevel, logFile, stderr, present }: LogOptions): Promise<Log> {
  const lines = stderrSink(stderr, logLevel);
  let file: FileSink | undefined;
  if (logFile !== undefined && logLevel !== "silent") {
    // Pino is loaded where it is used: whoever waits for the server to start does not wait for it.
    const { fileSink } = await import("./file.js");
    const report = createLogger([lines], present).error;
    file = fileSink(logFile, logLevel, report);
    // Not waited for: a file system that hangs shall not keep the server from starting.
    void file.reopen();
  }
  return {
    ...createLogger(file ? [lines, file] : [lines], present),
    reopen: async () => file?.reopen(),
    close: async () => file?.close(),
  };
}
