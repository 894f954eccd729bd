import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { POLICY_TYPES } from "../../src/sandbox/policy-types.js";
import { ask, errorOf, type Thing, thing, things } from "./client.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ events: 50 });
});
afterAll(() => sandbox.close());

const POLICIES = "/api/v1/policies";
const list = async (query: Record<string, string>) => things(await ask(sandbox, "GET", POLICIES, { query }));
const create = async (path: string, body: unknown, query: Record<string, string> = {}): Promise<Thing> =>
  thing(await ask(sandbox, "POST", path, { body, query }));
const order = (all: Thing[]) => all.map((each) => [each.name, each.priority]);

describe("finding policies", () => {
  it.each([
    [{ type: "OKTA_SIGN_ON" }, ["Administrators", "Contractors", "Default Policy"]],
    [{ type: "OKTA_SIGN_ON", status: "INACTIVE" }, ["Contractors"]],
    [{ type: "OKTA_SIGN_ON", q: "adm" }, ["Administrators"]],
    [
      { type: "ACCESS_POLICY", sortBy: "name" },
      ["Any two factors", "Remote workers", "Sensitive applications"],
    ],
  ])("%j", async (query, names) => {
    expect((await list(query as unknown as Record<string, string>)).map((policy) => policy.name)).toEqual(
      names,
    );
  });

  it.each([
    [{}, "E0000028"],
    [{ type: "NOSUCH" }, "E0000001"],
  ])("refuses %j", async (query, code) => {
    const reply = await ask(sandbox, "GET", POLICIES, { query: query as unknown as Record<string, string> });
    expect(errorOf(reply)).toMatchObject({ status: 400, code });
  });
});

describe("changing policies", () => {
  it("new ones come last, but before the default", async () => {
    const made = await create(POLICIES, { type: "PASSWORD", name: "New" });
    expect(order(await list({ type: "PASSWORD" }))).toEqual([
      ["Long passwords", 1],
      ["New", 2],
      ["Default Policy", 3],
    ]);
    const body = { type: "PASSWORD", name: "New", priority: 1 };
    await ask(sandbox, "PUT", `${POLICIES}/${made.id}`, { body });
    expect(order(await list({ type: "PASSWORD" }))).toEqual([
      ["New", 1],
      ["Long passwords", 2],
      ["Default Policy", 3],
    ]);
    await ask(sandbox, "DELETE", `${POLICIES}/${made.id}`);
    expect(order(await list({ type: "PASSWORD" }))).toEqual([
      ["Long passwords", 1],
      ["Default Policy", 2],
    ]);
  });

  it("a replacement loses what it leaves out and keeps the status", async () => {
    const [policy] = await list({ type: "OKTA_SIGN_ON", status: "INACTIVE" });
    const reply = await ask(sandbox, "PUT", `${POLICIES}/${policy?.id}`, {
      body: { type: "OKTA_SIGN_ON", name: "Bare" },
    });
    const { description, conditions, status, id, created } = thing(reply);
    expect({ description, conditions, status, id, created }).toEqual({
      description: undefined,
      conditions: undefined,
      status: "INACTIVE",
      id: policy?.id,
      created: policy?.created,
    });
  });

  it("access and enrollment policies start with a rule for all others", async () => {
    for (const type of ["ACCESS_POLICY", "PROFILE_ENROLLMENT"]) {
      const policy = await create(POLICIES, { type, name: "With a rule" });
      const rules = things(await ask(sandbox, "GET", `${POLICIES}/${policy.id}/rules`));
      expect(rules).toMatchObject([{ name: "Catch-all Rule", system: true, priority: 1 }]);
      await create(`${POLICIES}/${policy.id}/rules`, { type: POLICY_TYPES[type]?.ruleType, name: "First" });
      const after = things(await ask(sandbox, "GET", `${POLICIES}/${policy.id}/rules`));
      expect(order(after)).toEqual([
        ["First", 1],
        ["Catch-all Rule", 2],
      ]);
    }
  });

  it.each([
    ["no type", { name: "X" }, "type"],
    ["an unknown type", { type: "NOSUCH", name: "X" }, "type"],
    ["a type the org has once", { type: "ENTITY_RISK", name: "X" }, "type"],
    ["no name", { type: "PASSWORD" }, "name"],
    ["a taken name", { type: "PASSWORD", name: "Long passwords" }, "name"],
    ["settings of a wrong type", { type: "PASSWORD", name: "X", settings: [] }, "settings"],
    ["a priority of a wrong type", { type: "PASSWORD", name: "X", priority: "first" }, "priority"],
  ])("refuses %s", async (_, body, field) => {
    const { status, causes } = errorOf(await ask(sandbox, "POST", POLICIES, { body }));
    expect([status, causes[0]?.split(":")[0]]).toEqual([400, field]);
  });

  it("the type of a policy stays", async () => {
    const [policy] = await list({ type: "PASSWORD" });
    const body = { type: "MFA_ENROLL", name: "Other" };
    expect((await ask(sandbox, "PUT", `${POLICIES}/${policy?.id}`, { body })).status).toBe(400);
  });

  it("the default policy and its rule cannot be deleted or deactivated", async () => {
    const policy = sandbox.org.policiesOf("OKTA_SIGN_ON").find((each) => each.system);
    const path = `${POLICIES}/${policy?.id}`;
    const rule = sandbox.org.rulesOf(policy?.id ?? "").find((each) => each.system);
    for (const target of [path, `${path}/rules/${rule?.id}`]) {
      for (const reply of [
        await ask(sandbox, "DELETE", target),
        await ask(sandbox, "POST", `${target}/lifecycle/deactivate`),
      ]) {
        expect(errorOf(reply)).toMatchObject({ status: 403, code: "E0000111" });
      }
      expect(thing(await ask(sandbox, "GET", target))).toMatchObject({ status: "ACTIVE", system: true });
    }
  });
});

