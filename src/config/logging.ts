import { isAbsolute } from "node:path";
import type { Problem } from "./problem.js";
import { isSameFile } from "./same-file.js";
import { type Settings, VARIABLES } from "./variables.js";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** From this level on a log says something; each later one says less. */
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogSettings {
  readonly logLevel: LogLevel;
  /** Beside stderr; absolute. */
  readonly logFile?: string | undefined;
}

export interface AuditSettings {
  /** Where every change is written down before it is sent; absolute. */
  readonly auditFile?: string | undefined;
}

/** What is problematic is left out of the result. */
export function readLogSettings(settings: Settings, problems: Problem[]): LogSettings & AuditSettings {
  const logFile = readFilePath(settings, "OKTA_LOG_FILE", problems);
  const auditFile = readFilePath(settings, "OKTA_AUDIT_LOG", problems);
  if (auditFile !== undefined && logFile !== undefined && isSameFile(auditFile, logFile)) {
    problems.push({
      variable: "OKTA_AUDIT_LOG",
      what: "names the same file as OKTA_LOG_FILE",
      fix: "Set OKTA_AUDIT_LOG and OKTA_LOG_FILE to different files.",
    });
  }
  return { logLevel: readLevel(settings, problems), logFile, auditFile };
}

function readLevel(settings: Settings, problems: Problem[]): LogLevel {
  const standard = VARIABLES.OKTA_LOG_LEVEL.default;
  const asked = (settings.OKTA_LOG_LEVEL ?? standard).toLowerCase();
  const level = LOG_LEVELS.find((known) => known === asked);
  if (level === undefined) {
    problems.push({
      variable: "OKTA_LOG_LEVEL",
      what: `is none of ${LOG_LEVELS.join(", ")}`,
      fix: `Set OKTA_LOG_LEVEL to ${LOG_LEVELS.join(", ")}, or leave it out for ${standard}.`,
    });
  }
  return level ?? standard;
}

function readFilePath(
  settings: Settings,
  variable: "OKTA_AUDIT_LOG" | "OKTA_LOG_FILE",
  problems: Problem[],
): string | undefined {
  const path = settings[variable];
  if (path === undefined || isAbsolute(path)) return path;
  problems.push({
    variable,
    what: "is not an absolute path",
    fix: `Set ${variable} to the whole path of a file, or leave it out to have none.`,
  });
  return undefined;
}
