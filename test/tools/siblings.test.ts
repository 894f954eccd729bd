import { describe, expect, test } from "vitest";
import { startSandboxService } from "../mcp/sandbox-service.js";

const { signal } = new AbortController();

async function start() {
  const { sandbox, service } = await startSandboxService();
  const call = async (name: string, args: object, whileAsked = () => {}) => {
    const ask = async () => {
      whileAsked();
      return "yes" as const;
    };
    const outcome = await service.call({ name, arguments: args, signal, ask });
    return outcome?.ok ? { code: "ok", ...outcome.result } : { code: outcome?.error.code ?? "no tool" };
  };
  const make = async (name: string, args: object) => String(Object(await call(name, args)).id);
  const policy = (name: string) =>
    make("create_policy", { policy: { type: "OKTA_SIGN_ON", name }, activate: false });
  const rule = (policyId: string, name: string, activate: boolean) => {
    const actions = { signon: { access: "ALLOW", requireFactor: false } };
    return make("create_policy_rule", {
      policy_id: policyId,
      activate,
      rule: { type: "SIGN_ON", name, actions },
    });
  };
  const rules = (policyId: string) =>
    sandbox.org.rulesOf(policyId).map(({ body, priority }) => `${body.name} ${priority}`);
  const policies = () =>
    sandbox.org
      .policiesOf("OKTA_SIGN_ON")
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ body }) => String(body.name));
  return { sandbox, call, policy, rule, rules, policies };
}

describe("what is moved by one change is not moved back by the next, sent beside it", () => {
  test.each([false, true])("two rules of a policy, active: %s", async (active) => {
    const { call, policy, rule, rules } = await start();
    const policy_id = await policy("Offices");
    const [below, above] = [await rule(policy_id, "B", active), await rule(policy_id, "A", active)];
    const [moved, renamed] = await Promise.all([
      call("update_policy_rule", { policy_id, rule_id: above, changes: { priority: 1 } }),
      call("update_policy_rule", { policy_id, rule_id: below, changes: { name: "B2" } }),
    ]);
    expect([moved.code, renamed.code]).toEqual(["ok", "conflict"]);
    expect(rules(policy_id)).toEqual(["A 1", "B 2"]);
  });

  test("two policies of a type", async () => {
    const { call, policy, policies } = await start();
    const [below, above] = [await policy("B"), await policy("A")];
    const [moved, described] = await Promise.all([
      call("update_policy", { policy_id: above, changes: { priority: 1 } }),
      call("update_policy", { policy_id: below, changes: { description: "x" } }),
    ]);
    expect([moved.code, described.code]).toEqual(["ok", "conflict"]);
    expect(policies()[0]).toBe("A");
  });

  test("a rule that is made at the top, and one that is renamed", async () => {
    const { call, policy, rule, rules } = await start();
    const policy_id = await policy("Offices");
    const rule_id = await rule(policy_id, "A", false);
    const actions = { signon: { access: "DENY" } };
    const top = { type: "SIGN_ON", name: "Top", priority: 1, actions };
    await Promise.all([
      call("create_policy_rule", { policy_id, rule: top, activate: false }),
      call("update_policy_rule", { policy_id, rule_id, changes: { name: "A2" } }),
    ]);
    expect(rules(policy_id)[0]).toBe("Top 1");
  });
});

describe("several changes around one group do not stand in each other's way", () => {
  const MEMBERS = 4;
  async function withMembers() {
    const stage = await start();
    const { sandbox, call } = stage;
    const made = await call("create_group", { group: { profile: { name: "Project Zebra" } } });
    const group_id = String(Object(made).id);
    const users = sandbox.org.users.all.slice(3, 3 + MEMBERS).map(({ id }) => id);
    for (const user_id of users) await call("add_user_to_group", { group_id, user_id });
    const members = () => users.filter((id) => sandbox.org.isMember(sandbox.org.requireGroup(group_id), id));
    return { ...stage, group_id, users, members };
  }

  test("removals, asked for side by side", async () => {
    const { call, group_id, users, members } = await withMembers();
    const removals = users.map((user_id) => call("remove_user_from_group", { group_id, user_id }));
    expect((await Promise.all(removals)).map(({ code }) => code)).toEqual(users.map(() => "ok"));
    expect(members()).toEqual([]);
  });

  test("a change of its description, and a member who comes meanwhile", async () => {
    const { sandbox, call, group_id, users } = await withMembers();
    let joined = false;
    const stop = sandbox.onRequest(async ({ method, path }) => {
      // The read right before the update is sent.
      if (joined || method !== "GET" || !path.endsWith(group_id)) return;
      joined = true;
      const group = sandbox.org.requireGroup(group_id);
      sandbox.org.leave(group, users[0] ?? "");
      sandbox.org.touchMembers(group);
    });
    const changes = { profile: { description: "Four people" } };
    expect((await call("update_group", { group_id, changes })).code).toBe("ok");
    stop();
    expect(joined).toBe(true);
  });

  test("but it is not deleted once its members are others", async () => {
    const { sandbox, call, group_id, users } = await withMembers();
    const swap = () => {
      const group = sandbox.org.requireGroup(group_id);
      sandbox.org.leave(group, users[0] ?? "");
      sandbox.org.join(group, sandbox.org.users.all[20]?.id ?? "");
      sandbox.org.touchMembers(group);
    };
    expect((await call("delete_group", { group_id }, swap)).code).toBe("conflict");
  });
});
