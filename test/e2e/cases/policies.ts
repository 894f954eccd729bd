import { expect } from "vitest";
import { NO_POLICY, newPolicy, signOnPolicy, systemPolicy } from "../support/objects.js";
import type { Args, Json, Session } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const missing = [{ policy_id: NO_POLICY }];
const idIsNumber = [{ policy_id: 5 }, "policy_id: must be string, not number"] as const;
const READ_ONLY = /^precondition_failed: The system is true\. Nothing was done\.$/m;
const NAME_TAKEN = /^okta_rejected: .*\n.*E0000001.*\n- name: /;

const active = async (session: Session) => ({ policy_id: await newPolicy(session) });
const inactive = async (session: Session) => ({ policy_id: await newPolicy(session, false) });
const system = async (session: Session) => ({ policy_id: await systemPolicy(session, "OKTA_SIGN_ON") });
/** Done says so, and the policy is in the status then. */
const becomes =
  (status: string) =>
  async ({ ok }: Session, result: Json, { policy_id }: Args) => {
    expect(result).toEqual({ done: true, policy_id });
    expect(await ok("get_policy", { policy_id })).toMatchObject({ status });
  };

export const policyCases: readonly ToolCase[] = [
  {
    tool: "list_policies",
    prepare: () => ({ type: "ACCESS_POLICY" }),
    async verify({ ok }, { items, complete }) {
      expect(complete).toBe(true);
      expect((items as Json[]).map(({ name }) => name)).toEqual([
        "Sensitive applications",
        "Remote workers",
        "Any two factors",
      ]);
      for (const { id } of items as Json[]) {
        expect(await ok("get_policy", { policy_id: id })).toMatchObject({ type: "ACCESS_POLICY" });
      }
    },
    wrongType: [
      { type: 5 },
      "type: must be one of ACCESS_POLICY, CLIENT_UPDATE, DEVICE_SIGNAL_COLLECTION, ENTITY_RISK, IDENTITY_CLAIM_SOURCING, IDP_DISCOVERY, MFA_ENROLL, OKTA_SIGN_ON, PASSWORD, POST_AUTH_SESSION, PROFILE_ENROLLMENT, SESSION_VIOLATION_DETECTION",
    ],
  },
  {
    tool: "get_policy",
    prepare: active,
    async verify({ ok }, policy, { policy_id }) {
      expect(policy).toMatchObject({ id: policy_id, type: "OKTA_SIGN_ON", description: "For tests" });
      const { items } = await ok("list_policies", { type: "OKTA_SIGN_ON", q: policy.name });
      expect(items).toMatchObject([{ id: policy_id }]);
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "create_policy",
    prepare: () => ({ policy: signOnPolicy(), activate: false }),
    async verify({ ok }, { id }, { policy }) {
      expect(await ok("get_policy", { policy_id: id })).toMatchObject({
        status: "INACTIVE",
        ...(policy as Json),
      });
    },
    wrongType: [{ policy: { ...signOnPolicy(), name: 5 } }, "policy.name: must be string, not number"],
    refused: [
      [() => ({ policy: { ...signOnPolicy(), name: "Administrators" } }), NAME_TAKEN],
      [
        () => ({ policy: { type: "IDP_DISCOVERY", name: "x" } }),
        /^arguments_invalid: policy\.type: must be one of ACCESS_POLICY, DEVICE_SIGNAL_COLLECTION, MFA_ENROLL, /,
      ],
    ],
  },
  {
    tool: "update_policy",
    // What it changes is active.
    asks: true,
    prepare: async (session) => ({ ...(await active(session)), changes: { description: "Changed" } }),
    async verify({ ok }, { changed }, { policy_id }) {
      expect(changed).toEqual([{ field: "description", from: "For tests", to: "Changed" }]);
      expect(await ok("get_policy", { policy_id })).toMatchObject({
        description: "Changed",
        type: "OKTA_SIGN_ON",
      });
    },
    wrongType: [{ policy_id: "00p1", changes: 5 }, "changes: must be object, not number"],
    missing,
    refused: [
      [async (session) => ({ ...(await active(session)), changes: { name: "Administrators" } }), NAME_TAKEN],
      [
        async (session) => ({
          policy_id: await systemPolicy(session, "IDP_DISCOVERY"),
          changes: { name: "x" },
        }),
        /^precondition_failed: .*type must be one of ACCESS_POLICY, /,
      ],
    ],
  },
  {
    tool: "delete_policy",
    destructive: true,
    prepare: active,
    async verify({ fail }, result, { policy_id }) {
      expect(result).toEqual({ done: true, policy_id });
      expect(await fail("get_policy", { policy_id })).toMatch(/^not_found: /);
    },
    wrongType: idIsNumber,
    missing,
    refused: [[system, READ_ONLY]],
  },
  {
    tool: "activate_policy",
    prepare: inactive,
    verify: becomes("ACTIVE"),
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "deactivate_policy",
    destructive: true,
    prepare: active,
    verify: becomes("INACTIVE"),
    wrongType: idIsNumber,
    missing,
    refused: [[system, READ_ONLY]],
  },
];
