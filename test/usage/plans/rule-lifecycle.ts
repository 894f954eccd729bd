import { expect } from "vitest";
import type { Org } from "../../../src/sandbox/index.js";
import { rule } from "../objects.js";
import { ruleNamed } from "../steps.js";
import type { Model, Usage, Usages } from "../usage.js";

const SESSION = (name: string) => ({ type: "OKTA_SIGN_ON", name });
const ACCESS = (name: string) => ({ type: "ACCESS_POLICY", name });

const to = (tool: string, policy: Parameters<typeof ruleNamed>[1], name: string) => async (model: Model) =>
  (await model.call(tool, await ruleNamed(model, policy, name))).done;

const becomes =
  (policy: string, name: string, status: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(rule(org, policy, name).status).toBe(status);
  };

const isGone =
  (name: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(org.rules.all.map(({ body }) => body.name)).not.toContain(name);
  };

const off = (policy: string, name: string) => (org: Org) => {
  rule(org, policy, name).status = "INACTIVE";
};

export const ruleLifecycle: Usages = {
  activate_policy_rule: [
    {
      sentence: "Switch on the rule From elsewhere in the session policy Contractors",
      plan: to("activate_policy_rule", SESSION("Contractors"), "From elsewhere"),
      check: becomes("Contractors", "From elsewhere", "ACTIVE"),
    },
    {
      sentence: "Block the forbidden locations for remote workers again: turn Blocked locations on",
      given: off("Remote workers", "Blocked locations"),
      plan: to("activate_policy_rule", ACCESS("Remote workers"), "Blocked locations"),
      check: becomes("Remote workers", "Blocked locations", "ACTIVE"),
    },
    {
      sentence: "Activate Not for contractors in the access policy Sensitive applications",
      given: off("Sensitive applications", "Not for contractors"),
      plan: to("activate_policy_rule", ACCESS("Sensitive applications"), "Not for contractors"),
      check: becomes("Sensitive applications", "Not for contractors", "ACTIVE"),
    },
  ],
  deactivate_policy_rule: [
    {
      sentence: "Pause the rule Blocked locations of the policy Remote workers while we travel",
      plan: to("deactivate_policy_rule", ACCESS("Remote workers"), "Blocked locations"),
      check: becomes("Remote workers", "Blocked locations", "INACTIVE"),
    },
    {
      sentence: "Switch off Managed devices for the sensitive applications",
      cannotAsk: true,
      plan: to("deactivate_policy_rule", ACCESS("Sensitive applications"), "Managed devices"),
      check: becomes("Sensitive applications", "Managed devices", "INACTIVE"),
    },
    {
      sentence: "Deactivate the rule From the office in the session policy Contractors",
      plan: to("deactivate_policy_rule", SESSION("Contractors"), "From the office"),
      check: becomes("Contractors", "From the office", "INACTIVE"),
    },
  ],
  delete_policy_rule: [
    {
      sentence: "Delete the rule From elsewhere of the session policy Contractors",
      plan: to("delete_policy_rule", SESSION("Contractors"), "From elsewhere"),
      check: isGone("From elsewhere"),
    },
    {
      sentence: "Contractors may use the sensitive applications: remove the rule Not for contractors",
      cannotAsk: true,
      plan: to("delete_policy_rule", ACCESS("Sensitive applications"), "Not for contractors"),
      check: isGone("Not for contractors"),
    },
    {
      sentence: "Remove Enroll at sign-in from the enrollment policy Phishing-resistant pilot",
      plan: to(
        "delete_policy_rule",
        { type: "MFA_ENROLL", name: "Phishing-resistant pilot" },
        "Enroll at sign-in",
      ),
      check: isGone("Enroll at sign-in"),
    },
  ],
};
