import type { Org } from "./org.js";
import type { UserRecord } from "./types.js";

/** How a group is assigned to an application. */
export interface GroupAssignment {
  /** Where several groups of a user are assigned, the lowest counts; Okta numbers from 0. */
  readonly priority: number;
  readonly since: string;
}

/** Who and what an application is assigned to, by id; times are ISO 8601. */
export class Assignments {
  readonly groups = new Map<string, GroupAssignment>();
  /** Users who were assigned one by one, and since when. */
  readonly users = new Map<string, string>();

  assignGroup(groupId: string, since: string): void {
    const priority = Math.max(-1, ...[...this.groups.values()].map((each) => each.priority)) + 1;
    if (!this.groups.has(groupId)) this.groups.set(groupId, { priority, since });
  }

  assignUser(userId: string, since: string): void {
    if (!this.users.has(userId)) this.users.set(userId, since);
  }
}

/** Why a user has an application: by name, which goes first, or through a group. */
export type Assigned =
  | { readonly scope: "USER"; readonly since: string }
  | { readonly scope: "GROUP"; readonly since: string; readonly groupId: string };

/** The later of two ISO 8601 times in UTC, whose texts sort as they do. */
export function later(one: string, other: string): string {
  return one > other ? one : other;
}

/**
 * Who has an application. One answer for all that show it: the application's own lists and the filters of the list
 * of applications. A deactivated user has none, though the memberships stay.
 */
export function assignmentIn(org: Org, applicationId: string): (user: UserRecord) => Assigned | undefined {
  const { users, groups } = org.assignmentsOf(applicationId);
  const ranked = [...groups]
    .sort(([, a], [, b]) => a.priority - b.priority)
    .flatMap(([id, { since }]) => {
      const group = org.groups.get(id);
      return group === undefined ? [] : [{ group, since }];
    });
  return (user) => {
    if (user.status === "DEPROVISIONED") return undefined;
    const since = users.get(user.id);
    if (since !== undefined) return { scope: "USER", since };
    const by = ranked.find(({ group }) => org.isMember(group, user.id));
    if (by === undefined) return undefined;
    return {
      scope: "GROUP",
      since: later(by.since, user.created),
      groupId: by.group.id,
    };
  };
}