describe("rules", () => {
  const policyId = () => sandbox.org.policiesOf("OKTA_SIGN_ON")[0]?.id ?? "";
  const rules = () => `${POLICIES}/${policyId()}/rules`;
  const conditions = { network: { connection: "ANYWHERE" } };

  it("live through create, replace, deactivate, activate, delete", async () => {
    const rule = await create(rules(), {
      type: "SIGN_ON",
      name: "Night",
      conditions,
      actions: { signon: { access: "DENY" } },
    });
    const path = `${rules()}/${rule.id}`;
    const next = thing(
      await ask(sandbox, "PUT", path, {
        body: { type: "SIGN_ON", name: "Night", actions: { signon: { access: "ALLOW" } } },
      }),
    );
    expect([next.conditions, next.actions]).toEqual([undefined, { signon: { access: "ALLOW" } }]);
    expect((await ask(sandbox, "POST", `${path}/lifecycle/deactivate`)).status).toBe(204);
    expect(thing(await ask(sandbox, "GET", path)).status).toBe("INACTIVE");
    expect((await ask(sandbox, "POST", `${path}/lifecycle/activate`)).status).toBe(204);
    expect((await ask(sandbox, "DELETE", path)).status).toBe(204);
    expect((await ask(sandbox, "GET", path)).status).toBe(404);
  });

  it.each([
    ["another policy's rule type", { type: "PASSWORD", name: "X" }, "type"],
    ["no name", { type: "SIGN_ON" }, "name"],
    ["a taken name", { type: "SIGN_ON", name: "Second factor always" }, "name"],
  ])("refuses %s", async (_, body, field) => {
    const { status, causes } = errorOf(await ask(sandbox, "POST", rules(), { body }));
    expect([status, causes[0]?.split(":")[0]]).toEqual([400, field]);
  });

  it("are found in their own policy only", async () => {
    const foreign = sandbox.org.rules.all.find((rule) => rule.policyId !== policyId());
    expect((await ask(sandbox, "GET", `${rules()}/${foreign?.id}`)).status).toBe(404);
  });

  it("go with their policy", async () => {
    const policy = await create(POLICIES, { type: "ACCESS_POLICY", name: "Short-lived" });
    await ask(sandbox, "DELETE", `${POLICIES}/${policy.id}`);
    expect(sandbox.org.rulesOf(policy.id)).toEqual([]);
  });
});
