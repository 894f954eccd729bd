import { describe, expect, test } from "vitest";
import { createApplicationBody } from "../../generated/schemas/applications.js";
import { createPolicyBody, createPolicyRuleBody } from "../../generated/schemas/policies.js";
import { presentable } from "../../src/presentable.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import { applicationVariants } from "./cases/application-variants.js";
import { policyVariants } from "./cases/policy-variants.js";
import { ruleVariants } from "./cases/rule-variants.js";
import type { Variant } from "./cases/variant.js";
import { systemPolicy } from "./support/objects.js";
import type { Args, Json } from "./support/session.js";
import { sessionOf, writesOf } from "./support/tool-case.js";

const session = sessionOf({ asking: true });

/** The tools for one kind of object, and how it is named in their arguments. */
interface Family {
  readonly object: "application" | "policy" | "policy_rule";
  /** Arguments by which a new object is made. */
  create(body: Json): Promise<Args> | Args;
  /** Arguments that name it afterwards. */
  name(id: unknown, created: Args): Args;
}

async function roundTrip({ object, create, name }: Family, variant: Variant, discriminator: string) {
  const { ok, fail, sandbox } = session();
  const args = await create({ ...variant.body, [discriminator]: variant.kind });
  const created = await ok(`create_${object}`, args);
  const named = name(created.id, args);

  const before = await ok(`get_${object}`, named);
  expect(before).toMatchObject(presentable({ ...variant.body, [discriminator]: variant.kind }) as Json);
  const held = heldBy(sandbox, String(created.id));

  const updated = await ok(`update_${object}`, { ...named, changes: variant.changes });
  expect((updated.changed as Json[]).map(({ field }) => field).sort()).toEqual([...variant.changed].sort());

  const after = await ok(`get_${object}`, named);
  const holds = heldBy(sandbox, String(created.id));
  for (const field of variant.changed) {
    expect([at(after, field), at(holds, field)], field).not.toEqual([at(before, field), at(held, field)]);
  }
  const apart = ["lastUpdated", ...variant.changed];
  expect(without(after, apart)).toEqual(without(before, apart));
  // The org itself: a secret that is not shown must not be lost either.
  expect(without(holds, variant.changed)).toEqual(without(held, variant.changed));

  const requests = sandbox.requests.length;
  expect(await ok(`update_${object}`, { ...named, changes: variant.changes })).toMatchObject({ changed: [] });
  expect(writesOf({ sandbox }, requests)).toEqual([]);

  if (object === "application") await ok("deactivate_application", named);
  await ok(`delete_${object}`, named);
  expect(await fail(`get_${object}`, named)).toMatch(/^not_found: /);
}

describe("is created, read, patched in nothing but what was named, and deleted", () => {
  test.each(applicationVariants)("application $kind", async (variant) => {
    const family: Family = {
      object: "application",
      create: (application) => ({ application }),
      name: (app_id) => ({ app_id }),
    };
    await roundTrip(family, variant, "signOnMode");
  });

  test.each(policyVariants)("policy $kind", async (variant) => {
    const family: Family = {
      object: "policy",
      create: (policy) => ({ policy }),
      name: (policy_id) => ({ policy_id }),
    };
    await roundTrip(family, variant, "type");
  });

  test.each(ruleVariants)("rule $kind", async (variant) => {
    const policyType = variant.kind === "SIGN_ON" ? "OKTA_SIGN_ON" : variant.kind;
    const family: Family = {
      object: "policy_rule",
      create: async (rule) => ({ policy_id: await policyOfType(policyType), rule }),
      name: (rule_id, { policy_id }) => ({ policy_id, rule_id }),
    };
    await roundTrip(family, variant, "type");
  });
});

/** A copy of what the org holds of the object. */
function heldBy({ org }: Sandbox, id: string): Json {
  const record = org.applications.get(id) ?? org.policies.get(id) ?? org.rules.get(id);
  if (!record) throw new Error(`The org has no ${id}.`);
  return structuredClone(record.body);
}

const CHANGES_ANYWAY = ["name", "lastUpdated"];

describe("what an org really holds can be updated, and keeps all the rest", () => {
  test("every application", async () => {
    const { ok, sandbox } = session();
    for (const { id: app_id } of [...sandbox.org.applications.all]) {
      const before = await ok("get_application", { app_id });
      await ok("update_application", { app_id, changes: { label: `${before.label} 2` } });
      const after = await ok("get_application", { app_id });
      expect(after).toEqual({ ...before, label: `${before.label} 2`, lastUpdated: after.lastUpdated });
    }
  });

  test("every policy and rule of a kind that Okta takes for writing", async () => {
    const { ok, sandbox } = session();
    const writable = new Set(policyVariants.map(({ kind }) => kind));
    for (const { id: policy_id, type } of [...sandbox.org.policies.all]) {
      if (writable.has(type)) await rename("policy", { policy_id });
      for (const { id: rule_id } of sandbox.org.rulesOf(policy_id))
        await rename("policy_rule", { policy_id, rule_id });
    }

    async function rename(object: string, named: Args): Promise<void> {
      const before = await ok(`get_${object}`, named);
      await ok(`update_${object}`, { ...named, changes: { name: `${before.name} 2` } });
      const after = await ok(`get_${object}`, named);
      expect(after.name).toBe(`${before.name} 2`);
      expect(without(after, CHANGES_ANYWAY)).toEqual(without(before, CHANGES_ANYWAY));
    }
  });
});

/** A policy to hold the rule: the org's own, or the only one where none is the org's own. */
async function policyOfType(type: string): Promise<unknown> {
  if (type !== "DEVICE_SIGNAL_COLLECTION") return systemPolicy(session(), type);
  const { items } = await session().ok("list_policies", { type });
  return (items as Json[])[0]?.id;
}

test.each([
  ["applications", applicationVariants, createApplicationBody, "signOnMode"],
  ["policies", policyVariants, createPolicyBody, "type"],
  ["rules", ruleVariants, createPolicyRuleBody, "type"],
] as const)("the variants of %s are all in the table", (_, variants, schema, discriminator) => {
  const kinds = schema.options.flatMap(({ _zod }) => [...(_zod.propValues?.[discriminator] ?? [])]);
  expect(variants.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
});

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((here, key) => (here as Json | undefined)?.[key], value);
}

/** A copy without the fields at the dotted paths. */
function without(value: Json, paths: readonly string[]): Json {
  const copy = structuredClone(value);
  for (const path of paths) {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const parent = steps.length === 0 ? copy : at(copy, steps.join("."));
    if (parent !== undefined) delete (parent as Json)[last];
  }
  return copy;
}
