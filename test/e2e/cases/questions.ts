import { assignmentIn } from "../../../src/sandbox/assignments.js";
import type { Org } from "../../../src/sandbox/index.js";
import type {
  ApplicationRecord,
  Dated,
  GroupRecord,
  PolicyRecord,
  RuleRecord,
  UserRecord,
} from "../../../src/sandbox/types.js";
import type { Args } from "../support/session.js";

/** A call that asks first, and what the user must be told: by the org itself, not by what the tools say of it. */
export interface Asking {
  readonly tool: string;
  readonly args: (org: Org) => Args;
  /** The same call of another object. */
  readonly other: (org: Org) => Args;
  /** What changes, for tests that change it meanwhile. */
  readonly record: (org: Org) => Dated;
  /** The lines of the question up to the tool's own words. */
  readonly lines: (org: Org) => readonly string[];
}

type Labelled = { readonly name: unknown; readonly state: string; readonly of: Dated };
const subject = ({ name, state, of: { id, lastUpdated } }: Labelled) =>
  `"${name}" (${state}, id ${id}, last updated ${lastUpdated})`;

/** `Members: 12 ("a", "b", "c", "d", "e", …)` */
function dependents(title: string, names: readonly unknown[]): string {
  if (names.length === 0) return `${title}: none`;
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  return `${title}: ${names.length} (${[...shown, ...(names.length > 5 ? ["…"] : [])].join(", ")})`;
}

const one = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error("The org has no such object.");
  return found;
};

/** Of the objects that are fit, the first and the second. */
function pair<T>(all: readonly T[], isFit: (each: T) => boolean): readonly [T, T] {
  const [first, second] = all.filter(isFit);
  return [one(first), one(second)];
}

const groups = ({ groups: { all } }: Org) => pair(all, ({ type }) => type === "OKTA_GROUP");
const users = (status: string) => (org: Org) =>
  pair(org.users.all, (user) => user.status === status && org.groupsOf(user.id).length > 1);
const applications = (status: string) => (org: Org) =>
  pair(org.applications.all, (app) => app.status === status && org.assignmentsOf(app.id).groups.size > 0);
const policies = (org: Org) =>
  pair(
    org.policies.all,
    ({ id, system, status }) => !system && status === "ACTIVE" && org.rulesOf(id).length > 0,
  );
const rules = (org: Org) =>
  pair(
    org.rules.all,
    ({ system, status, type }) => !system && status === "ACTIVE" && type === "ACCESS_POLICY",
  );

const groupWords = (group: GroupRecord) =>
  subject({ name: group.profile.name, state: group.type, of: group });
const userWords = (user: UserRecord) => subject({ name: user.profile.login, state: user.status, of: user });
const applicationWords = (app: ApplicationRecord) =>
  subject({ name: app.body.label, state: app.status, of: app });
const policyWords = (policy: PolicyRecord) =>
  subject({ name: policy.body.name, state: policy.status, of: policy });
const ruleWords = (org: Org, rule: RuleRecord) =>
  `${subject({ name: rule.body.name, state: rule.status, of: rule })}, of policy ${policyWords(org.requirePolicy(rule.policyId))}`;

const groupApplications = (org: Org, { id }: GroupRecord) =>
  dependents(
    "Applications assigned through the group",
    org.applications.all
      .filter((app) => org.assignmentsOf(app.id).groups.has(id))
      .map(({ body }) => body.label),
  );

const ofUser = (tool: string, title: string, status: string, more: Args = {}): Asking => {
  const found = users(status);
  return {
    tool,
    args: (org) => ({ user_id: found(org)[0].id, ...more }),
    other: (org) => ({ user_id: found(org)[1].id, ...more }),
    record: (org) => found(org)[0],
    lines: (org) => [
      `${title} ${userWords(found(org)[0])}?`,
      dependents(
        "Groups",
        org.groupsOf(found(org)[0].id).map(({ profile }) => profile.name),
      ),
      ...Object.entries(more).map(([name, value]) => `${name}: ${value}`),
    ],
  };
};

