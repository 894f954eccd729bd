import type { Problem } from "./problem.js";
import { type Settings, VARIABLES } from "./variables.js";

/** How hard the org may be worked. */
export interface PaceSettings {
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** Percent of each rate limit that is left to the org's other clients. */
  readonly rateReserve: number;
  /** The longest a request may wait for a rate limit or between tries, in milliseconds. */
  readonly maxWaitMs: number;
}

/** A senseless value is a problem, and stands in the result as NaN. */
export function readPace(settings: Settings, problems: Problem[]): PaceSettings {
  return {
    concurrency: readWhole(settings, "OKTA_CONCURRENCY", 1, 50, problems),
    rateReserve: readWhole(settings, "OKTA_RATE_RESERVE", 0, 90, problems),
    maxWaitMs: readWhole(settings, "OKTA_MAX_WAIT", 0, 600, problems) * 1000,
  };
}

function readWhole(
  settings: Settings,
  variable: "OKTA_CONCURRENCY" | "OKTA_RATE_RESERVE" | "OKTA_MAX_WAIT",
  least: number,
  most: number,
  problems: Problem[],
): number {
  const standard = VARIABLES[variable].default;
  const text = settings[variable] ?? standard;
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  problems.push({
    variable,
    what: `is not a whole number from ${least} to ${most}`,
    fix: `Set ${variable} to a whole number from ${least} to ${most}, or leave it out for ${standard}.`,
  });
  return Number.NaN;
}
