import { expect } from "vitest";
import { group, policy } from "../objects.js";
import { groupNamed, only, policyNamed } from "../steps.js";
import type { Args, Model, Usages } from "../usage.js";

const reading = (type: string, name: string) => async (model: Model) =>
  model.call("get_policy", { policy_id: await policyNamed(model, type, name) });

const updating = (type: string, name: string, changes: Args) => async (model: Model) =>
  (await model.call("update_policy", { policy_id: await policyNamed(model, type, name), changes })).changed;

export const policies: Usages = {
  list_policies: [
    {
      sentence: "Which policies decide about signing in to applications?",
      async plan({ call }) {
        return (await call("list_policies", { type: "ACCESS_POLICY" })).items.map(({ name }) => name);
      },
      check(told, { org }) {
        expect(told).toEqual(org.policiesOf("ACCESS_POLICY").map(({ body }) => body.name));
      },
    },
    {
      sentence: "Are any of our global session policies switched off?",
      async plan({ call }) {
        const { items } = await call("list_policies", { type: "OKTA_SIGN_ON", status: "INACTIVE" });
        return items.map(({ name }) => name);
      },
      check(told) {
        expect(told).toEqual(["Contractors"]);
      },
    },
    {
      sentence: "In which order are the password policies applied?",
      async plan({ call }) {
        const { items } = await call("list_policies", { type: "PASSWORD", fields: ["name", "priority"] });
        return items.map(({ name, priority }) => [priority, name]);
      },
      check(told, { org }) {
        expect(told).toEqual(org.policiesOf("PASSWORD").map(({ priority, body }) => [priority, body.name]));
      },
    },
  ],
  get_policy: [
    {
      sentence: "How long must the passwords of administrators be, by the policy Long passwords?",
      async plan(model) {
        const policy_id = await policyNamed(model, "PASSWORD", "Long passwords");
        const fields = ["settings.password.complexity"];
        return (await model.call("get_policy", { policy_id, fields })).settings;
      },
      check(told, { org }) {
        expect(policy(org, "PASSWORD", "Long passwords").body.settings).toMatchObject(told as object);
        expect(told).toMatchObject({ password: { complexity: { minLength: 14 } } });
      },
    },
    {
      sentence: "Which group is the session policy Administrators for?",
      async plan(model) {
        const { conditions } = await reading("OKTA_SIGN_ON", "Administrators")(model);
        const [group_id] = conditions.people.groups.include;
        return (await model.call("get_group", { group_id })).profile.name;
      },
      check(told) {
        expect(told).toBe("Okta Administrators");
      },
    },
    {
      sentence: "Which authenticators must people of the phishing-resistant pilot enroll?",
      plan: async (model) => (await reading("MFA_ENROLL", "Phishing-resistant pilot")(model)).settings,
      check(told, { org }) {
        expect(told).toEqual(policy(org, "MFA_ENROLL", "Phishing-resistant pilot").body.settings);
      },
    },
  ],
  create_policy: [
    {
      sentence: "Create a password policy Contractors for the group Contractors: 12 characters at least",
      async plan(model) {
        const include = [await groupNamed(model, "Contractors")];
        const policy = {
          type: "PASSWORD",
          name: "Contractors",
          conditions: { people: { groups: { include } } },
          settings: { password: { complexity: { minLength: 12 } } },
        };
        return (await model.call("create_policy", { policy })).id;
      },
      check(told, { org }) {
        expect(policy(org, "PASSWORD", "Contractors")).toMatchObject({
          id: told,
          status: "ACTIVE",
          body: {
            conditions: { people: { groups: { include: [group(org, "Contractors").id] } } },
            settings: { password: { complexity: { minLength: 12 } } },
          },
        });
      },
    },
    {
      sentence: "Make a session policy for Managers, called Managers, and leave it off for now",
      async plan(model) {
        const include = [await groupNamed(model, "Managers")];
        const policy = {
          type: "OKTA_SIGN_ON",
          name: "Managers",
          conditions: { people: { groups: { include } } },
        };
        return (await model.call("create_policy", { policy, activate: false })).status;
      },
      check(told, { org }) {
        expect(told).toBe("INACTIVE");
        expect(policy(org, "OKTA_SIGN_ON", "Managers").status).toBe("INACTIVE");
      },
    },
    {
      sentence: "Add an app sign-in policy Source code, described as “For repositories”",
      async plan({ call }) {
        const policy = { type: "ACCESS_POLICY", name: "Source code", description: "For repositories" };
        return (await call("create_policy", { policy })).id;
      },
      check(told, { org }) {
        expect(policy(org, "ACCESS_POLICY", "Source code")).toMatchObject({
          id: told,
          body: { description: "For repositories" },
        });
      },
    },
  ],
  update_policy: [
    {
      sentence: "Raise the minimum in the policy Long passwords to 16 characters",
      plan: updating("PASSWORD", "Long passwords", {
        settings: { password: { complexity: { minLength: 16 } } },
      }),
      check(told, { org }) {
        expect(told).toEqual([{ field: "settings.password.complexity.minLength", from: 14, to: 16 }]);
        expect(policy(org, "PASSWORD", "Long passwords").body.settings).toMatchObject({
          password: { complexity: { minLength: 16, minNumber: 1 }, age: { maxAgeDays: 90 } },
        });
      },
    },
    {
      sentence: "Let the session policy Administrators hold for Managers as well",
      async plan(model) {
        const args = { type: "OKTA_SIGN_ON", q: "Administrators", fields: ["id", "conditions"] };
        const { id, conditions } = only(await model.call("list_policies", args));
        const include = [...conditions.people.groups.include, await groupNamed(model, "Managers")];
        const changes = { conditions: { people: { groups: { include } } } };
        return (await model.call("update_policy", { policy_id: id, changes })).changed;
      },
      check(_, { org }) {
        const include = [group(org, "Okta Administrators").id, group(org, "Managers").id];
        expect(policy(org, "OKTA_SIGN_ON", "Administrators").body.conditions).toEqual({
          people: { groups: { include } },
        });
      },
    },
    {
      sentence: "Rename the access policy Remote workers to Away from the office",
      plan: updating("ACCESS_POLICY", "Remote workers", { name: "Away from the office" }),
      check(_, { org }) {
        expect(policy(org, "ACCESS_POLICY", "Away from the office").body.description).toBe(
          "Location restrictions for staff away from an office",
        );
      },
    },
  ],
};
