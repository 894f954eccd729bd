import { groupFilter, groupSearch } from "./expressions.js";
import type { DependentsEntry, Requirement, ToolsetEntry } from "./types.js";
import { after, applicationView, groupView, limit, sortOrder, userId, userView } from "./words.js";

const groupId = { name: "group_id" } as const;
const members: DependentsEntry = {
  kind: "members",
  list: "listGroupUsers",
  arguments: ["group_id"],
  name: "profile.login",
  stamp: "lastMembershipUpdated",
};
const apps: DependentsEntry = {
  kind: "applications assigned through the group",
  list: "listAssignedApplicationsForGroup",
  arguments: ["group_id"],
  name: "label",
};
const ownGroup: Requirement = {
  subject: "group",
  field: "type",
  oneOf: ["OKTA_GROUP"],
  otherwise:
    "Only groups of type OKTA_GROUP are changed here, and their members: change an APP_GROUP where it comes from; the BUILT_IN ones are Okta's own.",
};
const body = { show: ["profile.name", "profile.description"] } as const;

export const groups: ToolsetEntry = {
  toolset: "groups",
  subjects: [
    {
      kind: "group",
      arguments: ["group_id"],
      read: "getGroup",
      name: "profile.name",
      state: "type",
      find: "find_group",
    },
  ],
  operations: [
    {
      operationId: "listGroups",
      tool: "list_groups",
      title: "List groups",
      description:
        "Find groups of the org: `q` matches the start of the name, `search` takes an expression. Set `expand` to stats for the number of users and applications of each.",
      safety: "read",
      arguments: {
        q: "Start of the group's name",
        search: {
          words: 'SCIM expression, e.g. type eq "OKTA_GROUP" and profile.name sw "Eng"',
          expression: groupSearch,
        },
        filter: {
          words: "SCIM expression over id, type, lastUpdated and lastMembershipUpdated",
          expression: groupFilter,
        },
        expand: "stats or app",
        sortBy: "Property to sort a `search` by, e.g. profile.name",
        sortOrder,
        limit: limit(),
        after,
      },
      view: groupView,
    },
    {
      operationId: "getGroup",
      tool: "get_group",
      title: "Get group",
      description: "Read one group whose id is known. Use find_group to find one by name.",
      safety: "read",
      arguments: { groupId },
      view: groupView,
    },
    {
      operationId: "addGroup",
      formerly: ["createGroup"],
      tool: "create_group",
      title: "Create group",
      description: "Create an Okta group; the profile needs a name no other group has.",
      safety: "write",
      body: { ...body, argument: "group", words: "The new group, in Okta's field names", mode: "create" },
      view: groupView,
    },
    {
      operationId: "replaceGroup",
      tool: "update_group",
      title: "Update group",
      description:
        "Change a group's name, description or custom attributes; what is not named stays. Only groups of type OKTA_GROUP can be changed.",
      safety: "write",
      arguments: { groupId },
      body: {
        ...body,
        argument: "changes",
        words: "Fields to change; null removes one",
        mode: "replace",
      },
      view: groupView,
      requires: [ownGroup],
    },
    {
      operationId: "deleteGroup",
      tool: "delete_group",
      title: "Delete group",
      description:
        "Delete a group for good: its members lose the applications and policies they had through it. Only groups of type OKTA_GROUP.",
      safety: "destructive",
      consequence:
        "The group is gone for good, and its members lose the applications and policies they had through it.",
      dependents: [members, apps],
      arguments: { groupId },
      requires: [ownGroup],
    },
    {
      operationId: "listGroupUsers",
      tool: "list_group_users",
      title: "List a group's users",
      description: "List the members of a group.",
      safety: "read",
      arguments: { groupId, limit: limit(1000), after },
      view: userView,
    },
    {
      operationId: "listAssignedApplicationsForGroup",
      tool: "list_group_apps",
      title: "List a group's applications",
      description: "List the applications assigned to a group.",
      safety: "read",
      arguments: { groupId, limit: limit(200), after },
      view: applicationView,
    },
    {
      operationId: "assignUserToGroup",
      tool: "add_user_to_group",
      title: "Add user to group",
      description:
        "Make a user a member of a group, which gives them its applications and policies. Only groups of type OKTA_GROUP.",
      safety: "write",
      arguments: { groupId, userId },
      requires: [ownGroup],
    },
    {
      operationId: "unassignUserFromGroup",
      tool: "remove_user_from_group",
      title: "Remove user from group",
      description: "End a user's membership of a group, and with it the access they had through it.",
      safety: "destructive",
      consequence: "The user loses what the group gives, at once; add_user_to_group gives it back.",
      requires: [ownGroup],
      dependents: [apps],
      arguments: { groupId, userId },
    },
  ],
};
