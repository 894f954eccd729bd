import { omit } from "./json.js";
import type { Org } from "./org.js";
import type { ApplicationRecord, GroupRecord, Json, PolicyRecord, RuleRecord, UserRecord } from "./types.js";

/** Base attributes that Okta always shows, null when empty. */
const ALWAYS_SHOWN = { firstName: null, lastName: null, mobilePhone: null, secondEmail: null };

const link = (href: string, method?: string): Json => ({ href, ...(method ? { method } : {}) });
const hinted = (href: string, ...allow: string[]): Json => ({ href, hints: { allow } });

export interface UserView {
  /** All links of the lifecycle, as `GET /users/{id}` shows them; lists show `self` alone. */
  readonly single?: boolean;
}

/** A user as the API shows it: no password, ever. */
export function showUser(user: UserRecord, base: string, view: UserView = {}): Json {
  const url = `${base}/api/v1/users/${user.id}`;
  return {
    id: user.id,
    status: user.status,
    created: user.created,
    activated: user.activated,
    statusChanged: user.statusChanged,
    lastLogin: user.lastLogin,
    lastUpdated: user.lastUpdated,
    passwordChanged: user.passwordChanged,
    type: user.type,
    profile: { ...ALWAYS_SHOWN, ...user.profile },
    credentials: {
      ...(user.hasPassword ? { password: {} } : {}),
      ...(user.recoveryQuestion ? { recovery_question: { question: user.recoveryQuestion } } : {}),
      provider: user.provider,
    },
    _links: { ...(view.single ? lifecycleLinks(user, url, base) : {}), self: link(url) },
  };
}

const USER_ACTIONS: Readonly<Record<UserRecord["status"], readonly string[]>> = {
  STAGED: ["activate", "deactivate"],
  PROVISIONED: ["resetPassword", "reactivate", "deactivate"],
  ACTIVE: ["suspend", "resetPassword", "expirePassword", "deactivate"],
  RECOVERY: ["resetPassword", "deactivate"],
  PASSWORD_EXPIRED: ["resetPassword", "deactivate"],
  LOCKED_OUT: ["unlock", "resetPassword", "deactivate"],
  SUSPENDED: ["unsuspend", "deactivate"],
  DEPROVISIONED: ["activate"],
};

const ACTION_PATHS: Readonly<Record<string, string>> = {
  resetPassword: "reset_password",
  expirePassword: "expire_password",
};

function lifecycleLinks(user: UserRecord, url: string, base: string): Json {
  const actions = USER_ACTIONS[user.status].map((action) => [
    action,
    link(`${url}/lifecycle/${ACTION_PATHS[action] ?? action}`, "POST"),
  ]);
  return {
    ...Object.fromEntries(actions),
    schema: link(`${base}/api/v1/meta/schemas/user/default`),
    type: link(`${base}/api/v1/meta/types/user/${user.type.id}`),
  };
}

/** Okta's version of a user for conditional requests. */
export function userEtag(user: UserRecord): string {
  const text = JSON.stringify([user.id, user.status, user.lastUpdated, user.profile, user.recoveryQuestion]);
  let hash = 0;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 15);
  return `W/"${(hash >>> 0).toString(36)}${text.length.toString(36)}"`;
}

export function showGroup(group: GroupRecord, base: string): Json {
  const url = `${base}/api/v1/groups/${group.id}`;
  return {
    id: group.id,
    created: group.created,
    lastUpdated: group.lastUpdated,
    lastMembershipUpdated: group.lastMembershipUpdated,
    objectClass: group.objectClass,
    type: group.type,
    profile: group.profile,
    _links: {
      logo: ["medium", "large"].map((name) => ({
        name,
        href: `${base}/img/logos/groups/${name}.png`,
        type: "image/png",
      })),
      users: link(`${url}/users`),
      apps: link(`${url}/apps`),
      ...(group.source ? { source: link(`${base}/api/v1/apps/${group.source.id}`) } : {}),
    },
  };
}

/** What `expand=stats` adds to a group. */
export function groupStats(org: Org, group: GroupRecord): Json {
  const apps = org.applications.all.filter((app) => org.assignmentsOf(app.id).groups.has(group.id));
  return {
    stats: {
      usersCount: org.memberCount(group),
      appsCount: apps.length,
      groupPushMappingsCount: 0,
      hasAdminPrivlege: group.profile.name === "Okta Administrators",
    },
  };
}

export function showApplication(app: ApplicationRecord, base: string): Json {
  const url = `${base}/api/v1/apps/${app.id}`;
  const flip = app.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    id: app.id,
    orn: `orn:okta:idp:00oSandboxOrg000000:apps:${String(app.body.name)}:${app.id}`,
    ...app.body,
    status: app.status,
    created: app.created,
    lastUpdated: app.lastUpdated,
    _links: {
      self: link(url),
      users: link(`${url}/users`),
      groups: link(`${url}/groups`),
      [flip]: link(`${url}/lifecycle/${flip}`),
      logo: [{ name: "medium", href: `${base}/img/logos/default.png`, type: "image/png" }],
      appLinks: [
        { name: `${String(app.body.name)}_link`, href: `${base}/home/${app.id}`, type: "text/html" },
      ],
    },
  };
}

export function showPolicy(policy: PolicyRecord, base: string): Json {
  const url = `${base}/api/v1/policies/${policy.id}`;
  return {
    ...ordained(policy),
    _links: {
      self: hinted(url, "GET", "PUT", ...(policy.system ? [] : ["DELETE"])),
      rules: hinted(`${url}/rules`, "GET", "POST"),
      ...(policy.system ? {} : flipLink(policy, url)),
    },
  };
}

export function showRule(rule: RuleRecord, base: string): Json {
  const url = `${base}/api/v1/policies/${rule.policyId}/rules/${rule.id}`;
  return {
    ...ordained(rule),
    _links: {
      self: hinted(url, "GET", "PUT", ...(rule.system ? [] : ["DELETE"])),
      ...(rule.system ? {} : flipLink(rule, url)),
    },
  };
}

function ordained(record: PolicyRecord): Json {
  return {
    id: record.id,
    ...omit(record.body, ["id"]),
    type: record.type,
    status: record.status,
    priority: record.priority,
    system: record.system,
    created: record.created,
    lastUpdated: record.lastUpdated,
  };
}

function flipLink(record: PolicyRecord, url: string): Json {
  const flip = record.status === "ACTIVE" ? "deactivate" : "activate";
  return { [flip]: hinted(`${url}/lifecycle/${flip}`, "POST") };
}
