import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { POLICY_TYPES } from "../../src/sandbox/policy-types.js";
import { MANAGEMENT_ROUTES } from "../../src/sandbox/routes/index.js";
import { type Ask, ask, type Reply, type Thing, thing, things } from "./client.js";
import { loadContract, type Operation } from "./contract-schemas.js";

const contract = loadContract();
const covered = new Set<string>();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function operation(id: string): Operation {
  const found = contract.operations.find((each) => each.operationId === id);
  if (found === undefined) throw new Error(`the contract has no operation ${id}`);
  return found;
}

/** Calls an operation by its id and holds the answer against the contract. */
async function call(id: string, params: Record<string, string> = {}, options: Ask = {}): Promise<Reply> {
  const { method, path } = operation(id);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const reply = await ask(sandbox, method, filled, options);
  expect(
    contract.problems(operation(id), reply.status, reply.body),
    `${id} ${JSON.stringify(params)}`,
  ).toEqual([]);
  if (reply.status < 400) covered.add(id);
  return reply;
}

/** What a client would send to make another one like it. */
function copyOf(original: Thing, changes: Record<string, unknown>): Record<string, unknown> {
  const { id, orn, created, lastUpdated, status, system, priority, features, _links, ...rest } = original;
  return { ...rest, ...changes };
}

describe("routes", () => {
  it("are the contract's operations with their scopes", () => {
    const key = (method: string, path: string, scopes: readonly (string | null)[]) =>
      `${method} ${path} ${scopes.join(" ")}`;
    expect(MANAGEMENT_ROUTES.map((route) => key(route.method, route.path, [route.scope])).sort()).toEqual(
      contract.operations.map((each) => key(each.method, each.path, each.scopes)).sort(),
    );
  });

  it("hold against a contract that notices mistakes", () => {
    const wrong = [{ id: 7, status: "NOSUCH", profile: { login: "x" }, unheardOf: true }];
    const problems = contract.problems(operation("listUsers"), 200, wrong).join("\n");
    for (const part of ["/0/id must be string", "/0/status", "/0/profile/login", "unheardOf"]) {
      expect(problems).toContain(part);
    }
    const app = { signOnMode: "BOOKMARK", label: "A", name: "bookmark", settings: { app: {} } };
    expect(contract.problems(operation("getApplication"), 200, app).join()).toContain("'url'");
    const extra = { ...app, settings: { app: { url: "https://a.example", colour: "red" } } };
    expect(contract.problems(operation("getApplication"), 200, extra).join()).toContain("colour");
  });
});

describe("seeded objects", () => {
  it("users", async () => {
    const all = things(await call("listUsers", {}, { query: { search: "status pr" } }));
    expect(new Set(all.map((user) => user.status)).size).toBe(8);
    for (const user of all) {
      await call("getUser", { id: user.id });
    }
    await call("listUserGroups", { id: all[1]?.id ?? "" });
    await call("getUserSchema", { schemaId: "default" });
  });

  it("groups, their users and applications", async () => {
    for (const group of things(await call("listGroups", {}, { query: { expand: "stats,app" } }))) {
      await call("getGroup", { groupId: group.id });
      await call("listGroupUsers", { groupId: group.id });
      await call("listAssignedApplicationsForGroup", { groupId: group.id });
    }
  });

  it("applications of every sign-on mode", async () => {
    const all = things(await call("listApplications"));
    expect(new Set(all.map((app) => app.signOnMode)).size).toBe(9);
    for (const { id: appId } of all) {
      await call("getApplication", { appId });
      await call("listApplicationUsers", { appId });
      await call("listApplicationUsers", { appId }, { query: { expand: "user" } });
      await call("listApplicationGroupAssignments", { appId });
      await call("listApplicationGroupAssignments", { appId }, { query: { expand: "group" } });
    }
  });

  it("policies of every type and their rules", async () => {
    for (const [type, facts] of Object.entries(POLICY_TYPES)) {
      const policies = things(await call("listPolicies", {}, { query: { type } }));
      expect(policies.length, type).toBeGreaterThan(0);
      const rules: Thing[] = [];
      for (const policy of policies) {
        await call("getPolicy", { policyId: policy.id });
        const own = things(await call("listPolicyRules", { policyId: policy.id }));
        for (const rule of own) await call("getPolicyRule", { policyId: policy.id, ruleId: rule.id });
        rules.push(...own);
      }
      expect(new Set(rules.map((rule) => rule.type)), type).toEqual(new Set([facts.ruleType]));
    }
  });

  it("every event of the system log", async () => {
    const since = new Date(Date.now() - 50 * 86_400_000).toISOString();
    let reply = await call("listLogEvents", {}, { query: { since, limit: "1000" } });
    let count = 0;
    for (; things(reply).length > 0; reply = await ask(sandbox, "GET", reply.next ?? "")) {
      expect(contract.problems(operation("listLogEvents"), reply.status, reply.body)).toEqual([]);
      count += things(reply).length;
    }
    expect(count).toBeGreaterThanOrEqual(2000);
  });
});

