import type { Writable } from "node:stream";
import type { LogLevel } from "../config/logging.js";
import { type LogRecord, type LogSink, reaches } from "./logger.js";

/** Bytes that a client which does not read may leave us with. */
const MAX_BACKLOG = 1_000_000;
const MAX_LINE = 8_000;

/** Lines for people: `okta-mcp: text`, below `warn` with the level before the text. */
export function stderrSink(stream: Writable, least: LogLevel): LogSink {
  let isBroken = false;
  let dropped = 0;
  // Unheard, a client that closed its end would end the process.
  stream.on("error", () => {
    isBroken = true;
  });
  return {
    wants: (level) => !isBroken && reaches(level, least),
    write(record) {
      if (stream.writableLength > MAX_BACKLOG) {
        dropped += 1;
        return;
      }
      if (dropped > 0) stream.write(`okta-mcp: ${dropped} lines were lost: nobody read stderr.\n`);
      dropped = 0;
      stream.write(`${oneLine(record)}\n`);
    },
  };
}

function oneLine({ level, message, fields }: LogRecord): string {
  const prefix = level === "warn" || level === "error" ? "okta-mcp:" : `okta-mcp: ${level}:`;
  const facts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${valueText(value)}`],
  );
  // Whatever a value brought along, a line stays a line.
  const line = [prefix, message, ...facts].join(" ").replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
}

function valueText(value: unknown): string {
  if (typeof value === "string" && /^[\w.:/@%+-]+$/.test(value)) return value;
  return JSON.stringify(value) ?? String(value);
}
