import type { Org } from "../../src/sandbox/index.js";
import type { Json } from "./kind.js";
import type { Subject } from "./subject.js";

interface Event {
  readonly type: string;
  readonly targets: readonly Json[];
}

/** What the org's own log says happened, whatever the answers said. */
export function eventsOf(org: Org): readonly Event[] {
  return org.log.all.map(({ event }) => ({
    type: String(event.eventType),
    targets: Array.isArray(event.target) ? event.target : [],
  }));
}

const DELETIONS = new Set(["user.lifecycle.delete.initiated", "group.lifecycle.delete"]);

/** Whether a user or group is gone that no call of ours deleted: churn leaves no trace in the log. */
export function wasTaken(org: Org, id: string): boolean {
  if (org.users.get(id) ?? org.groups.get(id)) return false;
  return !eventsOf(org).some(({ type, targets }) => DELETIONS.has(type) && targets[0]?.id === id);
}

/** The id that an object got, when no answer told it. */
export function idInLog(org: Org, { kind, name }: Subject): string | undefined {
  if (kind !== "user" && kind !== "group") return undefined;
  const made = eventsOf(org).find(
    ({ type, targets: [target] }) =>
      /\.lifecycle\.create$/.test(type) && (target?.alternateId === name || target?.displayName === name),
  );
  return made && String(made.targets[0]?.id);
}
