import { at, type Change, fresh, from, type Kind } from "./kind.js";

/** Home is the one group that membership is watched in. */
export const user: Kind = {
  create: (name, variant) => ({
    tool: "create_user",
    args: {
      user: {
        profile: { firstName: "So", lastName: "Ak", email: name, login: name, title: "new" },
        ...(variant && { credentials: { password: { value: "Correct-Horse-9" } } }),
      },
      activate: variant,
    },
    step: fresh({ status: variant ? "ACTIVE" : "STAGED", title: "new", password: variant, member: false }),
    events: ["user.lifecycle.create", ...(variant ? ["user.lifecycle.activate"] : [])],
  }),
  changes: {
    update_user: (id, mark) => ({
      args: { user_id: id, changes: { profile: { title: `title ${mark}` } } },
      step: from((state) =>
        state.status === "DEPROVISIONED" ? undefined : { ...state, title: `title ${mark}` },
      ),
      events: ["user.account.update_profile"],
    }),
    activate_user: (id) => ({
      args: { user_id: id, send_email: false },
      step: from((state) =>
        state.status === "STAGED" || state.status === "DEPROVISIONED"
          ? { ...state, status: state.password ? "ACTIVE" : "PROVISIONED" }
          : undefined,
      ),
      events: ["user.lifecycle.activate"],
    }),
    deactivate_user: (id) => ({
      args: { user_id: id },
      step: from((state) =>
        state.status === "DEPROVISIONED" ? undefined : { ...state, status: "DEPROVISIONED", password: false },
      ),
      events: ["user.lifecycle.deactivate"],
    }),
    suspend_user: (id) => userStep(id, "ACTIVE", "SUSPENDED", "user.lifecycle.suspend"),
    unsuspend_user: (id) => userStep(id, "SUSPENDED", "ACTIVE", "user.lifecycle.unsuspend"),
    unlock_user: (id) => userStep(id, "LOCKED_OUT", "ACTIVE", "user.account.unlock"),
    delete_deactivated_user: (id) => ({
      args: { user_id: id },
      step: from((state) => (state.status === "DEPROVISIONED" ? null : undefined)),
      events: [],
    }),
    add_user_to_group: (id, _, { group }) => ({
      args: { group_id: group, user_id: id },
      step: from((state) => ({ ...state, member: true })),
      events: [],
    }),
    remove_user_from_group: (id, _, { group }) => ({
      args: { group_id: group, user_id: id },
      step: from((state) => ({ ...state, member: false })),
      events: [],
    }),
  },
  read: { tool: "get_user", args: (id) => ({ user_id: id }) },
  find: { tool: "list_users", args: (name) => ({ search: `profile.login eq "${name}"` }) },
  nameOf: (item) => at(item, "profile", "login"),
  shown: (item) => ({ status: String(item.status), title: String(at(item, "profile", "title")) }),
  inOrg: (org, name, { group }) =>
    org.users.all
      .filter(({ profile }) => profile.login === name)
      .map(({ id, status, profile, hasPassword }) => {
        const home = org.groups.get(group);
        const state = { status, title: String(profile.title), password: hasPassword };
        return { id, state: home ? { ...state, member: org.isMember(home, id) } : state };
      }),
};

const userStep = (id: string, before: string, after: string, event: string): Change => ({
  args: { user_id: id },
  step: from((state) => (state.status === before ? { ...state, status: after } : undefined)),
  events: [event],
});
