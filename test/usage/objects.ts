import type { Org } from "../../src/sandbox/index.js";
import type {
  ApplicationRecord,
  GroupRecord,
  PolicyRecord,
  RuleRecord,
  UserRecord,
} from "../../src/sandbox/types.js";

// Objects of the org by name, for what checks hold against it; plans have no way here.

/** @param name first and last name, or the login */
export function user(org: Org, name: string): UserRecord {
  return found(
    name,
    org.users.all.filter(({ profile }) =>
      name.includes("@") ? profile.login === name : `${profile.firstName} ${profile.lastName}` === name,
    ),
  );
}

export const group = (org: Org, name: string): GroupRecord =>
  found(
    name,
    org.groups.all.filter(({ profile }) => profile.name === name),
  );

export const application = (org: Org, label: string): ApplicationRecord =>
  found(
    label,
    org.applications.all.filter(({ body }) => body.label === label),
  );

export const policy = (org: Org, type: string, name: string): PolicyRecord =>
  found(
    name,
    org.policies.all.filter((each) => each.type === type && each.body.name === name),
  );

/** A rule by its own name and that of its policy. */
export const rule = (org: Org, policyName: string, name: string): RuleRecord =>
  found(
    name,
    org.rules.all.filter(
      ({ policyId, body }) => body.name === name && org.requirePolicy(policyId).body.name === policyName,
    ),
  );

/** Logins of the users for whom it holds, in alphabetical order. */
export function logins(org: Org, holds: (each: UserRecord) => boolean): unknown[] {
  return org.users.all
    .filter(holds)
    .map(({ profile }) => profile.login)
    .sort();
}

export function members(org: Org, name: string): unknown[] {
  const its = group(org, name);
  return logins(org, ({ id }) => org.isMember(its, id));
}

export function groupNames(org: Org, userName: string): unknown[] {
  return org.groupsOf(user(org, userName).id).map(({ profile }) => profile.name);
}

function found<T>(name: string, all: readonly T[]): T {
  const [one, ...more] = all;
  if (one === undefined || more.length > 0) throw new Error(`The org has ${all.length} of the name ${name}.`);
  return one;
}
