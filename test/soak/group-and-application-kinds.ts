import { at, fresh, from, gone, type Kind, lifecycle } from "./kind.js";

export const group: Kind = {
  create: (name) => ({
    tool: "create_group",
    args: { group: { profile: { name, description: "new" } } },
    step: fresh({ description: "new" }),
    events: ["group.lifecycle.create"],
  }),
  changes: {
    update_group: (id, mark) => ({
      args: { group_id: id, changes: { profile: { description: `text ${mark}` } } },
      step: from(() => ({ description: `text ${mark}` })),
      events: [],
    }),
    delete_group: (id) => ({ args: { group_id: id }, step: gone, events: [] }),
  },
  read: { tool: "get_group", args: (id) => ({ group_id: id }) },
  find: { tool: "list_groups", args: (name) => ({ q: name }) },
  nameOf: (item) => at(item, "profile", "name"),
  shown: (item) => ({ description: String(at(item, "profile", "description")) }),
  inOrg: (org, name) =>
    org.groups.all
      .filter(({ profile }) => profile.name === name)
      .map(({ id, profile }) => ({ id, state: { description: String(profile.description) } })),
};

const url = (mark: number | string): string => `https://soak.example.com/${mark}`;

/** Bookmarks: the simplest there are. */
export const application: Kind = {
  create: (name, variant) => ({
    tool: "create_application",
    args: {
      application: {
        signOnMode: "BOOKMARK",
        name: "bookmark",
        label: name,
        settings: { app: { url: url("new"), requestIntegration: false } },
      },
      activate: variant,
    },
    step: fresh({ status: variant ? "ACTIVE" : "INACTIVE", url: url("new") }),
    events: ["application.lifecycle.create"],
  }),
  changes: {
    update_application: (id, mark) => ({
      args: { app_id: id, changes: { settings: { app: { url: url(mark) } } } },
      step: from((state) => ({ ...state, url: url(mark) })),
      events: [],
    }),
    activate_application: lifecycle("ACTIVE", "application.lifecycle.activate", "app_id"),
    deactivate_application: lifecycle("INACTIVE", "application.lifecycle.deactivate", "app_id"),
    delete_application: (id) => ({
      args: { app_id: id },
      step: from((state) => (state.status === "ACTIVE" ? undefined : null)),
      events: [],
    }),
  },
  read: { tool: "get_application", args: (id) => ({ app_id: id }) },
  find: { tool: "list_applications", args: (name) => ({ q: name }) },
  nameOf: (item) => item.label,
  shown: (item, isWhole) => ({
    status: String(item.status),
    ...(isWhole && { url: String(at(item, "settings", "app", "url")) }),
  }),
  inOrg: (org, name) =>
    org.applications.all
      .filter(({ body }) => body.label === name)
      .map(({ id, status, body }) => ({
        id,
        state: { status, url: String(at(body, "settings", "app", "url")) },
      })),
};
