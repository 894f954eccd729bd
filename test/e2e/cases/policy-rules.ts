import { expect } from "vitest";
import { fresh, NO_POLICY, NO_RULE, newPolicy, newRule, signOnRule, systemRule } from "../support/objects.js";
import type { Args, Json, Session } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const missing = [{ policy_id: NO_POLICY }, { rule_id: NO_RULE }];
const idIsNumber = [{ policy_id: "00p1", rule_id: 5 }, "rule_id: must be string, not number"] as const;
const READ_ONLY = /^precondition_failed: The system is true\. Nothing was done\.$/m;
const NAME_TAKEN = /^okta_rejected: .*\n.*E0000001.*\n- name: /;

const active = (session: Session) => newRule(session);
const inactive = (session: Session) => newRule(session, false);
const system = (session: Session) => systemRule(session, "OKTA_SIGN_ON");
const becomes =
  (status: string) =>
  async ({ ok }: Session, result: Json, args: Args) => {
    expect(result).toEqual({ done: true, ...args });
    expect(await ok("get_policy_rule", args)).toMatchObject({ status });
  };

export const policyRuleCases: readonly ToolCase[] = [
  {
    tool: "list_policy_rules",
    prepare: async (session) => ({ policy_id: (await newRule(session)).policy_id }),
    async verify({ ok }, { items, complete }, { policy_id }) {
      expect(complete).toBe(true);
      const [rule, ...more] = items as Json[];
      expect(more).toEqual([]);
      expect(await ok("get_policy_rule", { policy_id, rule_id: rule?.id })).toMatchObject({ ...rule });
    },
    wrongType: [{ policy_id: 5 }, "policy_id: must be string, not number"],
    missing: [{ policy_id: NO_POLICY }],
  },
  {
    tool: "get_policy_rule",
    prepare: active,
    verify(_, rule, { rule_id }) {
      const { name: _name, ...rest } = signOnRule();
      expect(rule).toMatchObject({ id: rule_id, status: "ACTIVE", ...rest });
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "create_policy_rule",
    prepare: async (session) => ({
      policy_id: await newPolicy(session),
      rule: signOnRule(),
      activate: false,
    }),
    async verify({ ok }, { id }, { policy_id, rule }) {
      expect(await ok("get_policy_rule", { policy_id, rule_id: id })).toMatchObject({
        status: "INACTIVE",
        ...(rule as Json),
      });
    },
    wrongType: [
      { policy_id: "00p1", rule: { ...signOnRule(), actions: { signon: { requireFactor: "yes" } } } },
      "rule.actions.signon.requireFactor: must be boolean, not string",
    ],
    missing: [{ policy_id: NO_POLICY }],
    refused: [
      [
        async ({ ok, ...session }) => {
          const { policy_id, rule_id } = await newRule({ ok, ...session });
          const { name } = await ok("get_policy_rule", { policy_id, rule_id });
          return { policy_id, rule: { ...signOnRule(), name } };
        },
        NAME_TAKEN,
      ],
      [
        async (session) => ({
          policy_id: await newPolicy(session),
          rule: { type: "PASSWORD", name: fresh("Rule") },
        }),
        /^okta_rejected: .*\n.*E0000001.*\n- type: /,
      ],
    ],
  },
  {
    tool: "update_policy_rule",
    asks: true,
    prepare: async (session) => ({
      ...(await active(session)),
      changes: { actions: { signon: { session: { maxSessionIdleMinutes: 60 } } } },
    }),
    async verify({ ok }, { changed }, { policy_id, rule_id }) {
      expect(changed).toEqual([{ field: "actions.signon.session.maxSessionIdleMinutes", from: 120, to: 60 }]);
      expect(await ok("get_policy_rule", { policy_id, rule_id })).toMatchObject({
        conditions: { network: { connection: "ANYWHERE" } },
        actions: {
          signon: { access: "ALLOW", requireFactor: false, session: { maxSessionIdleMinutes: 60 } },
        },
      });
    },
    wrongType: [{ policy_id: "00p1", rule_id: "0pr1", changes: "x" }, "changes: must be object, not string"],
    missing,
    refused: [
      [
        async (session) => ({
          ...(await active(session)),
          changes: { type: "PASSWORD", actions: null, conditions: null },
        }),
        /^okta_rejected: .*\n.*E0000001.*\n- type: /,
      ],
      [
        async (session) => ({ ...(await active(session)), changes: { status: "INACTIVE" } }),
        /^arguments_invalid: changes\.status: .*\n.*\nNext: .*deactivate_policy_rule/,
      ],
    ],
  },
  {
    tool: "delete_policy_rule",
    destructive: true,
    prepare: active,
    async verify({ fail }, result, args) {
      expect(result).toEqual({ done: true, ...args });
      expect(await fail("get_policy_rule", args)).toMatch(/^not_found: /);
    },
    wrongType: idIsNumber,
    missing,
    refused: [[system, READ_ONLY]],
  },
  {
    tool: "activate_policy_rule",
    prepare: inactive,
    verify: becomes("ACTIVE"),
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "deactivate_policy_rule",
    destructive: true,
    prepare: active,
    verify: becomes("INACTIVE"),
    wrongType: idIsNumber,
    missing,
    refused: [[system, READ_ONLY]],
  },
];
