import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  ErrorCode,
  type LoggingLevel,
  LoggingLevelSchema,
  McpError,
  SetLevelRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { LogSource, Severity } from "../log/logger.js";

/** Of MCP's eight levels (RFC 5424) those that our four are. */
const LEVELS: Readonly<Record<Severity, LoggingLevel>> = {
  debug: "debug",
  info: "info",
  warn: "warning",
  error: "error",
};

/** From the least to the most severe. */
const ORDER: readonly LoggingLevel[] = LoggingLevelSchema.options;

/** More would pile up for a client that does not read. */
const MAX_UNSENT = 200;

/** The level is judged below: the SDK's own schema makes a fault of the server's out of an unknown one. */
const SetLevel = SetLevelRequestSchema.extend({ params: z.looseObject({ level: z.unknown() }) });

/**
 * Sends the log to the client from the level it asks for; nothing before it has asked, since stderr has it as well, and
 * many clients show both. The server needs the `logging` capability.
 */
export function sendLog(server: Server, log: LogSource): void {
  let least: LoggingLevel | undefined;
  let unsent = 0;
  let isInitialized = false;
  server.oninitialized = () => {
    isInitialized = true;
  };

  server.setRequestHandler(SetLevel, ({ params }) => {
    const { success, data } = LoggingLevelSchema.safeParse(params.level);
    if (!success) throw new McpError(ErrorCode.InvalidParams, `level: one of ${ORDER.join(", ")}`);
    least = data;
    return {};
  });

  log.attach({
    wants: (level) =>
      least !== undefined &&
      ORDER.indexOf(LEVELS[level]) >= ORDER.indexOf(least) &&
      // After the client has gone there is no transport.
      isInitialized &&
      server.transport !== undefined &&
      unsent < MAX_UNSENT,
    write({ level, message, fields }) {
      unsent += 1;
      server
        .notification({
          method: "notifications/message",
          params: { level: LEVELS[level], logger: "okta-mcp", data: { message, ...fields } },
        })
        .catch(() => undefined)
        .finally(() => {
          unsent -= 1;
        });
    },
  });
}
