import type { DependentsEntry, Requirement, ToolsetEntry } from "./types.js";
import { after, limit } from "./words.js";

const policyId = { name: "policy_id" } as const;
const ruleId = { name: "rule_id" } as const;
const dependents: readonly DependentsEntry[] = [
  { kind: "rules", list: "listPolicyRules", arguments: ["policy_id"], name: "name" },
];
const policyView = [
  "id",
  "name",
  "type",
  "status",
  "priority",
  "system",
  "description",
  "lastUpdated",
] as const;
const ruleView = ["id", "name", "type", "status", "priority", "system", "lastUpdated"] as const;

const policyFields = [
  "name",
  "description",
  "status",
  "priority",
  "conditions.people.groups.include",
  "settings",
] as const;

const ruleFields = [
  "name",
  "status",
  "priority",
  "conditions.people.groups.include",
  "conditions.network.connection",
  "conditions.network.include",
  "conditions.network.exclude",
  "actions",
] as const;

/** Okta refuses for its own what it does for all others; nobody is asked in vain. */
const notDefault = (what: string, instead: string): Requirement => ({
  field: "system",
  noneOf: [true],
  otherwise: `Okta's own default ${what} stays as it is there for whatever nothing else covers: ${instead}`,
});
const active: Requirement = {
  field: "status",
  oneOf: ["ACTIVE"],
  otherwise: "It is off already: nothing is left to do.",
};