const ofApplication = (tool: string, title: string, status: string): Asking => {
  const found = applications(status);
  return {
    tool,
    args: (org) => ({ app_id: found(org)[0].id }),
    other: (org) => ({ app_id: found(org)[1].id }),
    record: (org) => found(org)[0],
    lines: (org) => {
      const [app] = found(org);
      const assigned = assignmentIn(org, app.id);
      const logins = org.users.all.filter((user) => assigned(user)).map(({ profile }) => profile.login);
      return [
        `${title} ${applicationWords(app)}?`,
        dependents("Assigned users", logins),
        `Assigned groups: ${org.assignmentsOf(app.id).groups.size}`,
      ];
    },
  };
};

const ofPolicy = (tool: string, title: string): Asking => ({
  tool,
  args: (org) => ({ policy_id: policies(org)[0].id }),
  other: (org) => ({ policy_id: policies(org)[1].id }),
  record: (org) => policies(org)[0],
  lines: (org) => [
    `${title} ${policyWords(policies(org)[0])}?`,
    dependents(
      "Rules",
      org.rulesOf(policies(org)[0].id).map(({ body }) => body.name),
    ),
  ],
});

const renaming = { changes: { name: "Renamed" } };
const renamed = ({ body }: PolicyRecord | RuleRecord) => `name: ${JSON.stringify(body.name)} -> "Renamed"`;

const ruleArgs = ({ policyId, id }: RuleRecord): Args => ({ policy_id: policyId, rule_id: id });
const ofRule = (tool: string, title: string, changing: Args = {}): Asking => ({
  tool,
  args: (org) => ({ ...ruleArgs(rules(org)[0]), ...changing }),
  other: (org) => ({ ...ruleArgs(rules(org)[1]), ...changing }),
  record: (org) => rules(org)[0],
  lines: (org) => [
    `${title} ${ruleWords(org, rules(org)[0])}?`,
    ...(changing === renaming ? [renamed(rules(org)[0])] : []),
  ],
});

/** Deactivates two applications that are assigned to somebody: only such can be deleted, and the seed has none. */
export function makeReady(org: Org): void {
  for (const app of org.applications.all.filter(({ status }) => status === "ACTIVE").slice(-2))
    app.status = "INACTIVE";
}

/** All calls that ask first, on objects of the seeded org that something depends on. */
export const ASKING: readonly Asking[] = [
  ofUser("deactivate_user", "Deactivate user", "ACTIVE", { send_email: true }),
  ofUser("suspend_user", "Suspend user", "ACTIVE"),
  ofUser("delete_deactivated_user", "Delete deactivated user", "DEPROVISIONED"),
  {
    tool: "delete_group",
    args: (org) => ({ group_id: groups(org)[0].id }),
    other: (org) => ({ group_id: groups(org)[1].id }),
    record: (org) => groups(org)[0],
    lines: (org) => {
      const [group] = groups(org);
      const members = org.users.all.filter(
        ({ id, status }) => status !== "DEPROVISIONED" && org.isMember(group, id),
      );
      return [
        `Delete group ${groupWords(group)}?`,
        dependents(
          "Members",
          members.map(({ profile }) => profile.login),
        ),
        groupApplications(org, group),
      ];
    },
  },
  {
    tool: "remove_user_from_group",
    args: (org) => ({ group_id: groups(org)[0].id, user_id: users("ACTIVE")(org)[0].id }),
    other: (org) => ({ group_id: groups(org)[0].id, user_id: users("ACTIVE")(org)[1].id }),
    record: (org) => groups(org)[0],
    lines: (org) => [
      `Remove user ${userWords(users("ACTIVE")(org)[0])} from group ${groupWords(groups(org)[0])}?`,
      groupApplications(org, groups(org)[0]),
    ],
  },
  ofApplication("delete_application", "Delete application", "INACTIVE"),
  ofApplication("deactivate_application", "Deactivate application", "ACTIVE"),
  ofPolicy("delete_policy", "Delete policy"),
  ofPolicy("deactivate_policy", "Deactivate policy"),
  {
    tool: "update_policy",
    args: (org) => ({ policy_id: policies(org)[0].id, ...renaming }),
    other: (org) => ({ policy_id: policies(org)[1].id, ...renaming }),
    record: (org) => policies(org)[0],
    lines: (org) => [`Update policy ${policyWords(policies(org)[0])}?`, renamed(policies(org)[0])],
  },
  ofRule("update_policy_rule", "Update policy rule", renaming),
  ofRule("delete_policy_rule", "Delete policy rule"),
  ofRule("deactivate_policy_rule", "Deactivate policy rule"),
];
