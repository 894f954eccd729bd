import type { LogTarget } from "./log-event.js";
import type { ApplicationRecord, GroupRecord, PolicyRecord, UserRecord } from "./types.js";

/** How objects appear in the `target` list of system log events. */
export const userTarget = (user: UserRecord): LogTarget => ({
  id: user.id,
  type: "User",
  alternateId: String(user.profile.login),
  displayName: `${user.profile.firstName ?? ""} ${user.profile.lastName ?? ""}`.trim(),
});

export const groupTarget = (group: GroupRecord): LogTarget => ({
  id: group.id,
  type: "UserGroup",
  alternateId: "unknown",
  displayName: String(group.profile.name),
});

export const applicationTarget = (app: ApplicationRecord): LogTarget => ({
  id: app.id,
  type: "AppInstance",
  alternateId: String(app.body.label),
  displayName: String(app.body.label),
});

export const policyTarget = (policy: PolicyRecord): LogTarget => ({
  id: policy.id,
  type: "PolicyEntity",
  alternateId: policy.type,
  displayName: String(policy.body.name),
});

export const ruleTarget = (rule: PolicyRecord): LogTarget => ({
  id: rule.id,
  type: "PolicyRule",
  alternateId: rule.type,
  displayName: String(rule.body.name),
});
