import { userFilter, userSearch } from "./expressions.js";
import type { DependentsEntry, ToolsetEntry } from "./types.js";
import { after, groupView, limit, sortOrder, userId, userView } from "./words.js";

const dependents: readonly DependentsEntry[] = [
  { kind: "groups", list: "listUserGroups", arguments: ["user_id"], name: "profile.name" },
];

export const users: ToolsetEntry = {
  toolset: "users",
  subjects: [
    {
      kind: "user",
      arguments: ["user_id"],
      read: "getUser",
      name: "profile.login",
      state: "status",
      find: "find_user",
    },
  ],
  operations: [
    {
      operationId: "listUsers",
      tool: "list_users",
      title: "List users",
      description:
        "Find users of the org. Prefer `search`, which covers every profile attribute and status; `q` matches the start of a name or e-mail. Without either, deactivated users are left out.",
      safety: "read",
      arguments: {
        search: {
          words: 'SCIM expression, e.g. profile.department eq "Sales" and status eq "ACTIVE"',
          expression: userSearch,
        },
        q: "Start of first name, last name or e-mail",
        filter: {
          words: "SCIM expression over a few properties, such as status; always up to date",
          expression: userFilter,
        },
        sortBy: "Property to sort a `search` by, e.g. profile.lastName",
        sortOrder,
        limit: limit(200),
        after,
      },
      view: userView,
    },
    {
      operationId: "getUser",
      tool: "get_user",
      title: "Get user",
      description:
        "Read one user whose id or login is known, with the whole profile. Use find_user to find one by name.",
      safety: "read",
      arguments: { id: userId },
      view: userView,
    },
    {
      operationId: "createUser",
      tool: "create_user",
      title: "Create user",
      description:
        "Create a user. The profile needs login, email, firstName and lastName, and takes custom attributes. With `activate` true and no password, Okta e-mails an activation link.",
      safety: "write",
      arguments: {
        activate: "False leaves the user STAGED; default true",
        nextLogin: "Ask for a new password at the first sign-in",
      },
      body: {
        argument: "user",
        words: "The new user, in Okta's field names",
        mode: "create",
        show: [
          "profile.login",
          "profile.email",
          "profile.firstName",
          "profile.lastName",
          "profile.department",
          "profile.title",
          "credentials.password.value",
          "groupIds",
        ],
      },
      view: userView,
    },
    {
      operationId: "updateUser",
      tool: "update_user",
      title: "Update user",
      description:
        "Change a user's profile or credentials. Send only what changes: the rest stays, null clears a field. Status changes have their own tools, such as suspend_user.",
      safety: "write",
      // Whoever sets a password or a recovery answer can sign in as the user, and the old one is lost.
      asksFor: ["credentials"],
      consequence: "The user's present credentials are replaced at once, and cannot be put back.",
      arguments: { id: userId },
      body: {
        argument: "changes",
        words: 'Fields to change, e.g. {"profile":{"title":"Engineer"}}',
        mode: "partial",
        show: [
          "profile.firstName",
          "profile.lastName",
          "profile.email",
          "profile.department",
          "profile.title",
        ],
      },
      view: userView,
    },
    {
      operationId: "activateUser",
      tool: "activate_user",
      title: "Activate user",
      description:
        "Activate a STAGED or DEPROVISIONED user. With `send_email` false, the answer holds the activation link instead.",
      safety: "write",
      arguments: { id: userId, sendEmail: "E-mail the activation link to the user; default true" },
      view: ["activationUrl", "activationToken"],
      // Okta answers them only where no e-mail is sent: then they are what was asked for.
      reveals: ["activationUrl", "activationToken"],
      requires: [
        {
          field: "status",
          oneOf: ["STAGED", "DEPROVISIONED"],
          otherwise:
            "Only a STAGED or DEPROVISIONED user can be activated. For a SUSPENDED one there is unsuspend_user, for a LOCKED_OUT one unlock_user.",
        },
      ],
    },
    {
      operationId: "deactivateUser",
      tool: "deactivate_user",
      title: "Deactivate user",
      description:
        "Deactivate (deprovision) a user: ends their sessions and takes every application from them. To lock someone out for a while, use suspend_user.",
      safety: "destructive",
      consequence:
        "Their sessions end and every application is taken from them; activate_user brings the person back, not the assignments.",
      requires: [
        {
          field: "status",
          noneOf: ["DEPROVISIONED"],
          otherwise: "The user is deactivated already: nothing is left to do.",
        },
      ],
      dependents,
      arguments: { id: userId, sendEmail: "Tell the administrators by e-mail; default false" },
    },
    {
      operationId: "suspendUser",
      tool: "suspend_user",
      title: "Suspend user",
      description:
        "Suspend an ACTIVE user: no sign-in until unsuspend_user; groups and applications stay assigned.",
      safety: "destructive",
      consequence: "They cannot sign in until unsuspend_user; groups and applications stay assigned.",
      dependents,
      arguments: { id: userId },
      requires: [
        {
          field: "status",
          oneOf: ["ACTIVE"],
          otherwise: "Only an ACTIVE user can be suspended; deactivate_user works in every other state.",
        },
      ],
    },
    {
      operationId: "unsuspendUser",
      tool: "unsuspend_user",
      title: "Unsuspend user",
      description: "Return a SUSPENDED user to ACTIVE, so that they can sign in again.",
      safety: "write",
      arguments: { id: userId },
      requires: [
        {
          field: "status",
          oneOf: ["SUSPENDED"],
          otherwise:
            "Only a SUSPENDED user can be unsuspended. For a STAGED or DEPROVISIONED one there is activate_user, for a LOCKED_OUT one unlock_user.",
        },
      ],
    },
    {
      operationId: "unlockUser",
      tool: "unlock_user",
      title: "Unlock user",
      description: "Unlock a LOCKED_OUT user, who can then sign in with the current password.",
      safety: "write",
      arguments: { id: userId },
      requires: [
        {
          field: "status",
          oneOf: ["LOCKED_OUT"],
          otherwise:
            "Only a LOCKED_OUT user can be unlocked. For a SUSPENDED one there is unsuspend_user, for a STAGED or DEPROVISIONED one activate_user.",
        },
      ],
    },
    {
      operationId: "deleteUser",
      tool: "delete_deactivated_user",
      title: "Delete deactivated user",
      description:
        "Delete a user for good; this cannot be undone. Refuses anyone who is not DEPROVISIONED: call deactivate_user first.",
      safety: "destructive",
      consequence: "The user is gone for good; this cannot be undone.",
      dependents,
      arguments: { id: userId, sendEmail: "Tell the administrators by e-mail; default false" },
      // Okta's DELETE silently deactivates a user who is not deactivated yet.
      requires: [
        {
          field: "status",
          oneOf: ["DEPROVISIONED"],
          otherwise:
            "Only a deactivated user can be deleted. Call deactivate_user first, if the user agrees.",
        },
      ],
    },
    {
      operationId: "listUserGroups",
      tool: "list_user_groups",
      title: "List a user's groups",
      description: "List the groups a user is a member of.",
      safety: "read",
      arguments: { id: userId, after },
      view: groupView,
    },
    {
      operationId: "getUserSchema",
      tool: "get_user_profile_attributes",
      title: "Get user profile attributes",
      description:
        'List the attributes of the org\'s user profile, custom ones included, with type, limits and whether required. Read it before writing custom attributes or searching by them; fields ["definitions.custom.properties"] shows just these.',
      safety: "read",
      fixed: { schemaId: "default" },
      view: ["definitions.base.required", "definitions.base.properties", "definitions.custom.properties"],
    },
  ],
};
