import type { ToolResult } from "../../tool/tool.js";
import type { Attempt, User } from "./attempts.js";
import { type Group, type Grouping, grouped } from "./groups.js";

/** Together with the groups some 2,000 tokens, whatever has happened. */
const MAX_EVENTS = 8;

/** A push that its owner rejected, and a policy's no, say more than another wrong password. */
const ALARMING = /^user\.mfa\.|^policy\.|^application\.policy\./;

const keyOf = ({ id, login }: User): string => id ?? login.toLowerCase();

const BY_REASON: Grouping = {
  label: ({ reason, eventType }) => ({ reason, event_type: eventType }),
  most: 10,
};

const BY_USER: Grouping = {
  label: ({ user }) => ({ user: user.login, ...(user.id !== undefined && { id: user.id }) }),
  key: ({ user }) => keyOf(user),
  distinct: { name: "ips", of: ({ ip }) => ip },
  most: 10,
};

const BY_IP: Grouping = {
  label: ({ ip, place }) => ({ ip, ...(place !== undefined && { place }) }),
  key: ({ ip }) => ip,
  distinct: { name: "users", of: ({ user }) => keyOf(user) },
  most: 10,
};

/** A day has parts of 25 hours. */
const BY_HOUR: Grouping = {
  label: ({ time }) => ({ hour: `${time.slice(0, 13)}:00Z` }),
  most: 25,
};

/** Counts and groups of the attempts, and the few that say most. @param attempts newest first */
export function tell(attempts: readonly Attempt[]): ToolResult {
  return {
    total: attempts.length,
    lockouts: attempts.filter(({ locked }) => locked).length,
    by_reason: grouped(attempts, BY_REASON),
    by_user: grouped(attempts, BY_USER),
    by_ip: grouped(attempts, BY_IP),
    by_hour: inOrder(grouped(attempts, BY_HOUR)),
    events: mostTelling(attempts).map(shown),
  };
}

/** The hours in order of time, and what others there are at the end. */
function inOrder(hours: readonly Group[]): Group[] {
  const place = ({ hour }: Group) => (hour === undefined ? "~" : String(hour));
  return hours.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** The newest locks, denials, and one of each reason; then the newest of all. In order of time, newest first. */
function mostTelling(attempts: readonly Attempt[]): Attempt[] {
  const chosen = new Set<Attempt>();
  const take = (candidates: readonly Attempt[], most: number) => {
    for (const each of candidates.slice(0, most)) if (chosen.size < MAX_EVENTS) chosen.add(each);
  };
  take(
    attempts.filter(({ locked }) => locked),
    2,
  );
  take(
    attempts.filter(({ eventType }) => ALARMING.test(eventType)),
    2,
  );
  const reasons = new Set<string>();
  take(
    attempts.filter(({ reason }) => reasons.size < reasons.add(reason).size),
    3,
  );
  take(attempts, MAX_EVENTS);
  return attempts.filter((each) => chosen.has(each));
}

function shown({ uuid, time, eventType, reason, user, ip, ...more }: Attempt): ToolResult {
  const { place, application, rule, locked } = more;
  return {
    time,
    event_type: eventType,
    reason,
    user: user.login,
    ip,
    ...(place !== undefined && { place }),
    ...(application !== undefined && { application }),
    ...(rule !== undefined && { policy_rule: rule }),
    ...(locked && { locked }),
    uuid,
  };
}
