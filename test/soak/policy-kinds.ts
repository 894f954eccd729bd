import {
  at,
  becoming,
  type Change,
  fresh,
  from,
  gone,
  type Home,
  type Kind,
  lifecycle,
  switchedOff,
} from "./kind.js";
import type { Step } from "./subject.js";

/** Sign-on policies. Priorities are not watched: every caller's change shifts them. */
export const policy: Kind = {
  create: (name, variant) => ({
    tool: "create_policy",
    args: { policy: { type: "OKTA_SIGN_ON", name, description: "new" }, activate: variant },
    step: fresh({ status: variant ? "ACTIVE" : "INACTIVE", description: "new" }),
    events: ["policy.lifecycle.create"],
  }),
  changes: {
    update_policy: (id, mark) => ({
      args: { policy_id: id, changes: { description: `text ${mark}` } },
      step: from((state) => ({ ...state, description: `text ${mark}` })),
      events: [],
    }),
    activate_policy: lifecycle("ACTIVE", "policy.lifecycle.activate", "policy_id"),
    deactivate_policy: lifecycle("INACTIVE", "policy.lifecycle.deactivate", "policy_id"),
    delete_policy: (id) => ({ args: { policy_id: id }, step: gone, events: [] }),
  },
  read: { tool: "get_policy", args: (id) => ({ policy_id: id }) },
  find: { tool: "list_policies", args: (name) => ({ type: "OKTA_SIGN_ON", q: name }) },
  nameOf: (item) => item.name,
  shown: (item, isWhole) => ({
    status: String(item.status),
    ...(isWhole && { description: String(item.description) }),
  }),
  inOrg: (org, name) =>
    org.policies.all
      .filter(({ body }) => body.name === name)
      .map(({ id, status, body }) => ({ id, state: { status, description: String(body.description) } })),
};

const session = (minutes: number) => ({
  signon: { access: "ALLOW", requireFactor: false, session: { maxSessionIdleMinutes: minutes } },
});
const minutesOf = (item: unknown): number =>
  Number(at(item, "actions", "signon", "session", "maxSessionIdleMinutes"));
const ruleStep = (id: string, { policy: policyId }: Home, step: Step, event?: string): Change => ({
  args: { policy_id: policyId, rule_id: id },
  step,
  events: event === undefined ? [] : [event],
});

/** All of a caller's rules are in its home policy. */
export const rule: Kind = {
  create: (name, variant, home) => ({
    tool: "create_policy_rule",
    args: {
      policy_id: home.policy,
      rule: {
        type: "SIGN_ON",
        name,
        conditions: { network: { connection: "ANYWHERE" } },
        actions: session(1),
      },
      activate: variant,
    },
    step: fresh({ status: variant ? "ACTIVE" : "INACTIVE", minutes: 1 }),
    events: ["policy.rule.add"],
  }),
  changes: {
    update_policy_rule: (id, mark, home) => {
      const change = ruleStep(
        id,
        home,
        from((state) => ({ ...state, minutes: mark })),
      );
      return { ...change, args: { ...change.args, changes: { actions: session(mark) } } };
    },
    activate_policy_rule: (id, _, home) => ruleStep(id, home, becoming("ACTIVE"), "policy.rule.activate"),
    deactivate_policy_rule: (id, _, home) => ruleStep(id, home, switchedOff, "policy.rule.deactivate"),
    delete_policy_rule: (id, _, home) => ruleStep(id, home, gone),
  },
  read: { tool: "get_policy_rule", args: (id, home) => ({ policy_id: home.policy, rule_id: id }) },
  find: { tool: "list_policy_rules", args: (_, home) => ({ policy_id: home.policy, fetch_all: true }) },
  nameOf: (item) => item.name,
  shown: (item, isWhole) => ({
    status: String(item.status),
    ...(isWhole && { minutes: minutesOf(item) }),
  }),
  inOrg: (org, name) =>
    org.rules.all
      .filter(({ body }) => body.name === name)
      .map(({ id, status, body }) => ({ id, state: { status, minutes: minutesOf(body) } })),
};
