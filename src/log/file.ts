import { pino, stdTimeFunctions } from "pino";
import type { LogLevel } from "../config/logging.js";
import { failureName } from "../failure-name.js";
import { lineFile } from "../line-file.js";
import { type LogSink, reaches } from "./logger.js";

export interface FileSink extends LogSink {
  /** Takes up the file that is at the path now, after a rotation. Never rejects. */
  reopen(): Promise<void>;
  /** After the lines that wait; never rejects. */
  close(): Promise<void>;
}

/** Characters that may wait for a slow disk. */
const MAX_WAITING = 1_000_000;

/**
 * JSON Lines by pino. Its own destination is not used: at the end of the process it tries a full disk again and again
 * without end.
 * @param report told of the first of several failures in a row
 */
export function fileSink(path: string, least: LogLevel, report: (text: string) => void): FileSink {
  const file = lineFile({ path, durable: false });
  let waiting = 0;
  let lost = 0;
  let isFailing = false;
  let isClosed = false;

  const failed = (error: unknown): void => {
    if (!isFailing) report(`The log file could not be written (${failureName(error)}).`);
    isFailing = true;
  };
  const worked = (): void => {
    isFailing = false;
  };

  const stream = {
    write(line: string): void {
      if (waiting > MAX_WAITING) {
        lost += 1;
        return;
      }
      waiting += line.length;
      void file
        .append(line)
        .then(worked, failed)
        .finally(() => {
          waiting -= line.length;
        });
    },
  };
  const lines = pino(
    {
      level: "debug",
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );

  return {
    wants: (level) => !isClosed && reaches(level, least),
    write({ level, message, fields }) {
      if (lost > 0 && waiting <= MAX_WAITING) {
        lines.warn({ lines: lost }, "Lines were lost: the disk was too slow.");
        lost = 0;
      }
      lines[level](fields, message);
    },
    reopen: () => file.reopen().then(worked, failed),
    close() {
      isClosed = true;
      return file.close();
    },
  };
}