export const policies: ToolsetEntry = {
  toolset: "policies",
  ordered: true,
  subjects: [
    {
      kind: "policy rule",
      arguments: ["policy_id", "rule_id"],
      read: "getPolicyRule",
      name: "name",
      state: "status",
      find: "list_policy_rules",
    },
    {
      kind: "policy",
      arguments: ["policy_id"],
      read: "getPolicy",
      name: "name",
      state: "status",
      find: "list_policies",
    },
  ],
  operations: [
    {
      operationId: "listPolicies",
      tool: "list_policies",
      title: "List policies",
      description:
        "List the policies of one type, e.g. ACCESS_POLICY for signing in to applications or OKTA_SIGN_ON for the org's session.",
      safety: "read",
      arguments: {
        type: {},
        status: "ACTIVE or INACTIVE",
        q: { words: "Start of the policy's name", since: "2025.01.1" },
        limit: limit(),
        after,
      },
      view: policyView,
    },
    {
      operationId: "getPolicy",
      tool: "get_policy",
      title: "Get policy",
      description: "Read one policy with its conditions and settings. Its rules come from list_policy_rules.",
      safety: "read",
      arguments: { policyId },
      view: policyView,
    },
    {
      operationId: "createPolicy",
      tool: "create_policy",
      title: "Create policy",
      description:
        "Create a policy of one of the types Okta lets administrators create; `type` decides which conditions and settings apply. A policy does nothing until it has rules: see create_policy_rule.",
      safety: "write",
      arguments: { activate: "Activate it at once; default true" },
      body: {
        argument: "policy",
        words: "The new policy, in Okta's field names",
        mode: "create",
        show: ["type", ...policyFields],
      },
      view: policyView,
    },
    {
      operationId: "replacePolicy",
      tool: "update_policy",
      title: "Update policy",
      description:
        "Change a policy's name, priority, conditions or settings; what is not named stays. To switch it on or off, use activate_policy and deactivate_policy.",
      safety: "write",
      // Of some types the settings are the protection: a password policy's have no rule between them and the user.
      asksWhen: { field: "status", equals: "ACTIVE" },
      consequence: "The policy is active: the change applies at once to everyone it covers.",
      arguments: { policyId },
      body: {
        argument: "changes",
        words: "Fields to change; null removes one",
        mode: "replace",
        show: policyFields.filter((field) => field !== "status"),
        // To switch a policy off asks the user; this update does not.
        refuses: { status: "Leave status out, and use activate_policy or deactivate_policy." },
      },
      view: policyView,
    },
    {
      operationId: "deletePolicy",
      tool: "delete_policy",
      title: "Delete policy",
      description:
        "Delete a policy and all its rules for good. The org's default policies cannot be deleted.",
      safety: "destructive",
      consequence:
        "The policy and all its rules are gone for good; whoever it covered falls to the policy that comes next.",
      requires: [notDefault("policy", "update_policy changes it.")],
      dependents,
      arguments: { policyId },
    },
    {
      operationId: "activatePolicy",
      tool: "activate_policy",
      title: "Activate policy",
      description: "Activate an INACTIVE policy: it applies at once to everyone its conditions name.",
      safety: "write",
      arguments: { policyId },
    },
    {
      operationId: "deactivatePolicy",
      tool: "deactivate_policy",
      title: "Deactivate policy",
      description:
        "Deactivate a policy: its protection ends at once, and policies of lower priority apply instead.",
      safety: "destructive",
      consequence: "Its protection ends at once, for everyone it covers; activate_policy puts it back.",
      requires: [notDefault("policy", "update_policy changes it."), active],
      dependents,
      arguments: { policyId },
    },
    {
      operationId: "listPolicyRules",
      tool: "list_policy_rules",
      title: "List policy rules",
      description: "List the rules of a policy. Set detail to full for their conditions and actions.",
      safety: "read",
      arguments: { policyId, limit: { ...limit(), since: "2025.01.1" }, after },
      view: ruleView,
    },
    {
      operationId: "getPolicyRule",
      tool: "get_policy_rule",
      title: "Get policy rule",
      description: "Read one rule of a policy, with its conditions and actions.",
      safety: "read",
      arguments: { policyId, ruleId },
      view: ruleView,
    },
    {
      operationId: "createPolicyRule",
      tool: "create_policy_rule",
      title: "Create policy rule",
      description:
        "Add a rule to a policy. `type` must fit the policy's type (SIGN_ON for an OKTA_SIGN_ON policy, else the same word) and decides which conditions and actions apply.",
      safety: "write",
      arguments: { policyId, activate: "Activate it at once; default true" },
      body: {
        argument: "rule",
        words: "The new rule, in Okta's field names",
        mode: "create",
        show: ["type", ...ruleFields],
      },
      view: ruleView,
    },
    {
      operationId: "replacePolicyRule",
      tool: "update_policy_rule",
      title: "Update policy rule",
      description:
        "Change a rule's name, priority, conditions or actions; what is not named stays. To switch it on or off, use activate_policy_rule and deactivate_policy_rule.",
      safety: "write",
      // An active rule decides who gets in: a change of it works at once.
      asksWhen: { field: "status", equals: "ACTIVE" },
      consequence: "The rule is active: the change decides at once who gets in.",
      arguments: { policyId, ruleId },
      body: {
        argument: "changes",
        words: "Fields to change; null removes one",
        mode: "replace",
        show: ruleFields.filter((field) => field !== "status"),
        refuses: { status: "Leave status out, and use activate_policy_rule or deactivate_policy_rule." },
      },
      view: ruleView,
    },
    {
      operationId: "deletePolicyRule",
      tool: "delete_policy_rule",
      title: "Delete policy rule",
      description: "Delete a rule of a policy for good. A policy's default rule cannot be deleted.",
      safety: "destructive",
      consequence: "The rule is gone for good; at once the policy's next rule that fits decides instead.",
      requires: [notDefault("rule", "update_policy_rule changes it.")],
      arguments: { policyId, ruleId },
    },
    {
      operationId: "activatePolicyRule",
      tool: "activate_policy_rule",
      title: "Activate policy rule",
      description: "Activate an INACTIVE rule of a policy.",
      safety: "write",
      arguments: { policyId, ruleId },
    },
    {
      operationId: "deactivatePolicyRule",
      tool: "deactivate_policy_rule",
      title: "Deactivate policy rule",
      description: "Deactivate a rule: the policy's next rule that fits applies instead.",
      safety: "destructive",
      consequence:
        "At once the policy's next rule that fits decides instead; activate_policy_rule puts it back.",
      requires: [notDefault("rule", "update_policy_rule changes it."), active],
      arguments: { policyId, ruleId },
    },
  ],
};
