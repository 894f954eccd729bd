import { LOG_LEVELS, type LogLevel } from "../config/logging.js";

export type Severity = Exclude<LogLevel, "silent">;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Takes what happens, and never throws. No logins, names, addresses, arguments or results above `debug`; secrets
 * nowhere (they are masked all the same).
 */
export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** What was said, fit to be shown: secrets masked, the message one line. */
export interface LogRecord {
  readonly level: Severity;
  readonly message: string;
  readonly fields: Fields;
}

/** A place that log records go to. */
export interface LogSink {
  wants(level: Severity): boolean;
  write(record: LogRecord): void;
}

/** A logger that others can listen to. */
export interface LogSource extends Logger {
  /** @returns ends the listening */
  attach(sink: LogSink): () => void;
}

/** Characters of one field. */
const MAX_VALUE = 4_000;

/** @param present masks secrets in any value, and makes visible what is not */
export function createLogger(sinks: readonly LogSink[], present: (value: unknown) => unknown): LogSource {
  const attached = new Set(sinks);

  function say(level: Severity, message: string, fields: Fields = {}): void {
    const listening = [...attached].filter((sink) => sink.wants(level));
    if (listening.length === 0) return;
    const record = shown(level, message, fields, present);
    for (const sink of listening) {
      try {
        sink.write(record);
      } catch {
        // A log that fails must not fail what it tells of, and has nowhere to say so.
      }
    }
  }

  return {
    debug: (message, fields) => say("debug", message, fields),
    info: (message, fields) => say("info", message, fields),
    warn: (message, fields) => say("warn", message, fields),
    error: (message, fields) => say("error", message, fields),
    attach(sink) {
      attached.add(sink);
      return () => void attached.delete(sink);
    },
  };
}

/** Whether a place that says something from `least` on takes this level. */
export function reaches(level: Severity, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}

function shown(
  level: Severity,
  message: string,
  fields: Fields,
  present: (value: unknown) => unknown,
): LogRecord {
  try {
    const line = String(present(message)).replace(/(?<!\s)\s*[\r\n]\s*/g, " ");
    const values = Object.entries(present(fields) as Fields).map(([name, value]) => [name, cut(value)]);
    return { level, message: line, fields: Object.fromEntries(values) };
  } catch {
    // Arguments deeper than the stack, say.
    return { level, message: "Something happened that the log has no words for.", fields: {} };
  }
}

/** Arguments may be of any size. Cut last: secrets are known by their place in the whole. */
function cut(value: unknown): unknown {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : value;
}
