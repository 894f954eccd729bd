import { expect } from "vitest";
import type { Org } from "../../../src/sandbox/index.js";
import { policy } from "../objects.js";
import { policyNamed } from "../steps.js";
import type { Model, Usage, Usages } from "../usage.js";

const to = (tool: string, type: string, name: string) => async (model: Model) =>
  (await model.call(tool, { policy_id: await policyNamed(model, type, name) })).done;

const becomes =
  (type: string, name: string, status: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(policy(org, type, name).status).toBe(status);
  };

const isGone =
  (type: string, name: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(org.policiesOf(type).map(({ body }) => body.name)).not.toContain(name);
  };

const off = (type: string, name: string) => (org: Org) => {
  policy(org, type, name).status = "INACTIVE";
};

export const policyLifecycle: Usages = {
  activate_policy: [
    {
      sentence: "Switch the session policy for Contractors on",
      plan: to("activate_policy", "OKTA_SIGN_ON", "Contractors"),
      check: becomes("OKTA_SIGN_ON", "Contractors", "ACTIVE"),
    },
    {
      sentence: "Activate the password policy Long passwords again",
      given: off("PASSWORD", "Long passwords"),
      plan: to("activate_policy", "PASSWORD", "Long passwords"),
      check: becomes("PASSWORD", "Long passwords", "ACTIVE"),
    },
    {
      sentence: "Laptops should send their signals again: turn that policy on",
      given: off("DEVICE_SIGNAL_COLLECTION", "Laptop signals"),
      async plan({ call }) {
        const args = { type: "DEVICE_SIGNAL_COLLECTION", status: "INACTIVE" };
        const { items } = await call("list_policies", args);
        for (const { id } of items) await call("activate_policy", { policy_id: id });
        return items.length === 1;
      },
      check: becomes("DEVICE_SIGNAL_COLLECTION", "Laptop signals", "ACTIVE"),
    },
  ],
  deactivate_policy: [
    {
      sentence: "Switch off the session policy Administrators for the migration tonight",
      plan: to("deactivate_policy", "OKTA_SIGN_ON", "Administrators"),
      check: becomes("OKTA_SIGN_ON", "Administrators", "INACTIVE"),
    },
    {
      sentence: "Pause the enrollment policy Phishing-resistant pilot",
      cannotAsk: true,
      plan: to("deactivate_policy", "MFA_ENROLL", "Phishing-resistant pilot"),
      check: becomes("MFA_ENROLL", "Phishing-resistant pilot", "INACTIVE"),
    },
    {
      sentence: "Deactivate the password policy Long passwords",
      plan: to("deactivate_policy", "PASSWORD", "Long passwords"),
      check: becomes("PASSWORD", "Long passwords", "INACTIVE"),
    },
  ],
  delete_policy: [
    {
      sentence: "Delete the switched-off session policy for contractors",
      async plan({ call }) {
        const { items } = await call("list_policies", { type: "OKTA_SIGN_ON", status: "INACTIVE" });
        const [contractors] = items.filter(({ name }) => name === "Contractors");
        return (await call("delete_policy", { policy_id: contractors?.id })).done;
      },
      check: isGone("OKTA_SIGN_ON", "Contractors"),
    },
    {
      sentence: "Partners do not register themselves any more: remove the policy Partner registration",
      cannotAsk: true,
      plan: to("delete_policy", "PROFILE_ENROLLMENT", "Partner registration"),
      check: isGone("PROFILE_ENROLLMENT", "Partner registration"),
    },
    {
      sentence: "Delete the device policy Laptop signals",
      plan: to("delete_policy", "DEVICE_SIGNAL_COLLECTION", "Laptop signals"),
      check: isGone("DEVICE_SIGNAL_COLLECTION", "Laptop signals"),
    },
  ],
};