describe("changes", () => {
  it("a user's life", async () => {
    const profile = {
      login: "nina.contract@example.com",
      email: "nina.contract@example.com",
      firstName: "Nina",
      lastName: "Contract",
    };
    const id = thing(await call("createUser", {}, { body: { profile }, query: { activate: "false" } })).id;
    await call(
      "updateUser",
      { id },
      { body: { profile: { title: "Tester" }, credentials: { password: { value: "correct horse" } } } },
    );
    await call("activateUser", { id }, { query: { sendEmail: "false" } });
    await call("suspendUser", { id });
    await call("unsuspendUser", { id });
    const locked = sandbox.org.users.all.find((user) => user.status === "LOCKED_OUT");
    await call("unlockUser", { id: locked?.id ?? "" });
    await call("deactivateUser", { id });
    expect((await call("deleteUser", { id })).status).toBe(204);
    expect((await call("getUser", { id })).status).toBe(404);
  });

  it("a group's life", async () => {
    const groupId = thing(
      await call("addGroup", {}, { body: { profile: { name: "Contract", description: "d" } } }),
    ).id;
    const userId = sandbox.org.tokenOwner.id;
    await call("replaceGroup", { groupId }, { body: { profile: { name: "Contract 2" } } });
    await call("assignUserToGroup", { groupId, userId });
    await call("unassignUserFromGroup", { groupId, userId });
    expect((await call("deleteGroup", { groupId })).status).toBe(204);
  });

  it("an application of each sign-on mode", async () => {
    const originals = things(await call("listApplications"));
    const oneEach = new Map(originals.map((app) => [app.signOnMode, app]));
    for (const original of oneEach.values()) {
      const body = copyOf(original, { label: `${original.label} copy` });
      const appId = thing(await call("createApplication", {}, { body })).id;
      await call("getApplication", { appId });
      await call("replaceApplication", { appId }, { body });
      await call("deactivateApplication", { appId });
      await call("activateApplication", { appId });
      await call("deactivateApplication", { appId });
      expect((await call("deleteApplication", { appId })).status).toBe(204);
    }
  });

  it("a policy of each type that can be created, a rule of each type", async () => {
    for (const [type, facts] of Object.entries(POLICY_TYPES)) {
      const [original] = sandbox.org.policiesOf(type);
      if (original === undefined) throw new Error(`no ${type} policy`);
      let policyId = original.id;
      if (facts.creatable) {
        const body = copyOf(thing(await call("getPolicy", { policyId })), { name: "Contract" });
        policyId = thing(await call("createPolicy", {}, { body })).id;
        await call("replacePolicy", { policyId }, { body: { ...body, name: "Contract 2" } });
        await call("deactivatePolicy", { policyId });
        await call("activatePolicy", { policyId });
      }
      const model = sandbox.org.rules.all.find((rule) => rule.type === facts.ruleType);
      const shown = thing(
        await call("getPolicyRule", { policyId: model?.policyId ?? "", ruleId: model?.id ?? "" }),
      );
      const body = copyOf(shown, { name: "Contract rule" });
      const ruleId = thing(await call("createPolicyRule", { policyId }, { body })).id;
      await call("replacePolicyRule", { policyId, ruleId }, { body: { ...body, name: "Contract rule 2" } });
      await call("deactivatePolicyRule", { policyId, ruleId });
      await call("activatePolicyRule", { policyId, ruleId });
      expect((await call("deletePolicyRule", { policyId, ruleId })).status).toBe(204);
      if (facts.creatable) expect((await call("deletePolicy", { policyId })).status).toBe(204);
    }
  });

  it("errors", async () => {
    const missing = {
      id: "x",
      groupId: "x",
      appId: "x",
      policyId: "x",
      ruleId: "x",
      schemaId: "x",
      userId: "x",
    };
    for (const { operationId, path } of contract.operations) {
      if (!path.includes("{")) continue;
      expect(
        (
          await call(operationId, missing, {
            headers: { "content-type": "application/json" },
            body: operationId.match(/replace|update|create/) ? {} : undefined,
          })
        ).status,
      ).toBe(404);
    }
    expect((await call("createUser", {}, { body: {} })).status).toBe(400);
    expect((await call("listUsers", {}, { query: { search: "nonsense" } })).status).toBe(400);
  });

  it("leave events in the log that fit too", async () => {
    const events = things(
      await call("listLogEvents", {}, { query: { limit: "1000", sortOrder: "DESCENDING" } }),
    );
    const types = new Set(events.map((event) => event.eventType));
    for (const type of [
      "user.lifecycle.create",
      "group.lifecycle.delete",
      "application.lifecycle.delete",
      "policy.rule.update",
    ]) {
      expect(types).toContain(type);
    }
  });
});

describe("coverage", () => {
  it("every operation of the contract was answered with success", () => {
    expect([...covered].sort()).toEqual(contract.operations.map((each) => each.operationId).sort());
  });
});
