import { expect } from "vitest";
import { group, policy, rule } from "../objects.js";
import { groupNamed, policyNamed, ruleNamed } from "../steps.js";
import type { Args, Item, Model, Usages } from "../usage.js";

const REMOTE = { type: "ACCESS_POLICY", name: "Remote workers" };
const SENSITIVE = { type: "ACCESS_POLICY", name: "Sensitive applications" };
const ADMINISTRATORS = { type: "OKTA_SIGN_ON", name: "Administrators" };

const reading = (of: typeof REMOTE, name: string) => async (model: Model) =>
  model.call("get_policy_rule", await ruleNamed(model, of, name));

const updating = (of: typeof REMOTE, name: string, changes: Args) => async (model: Model) =>
  (await model.call("update_policy_rule", { ...(await ruleNamed(model, of, name)), changes })).changed;

const deniesAccess = ({ actions }: Item) => JSON.stringify(actions).includes('"DENY"');

/** All rules of a policy, whole. */
const rulesOf = async (model: Model, { type, name }: typeof REMOTE): Promise<readonly Item[]> => {
  const policy_id = await policyNamed(model, type, name);
  return (await model.call("list_policy_rules", { policy_id, detail: "full" })).items;
};

export const rules: Usages = {
  list_policy_rules: [
    {
      sentence: "Which rules does the policy for remote workers have?",
      async plan(model) {
        const policy_id = await policyNamed(model, REMOTE.type, "remote workers");
        return (await model.call("list_policy_rules", { policy_id })).items.map(({ name }) => name);
      },
      check(told) {
        expect(told).toEqual(["Blocked locations", "Remote staff", "Catch-all Rule"]);
      },
    },
    {
      sentence: "From which zones may nobody work remotely? See the access policy Remote workers",
      async plan(model) {
        return (await rulesOf(model, REMOTE))
          .filter(deniesAccess)
          .flatMap(({ conditions }) => conditions.network.include);
      },
      check(told) {
        expect(told).toEqual(["nzoSandboxBlocked000"]);
      },
    },
    {
      sentence: "Who is kept out of our sensitive applications?",
      async plan(model) {
        const [denial] = (await rulesOf(model, SENSITIVE)).filter(deniesAccess);
        const [group_id] = denial?.conditions.people.groups.include ?? [];
        return (await model.call("get_group", { group_id })).profile.name;
      },
      check(told) {
        expect(told).toBe("Contractors");
      },
    },
  ],
  get_policy_rule: [
    {
      sentence: "What does the rule Remote staff of the policy Remote workers ask for?",
      plan: async (model) => (await reading(REMOTE, "Remote staff")(model)).actions,
      check(told, { org }) {
        expect(told).toEqual(rule(org, "Remote workers", "Remote staff").body.actions);
      },
    },
    {
      sentence:
        "After how many idle minutes do sessions end, by the rule Second factor always for Administrators?",
      plan: async (model) => (await reading(ADMINISTRATORS, "Second factor always")(model)).actions,
      check(told, { org }) {
        expect(told).toEqual(rule(org, "Administrators", "Second factor always").body.actions);
        expect(told).toMatchObject({ signon: { session: { maxSessionIdleMinutes: 120 } } });
      },
    },
    {
      sentence: "Which devices does the rule Managed devices for sensitive applications let in?",
      plan: async (model) => (await reading(SENSITIVE, "Managed devices")(model)).conditions,
      check(told, { org }) {
        expect(told).toEqual(rule(org, "Sensitive applications", "Managed devices").body.conditions);
        expect(told).toMatchObject({ device: { registered: true, managed: true } });
      },
    },
  ],
  create_policy_rule: [
    {
      sentence: "Keep the group Contractors out, in the access policy Remote workers",
      async plan(model) {
        const policy_id = await policyNamed(model, REMOTE.type, REMOTE.name);
        const include = [await groupNamed(model, "Contractors")];
        const rule = {
          type: "ACCESS_POLICY",
          name: "No contractors",
          conditions: { people: { groups: { include } } },
          actions: { appSignOn: { access: "DENY" } },
        };
        return (await model.call("create_policy_rule", { policy_id, rule })).id;
      },
      check(told, { org }) {
        expect(rule(org, "Remote workers", "No contractors")).toMatchObject({
          id: told,
          status: "ACTIVE",
          body: {
            conditions: { people: { groups: { include: [group(org, "Contractors").id] } } },
            actions: { appSignOn: { access: "DENY" } },
          },
        });
      },
    },
    {
      sentence:
        "Add a rule Short sessions to the session policy Contractors: allow, with a factor, 30 minutes idle",
      async plan(model) {
        const policy_id = await policyNamed(model, "OKTA_SIGN_ON", "Contractors");
        const session = { maxSessionIdleMinutes: 30 };
        const signon = { access: "ALLOW", requireFactor: true, factorPromptMode: "ALWAYS", session };
        const rule = { type: "SIGN_ON", name: "Short sessions", actions: { signon } };
        return (await model.call("create_policy_rule", { policy_id, rule })).id;
      },
      check(told, { org }) {
        expect(rule(org, "Contractors", "Short sessions")).toMatchObject({
          id: told,
          policyId: policy(org, "OKTA_SIGN_ON", "Contractors").id,
          body: { actions: { signon: { requireFactor: true, session: { maxSessionIdleMinutes: 30 } } } },
        });
      },
    },
    {
      sentence: "Let users reset their own password under Long passwords: add an inactive rule Self-service",
      async plan(model) {
        const policy_id = await policyNamed(model, "PASSWORD", "Long passwords");
        const schema = { tool: "create_policy_rule", variant: "PASSWORD", field: "actions" };
        await model.call("describe_schema", schema);
        const actions = {
          passwordChange: { access: "ALLOW" },
          selfServicePasswordReset: { access: "ALLOW" },
          selfServiceUnlock: { access: "DENY" },
        };
        const rule = { type: "PASSWORD", name: "Self-service", actions };
        return (await model.call("create_policy_rule", { policy_id, rule, activate: false })).status;
      },
      check(told, { org }) {
        expect(told).toBe("INACTIVE");
        expect(rule(org, "Long passwords", "Self-service")).toMatchObject({
          status: "INACTIVE",
          body: { actions: { selfServicePasswordReset: { access: "ALLOW" } } },
        });
      },
    },
  ],
  update_policy_rule: [
    {
      sentence:
        "Update the location restrictions for remote workers: block zone nzo7Tr4ExitNodes0abc as well",
      async plan(model) {
        const policy_id = await policyNamed(model, REMOTE.type, "remote workers");
        const { items } = await model.call("list_policy_rules", { policy_id, detail: "full" });
        const [blocked] = items.filter(deniesAccess);
        const include = [...(blocked?.conditions.network.include ?? []), "nzo7Tr4ExitNodes0abc"];
        const changes = { conditions: { network: { include } } };
        return (await model.call("update_policy_rule", { policy_id, rule_id: blocked?.id, changes })).changed;
      },
      check(_, { org }) {
        expect(rule(org, "Remote workers", "Blocked locations").body).toMatchObject({
          conditions: {
            network: { connection: "ZONE", include: ["nzoSandboxBlocked000", "nzo7Tr4ExitNodes0abc"] },
          },
          actions: { appSignOn: { access: "DENY" } },
        });
      },
    },
    {
      sentence: "End administrators' sessions after 30 idle minutes, in the rule Second factor always",
      cannotAsk: true,
      plan: updating(ADMINISTRATORS, "Second factor always", {
        actions: { signon: { session: { maxSessionIdleMinutes: 30 } } },
      }),
      check(told, { org }) {
        expect(told).toEqual([{ field: "actions.signon.session.maxSessionIdleMinutes", from: 120, to: 30 }]);
        expect(rule(org, "Administrators", "Second factor always").body).toMatchObject({
          actions: { signon: { requireFactor: true, session: { maxSessionIdleMinutes: 30 } } },
        });
      },
    },
    {
      sentence: "Rename the rule Remote staff of the policy Remote workers to Known laptops",
      plan: updating(REMOTE, "Remote staff", { name: "Known laptops" }),
      check(_, { org }) {
        expect(rule(org, "Remote workers", "Known laptops").body.conditions).toMatchObject({
          network: { connection: "ANYWHERE" },
        });
      },
    },
  ],
};
