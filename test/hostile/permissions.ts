import { type Operation, operation } from "./operations.js";

/** What a tool may ask of the org, written down by hand: neither codegen nor the tools are asked. */
export interface Permission {
  /** In any number. */
  readonly reads: readonly Operation[];
  /** At most once in a call; absent for a tool that only reads. */
  readonly write?: Operation;
  /** Whether the user has to agree first: always, or while the rule it changes is active. */
  readonly consent: "never" | "always" | "while active";
  /** What the contract knows of the object's path parameters comes from the arguments, but for composites. */
  readonly pathsFrom: "arguments" | "anywhere";
}

const reading = (...reads: string[]): Permission => ({
  reads: reads.map(operation),
  consent: "never",
  pathsFrom: "arguments",
});
/** Reads what lists have told it of. */
const composite = (...reads: string[]): Permission => ({ ...reading(...reads), pathsFrom: "anywhere" });
const writing = (write: string, ...reads: string[]): Permission => ({
  ...reading(...reads),
  write: operation(write),
});
const asking = (write: string, ...reads: string[]): Permission => ({
  ...writing(write, ...reads),
  consent: "always",
});

export const PERMISSIONS: Readonly<Record<string, Permission>> = {
  list_users: reading("listUsers"),
  get_user: reading("getUser"),
  create_user: writing("createUser"),
  update_user: writing("updateUser", "getUser"),
  activate_user: writing("activateUser", "getUser"),
  deactivate_user: asking("deactivateUser", "getUser", "listUserGroups"),
  suspend_user: asking("suspendUser", "getUser", "listUserGroups"),
  unsuspend_user: writing("unsuspendUser", "getUser"),
  unlock_user: writing("unlockUser", "getUser"),
  delete_deactivated_user: asking("deleteUser", "getUser", "listUserGroups"),
  list_user_groups: reading("listUserGroups"),
  get_user_profile_attributes: reading("getUserSchema"),

  list_groups: reading("listGroups"),
  get_group: reading("getGroup"),
  create_group: writing("addGroup"),
  update_group: writing("replaceGroup", "getGroup"),
  delete_group: asking("deleteGroup", "getGroup", "listGroupUsers", "listAssignedApplicationsForGroup"),
  list_group_users: reading("listGroupUsers"),
  list_group_apps: reading("listAssignedApplicationsForGroup"),
  add_user_to_group: writing("assignUserToGroup", "getUser", "getGroup"),
  remove_user_from_group: asking(
    "unassignUserFromGroup",
    "getUser",
    "getGroup",
    "listAssignedApplicationsForGroup",
  ),

  list_applications: reading("listApplications"),
  get_application: reading("getApplication"),
  create_application: writing("createApplication"),
  update_application: writing("replaceApplication", "getApplication"),
  delete_application: asking(
    "deleteApplication",
    "getApplication",
    "listApplicationUsers",
    "listApplicationGroupAssignments",
  ),
  activate_application: writing("activateApplication", "getApplication"),
  deactivate_application: asking(
    "deactivateApplication",
    "getApplication",
    "listApplicationUsers",
    "listApplicationGroupAssignments",
  ),

  list_policies: reading("listPolicies"),
  get_policy: reading("getPolicy"),
  create_policy: writing("createPolicy"),
  update_policy: writing("replacePolicy", "getPolicy"),
  delete_policy: asking("deletePolicy", "getPolicy", "listPolicyRules"),
  activate_policy: writing("activatePolicy", "getPolicy"),
  deactivate_policy: asking("deactivatePolicy", "getPolicy", "listPolicyRules"),
  list_policy_rules: reading("listPolicyRules"),
  get_policy_rule: reading("getPolicyRule"),
  create_policy_rule: writing("createPolicyRule", "getPolicy"),
  update_policy_rule: {
    ...writing("replacePolicyRule", "getPolicyRule", "getPolicy"),
    consent: "while active",
  },
  delete_policy_rule: asking("deletePolicyRule", "getPolicyRule", "getPolicy"),
  activate_policy_rule: writing("activatePolicyRule", "getPolicyRule", "getPolicy"),
  deactivate_policy_rule: asking("deactivatePolicyRule", "getPolicyRule", "getPolicy"),

  get_logs: reading("listLogEvents"),

  okta_status: composite(),
  describe_schema: composite(),
  get_login_failures: composite("listLogEvents"),
  find_unused_applications: composite(
    "listApplications",
    "listLogEvents",
    "listApplicationUsers",
    "listApplicationGroupAssignments",
  ),
  find_user: composite("listUsers", "getUser"),
  find_group: composite("listGroups", "getGroup"),
};

/** An export reads what the list tool that it names reads. */
const EXPORTED: ReadonlySet<string> = new Set([
  ...["list_users", "list_user_groups", "list_groups", "list_group_users", "list_group_apps"],
  ...["list_applications", "list_policies", "list_policy_rules", "get_logs"],
]);

/** @throws Error for a tool nobody has written down yet */
export function permissionOf(tool: string, args: unknown): Permission {
  if (tool === "export_records") {
    const { tool: list } = Object(args);
    const listed = EXPORTED.has(list) ? PERMISSIONS[list] : undefined;
    return listed ?? reading();
  }
  const permission = PERMISSIONS[tool];
  if (!permission) throw new Error(`test/hostile/permissions.ts does not say what ${tool} may do`);
  return permission;
}
