import { z } from "zod";
import { OktaMcpError } from "../errors.js";
import { WITHOUT_ANSWER } from "../tool/list-answer.js";
import type { Tool, ToolContext, ToolResult } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import { inParallel } from "./in-parallel.js";
import { DAY, RETENTION_DAYS } from "./log-events.js";
import { type Application, readApplications } from "./unused-applications/applications.js";
import { type Assignments, countAssignments } from "./unused-applications/assignments.js";
import { readLastUses } from "./unused-applications/last-uses.js";

const input = z.strictObject({
  days: z.int().min(1).max(3650).default(RETENTION_DAYS),
  include_inactive: z.boolean().optional(),
  limit: z.int().min(1).max(100).default(50),
});

/** Applications whose assignments are counted at a time. */
const PARALLEL = 4;
/** Of those that are told apart: named so many, and counted. */
const MAX_NAMED = 20;

interface Unused extends Application {
  readonly lastUse: string | undefined;
}

/**
 * Applications without a sign-on. Told apart: those that are too new to tell, and services, which have none.
 * @param now milliseconds since 1970
 */
export const findUnusedApplications = (now: () => number = Date.now): Tool<typeof input> => ({
  ...descriptors.find_unused_applications,
  input,
  async run(context, { days, include_inactive = false, limit }) {
    const end = now();
    const window = { since: iso(end - RETENTION_DAYS * DAY), until: iso(end) };
    const border = end - Math.min(days, RETENTION_DAYS) * DAY;
    const step = stepper(context);

    const all = await readApplications(context, include_inactive, step("applications read"));
    const services = all.filter(({ isService }) => isService);
    const judged = all.filter(({ isService }) => !isService);
    const ids = judged.map(({ id }) => id);
    const { found, unknown, problem } = await readLastUses(context, ids, window, step("log read"));

    const unused = judged
      .map((each): Unused => ({ ...each, lastUse: found.get(each.id) }))
      .filter(({ id, lastUse }) => !unknown.has(id) && !isAfter(lastUse, border));
    const fresh = unused.filter(({ created, lastUse }) => lastUse === undefined && isAfter(created, border));
    const old = unused.filter((each) => !fresh.includes(each)).sort(longestUnusedFirst);
    const shown = old.slice(0, limit);
    const assigned = await assignmentsOf(context, shown, step("assignments counted"));
    const applications = shown
      .filter(({ id }) => !assigned.gone.has(id))
      .map((each) => ({ ...each, assigned: assigned.counts.get(each.id) }))
      .sort(mostTellingFirst);

    return {
      window,
      days,
      checked: judged.length - unknown.size,
      unused: old.length,
      applications: applications.map((each) => show(each, include_inactive)),
      ...named("new_applications", fresh),
      ...named("service_applications", services),
      ...named(
        "not_judged",
        judged.filter(({ id }) => unknown.has(id)),
      ),
      complete: unknown.size === 0 && old.length <= limit && assigned.problem === undefined,
      note: [
        days > RETENTION_DAYS
          ? `${days} days were asked for, and Okta's log keeps ${RETENTION_DAYS}: told is what was not used within the ${RETENTION_DAYS} days the log keeps.`
          : `last_use null: not used within the ${RETENTION_DAYS} days the log keeps.`,
        "Only sign-ons count: tokens renewed without one, and provisioning, leave none.",
        old.length > limit &&
          `${limit} of ${old.length} are shown, the longest unused; for more raise limit.`,
        problem !== undefined && `Of not_judged the last use is not known. ${problem}`,
        assigned.problem !== undefined && `Not all assignments are counted. ${assigned.problem}`,
      ]
        .filter((sentence) => sentence !== false)
        .join(" "),
    };
  },
});

/** Progress in steps, one for each request of whatever kind. */
function stepper({ progress }: ToolContext): (message: string) => () => void {
  let done = 0;
  return (message) => () => {
    done += 1;
    progress({ done, message });
  };
}

interface Assigned {
  readonly counts: ReadonlyMap<string, Assignments>;
  /** Deleted since they were listed. */
  readonly gone: ReadonlySet<string>;
  readonly problem?: string;
}

async function assignmentsOf(
  context: ToolContext,
  applications: readonly Application[],
  step: () => void,
): Promise<Assigned> {
  const counts = new Map<string, Assignments>();
  const gone = new Set<string>();
  try {
    await inParallel(applications, PARALLEL, async ({ id }) => {
      try {
        counts.set(id, await countAssignments(context, id));
      } catch (error) {
        if (!(error instanceof OktaMcpError && error.code === "not_found")) throw error;
        gone.add(id);
      }
      step();
    });
  } catch (error) {
    if (!(error instanceof OktaMcpError) || WITHOUT_ANSWER.includes(error.code)) throw error;
    return { counts, gone, problem: `Stopped early by ${error.code}: ${error.message} ${error.next}` };
  }
  return { counts, gone };
}

const isAfter = (time: string | undefined, border: number): boolean =>
  time !== undefined && Date.parse(time) > border;

const timeOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time));

function longestUnusedFirst(one: Unused, other: Unused): number {
  return timeOf(one.lastUse) - timeOf(other.lastUse) || timeOf(one.created) - timeOf(other.created);
}

interface Counted extends Unused {
  readonly assigned: Assignments | undefined;
}

/** Without any use before the others, then by how many users have them for nothing. */
function mostTellingFirst(one: Counted, other: Counted): number {
  const used = Number(one.lastUse !== undefined) - Number(other.lastUse !== undefined);
  return used || (other.assigned?.users ?? 0) - (one.assigned?.users ?? 0) || longestUnusedFirst(one, other);
}

function show(application: Counted, withStatus: boolean): ToolResult {
  const { id, label, status, signOnMode, created, lastUse = null, assigned } = application;
  return {
    id,
    label,
    ...(withStatus && { status }),
    sign_on_mode: signOnMode,
    created,
    last_use: lastUse,
    ...(assigned && { users: assigned.users, groups: assigned.groups }),
    ...(assigned?.atLeast && { at_least: true }),
  };
}

/** How many, and some of them by name; nothing where there are none. */
function named(key: string, applications: readonly Application[]): ToolResult {
  if (applications.length === 0) return {};
  const some = applications.slice(0, MAX_NAMED).map(({ id, label, created }) => ({ id, label, created }));
  return { [key]: { count: applications.length, applications: some } };
}

const iso = (time: number): string => new Date(time).toISOString();
