import type { Item, Model } from "./usage.js";

// What nearly every plan begins with: the id of something that the sentence names.

export async function userNamed({ call }: Model, query: string): Promise<string> {
  return (await call("find_user", { query })).best.id;
}

export async function groupNamed({ call }: Model, query: string): Promise<string> {
  return (await call("find_group", { query })).best.id;
}

export async function applicationNamed({ call }: Model, label: string): Promise<string> {
  return only(await call("list_applications", { q: label })).id;
}

export async function policyNamed({ call }: Model, type: string, name: string): Promise<string> {
  return only(await call("list_policies", { type, q: name })).id;
}

/** The arguments that name a rule, by the names of both. */
export async function ruleNamed(
  model: Model,
  policy: { readonly type: string; readonly name: string },
  name: string,
): Promise<{ policy_id: string; rule_id: string }> {
  const policy_id = await policyNamed(model, policy.type, policy.name);
  const { items } = await model.call("list_policy_rules", { policy_id });
  return { policy_id, rule_id: only({ items: items.filter((rule) => rule.name === name) }).id };
}

/** A model that finds several asks which is meant. */
export function only<T extends Item>({ items }: { readonly items: readonly T[] }): T {
  const [one, ...more] = items;
  if (one === undefined || more.length > 0) throw new Error(`${items.length} found where one is meant`);
  return one;
}

/** An instant so many days before, ISO 8601. */
export function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
}

/** The start of the day, UTC. */
export function midnight(now: string): string {
  return `${now.slice(0, 10)}T00:00:00.000Z`;
}
