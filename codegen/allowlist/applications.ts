import { applicationFilter } from "./expressions.js";
import type { DependentsEntry, ToolsetEntry } from "./types.js";
import { after, applicationView, limit } from "./words.js";

const appId = { name: "app_id" } as const;
const dependents: readonly DependentsEntry[] = [
  {
    kind: "assigned users",
    list: "listApplicationUsers",
    arguments: ["app_id"],
    name: "credentials.userName",
  },
  { kind: "assigned groups", list: "listApplicationGroupAssignments", arguments: ["app_id"] },
];
const show = [
  "signOnMode",
  "label",
  "name",
  "visibility.hide",
  "settings.app",
  "settings.signOn",
  "settings.oauthClient.application_type",
  "settings.oauthClient.grant_types",
  "settings.oauthClient.response_types",
  "settings.oauthClient.redirect_uris",
  "credentials",
] as const;

export const applications: ToolsetEntry = {
  toolset: "applications",
  subjects: [
    {
      kind: "application",
      arguments: ["app_id"],
      read: "getApplication",
      name: "label",
      state: "status",
      find: "list_applications",
    },
  ],
  support: [{ operationId: "listApplicationUsers" }, { operationId: "listApplicationGroupAssignments" }],
  operations: [
    {
      operationId: "listApplications",
      tool: "list_applications",
      title: "List applications",
      description:
        "Find applications of the org: `q` matches the start of name or label, `filter` takes an expression.",
      safety: "read",
      arguments: {
        q: "Start of the application's name or label",
        filter: {
          words:
            'SCIM expression, e.g. status eq "ACTIVE", or user.id eq "00u…" for those assigned to a user',
          expression: applicationFilter,
        },
        includeNonDeleted: "Include INACTIVE applications in a `filter` by user or group",
        limit: limit(),
        after,
      },
      view: applicationView,
    },
    {
      operationId: "getApplication",
      tool: "get_application",
      title: "Get application",
      description:
        "Read one application whose id is known, with its settings. Use list_applications to find one.",
      safety: "read",
      arguments: { appId },
      view: applicationView,
    },
    {
      operationId: "createApplication",
      tool: "create_application",
      title: "Create application",
      description:
        "Create an application. `signOnMode` decides which settings apply: an OPENID_CONNECT client needs name oidc_client and settings.oauthClient, a BOOKMARK name bookmark and settings.app.url. What is missing is named in the error.",
      safety: "write",
      arguments: { activate: "Activate it at once; default true" },
      body: {
        argument: "application",
        words: "The new application, in Okta's field names",
        mode: "create",
        show,
      },
      // Both are needed to set a new OIDC client up, and the secret is told once.
      reveals: ["client_secret"],
      view: [
        ...applicationView,
        "credentials.oauthClient.client_id",
        "credentials.oauthClient.client_secret",
      ],
    },
    {
      operationId: "replaceApplication",
      tool: "update_application",
      title: "Update application",
      description:
        "Change an application's label, settings, visibility or credentials; what is not named stays. Status changes have their own tools, such as deactivate_application.",
      safety: "write",
      arguments: { appId },
      body: {
        argument: "changes",
        words: "Fields to change; null removes one",
        mode: "replace",
        show: ["label", "visibility.hide", "settings", "credentials"],
      },
      view: applicationView,
    },
    {
      operationId: "deleteApplication",
      tool: "delete_application",
      title: "Delete application",
      description:
        "Delete an application and its assignments for good. It must be INACTIVE: call deactivate_application first.",
      safety: "destructive",
      dependents,
      arguments: { appId },
      consequence: "The application and its assignments are gone for good.",
      requires: [
        {
          field: "status",
          oneOf: ["INACTIVE"],
          otherwise:
            "Only an INACTIVE application can be deleted. Call deactivate_application first, if the user agrees.",
        },
      ],
    },
    {
      operationId: "activateApplication",
      tool: "activate_application",
      title: "Activate application",
      description: "Activate an INACTIVE application, so that assigned users can sign in to it.",
      safety: "write",
      arguments: { appId },
    },
    {
      operationId: "deactivateApplication",
      tool: "deactivate_application",
      title: "Deactivate application",
      description:
        "Deactivate an application: nobody can sign in to it until activate_application; assignments stay.",
      safety: "destructive",
      consequence:
        "At once nobody can sign in to it; assignments stay, and activate_application puts it back.",
      requires: [
        {
          field: "status",
          oneOf: ["ACTIVE"],
          otherwise: "It is off already: nothing is left to do.",
        },
      ],
      dependents,
      arguments: { appId },
    },
  ],
};
