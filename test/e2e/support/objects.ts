import type { Json, Session } from "./session.js";

// Objects for tests to work on, made through the tools themselves.

let count = 0;
/** A name that no other object of the org has. */
export const fresh = (prefix: string): string => `${prefix} ${++count}`;

export const NOBODY = "00uNoSuchUser0000000";
export const NO_GROUP = "00gNoSuchGroup000000";
export const NO_APP = "0oaNoSuchApp00000000";
export const NO_POLICY = "00pNoSuchPolicy00000";
export const NO_RULE = "0prNoSuchRule0000000";

export function profile(): Json {
  const login = `${fresh("new.user").replace(" ", "")}@example.com`;
  return { login, email: login, firstName: "New", lastName: "User", department: "Legal", badgeNumber: "B-7" };
}

/** The id of a new user; ACTIVE, unless it is not to be activated. */
export async function newUser({ ok }: Session, activate = true): Promise<string> {
  const credentials = { password: { value: "Correct-Horse-9" } };
  const { id } = await ok("create_user", { user: { profile: profile(), credentials }, activate });
  return String(id);
}

export async function newGroup({ ok }: Session): Promise<string> {
  const group = { profile: { name: fresh("Group"), description: "For tests" } };
  return String((await ok("create_group", { group })).id);
}

export const bookmark = (): Json => ({
  signOnMode: "BOOKMARK",
  name: "bookmark",
  label: fresh("Bookmark"),
  settings: { app: { url: "https://wiki.example.com", requestIntegration: false } },
});

export async function newApplication({ ok }: Session, activate = true): Promise<string> {
  return String((await ok("create_application", { application: bookmark(), activate })).id);
}

export const signOnPolicy = (): Json => ({
  type: "OKTA_SIGN_ON",
  name: fresh("Policy"),
  description: "For tests",
});

export async function newPolicy({ ok }: Session, activate = true): Promise<string> {
  return String((await ok("create_policy", { policy: signOnPolicy(), activate })).id);
}

export const signOnRule = (): Json => ({
  type: "SIGN_ON",
  name: fresh("Rule"),
  conditions: { network: { connection: "ANYWHERE" } },
  actions: { signon: { access: "ALLOW", requireFactor: false, session: { maxSessionIdleMinutes: 120 } } },
});

/** Arguments that name a new rule of a new policy. */
export async function newRule(
  session: Session,
  activate = true,
): Promise<{ policy_id: string; rule_id: string }> {
  const policyId = await newPolicy(session);
  const rule = await session.ok("create_policy_rule", { policy_id: policyId, rule: signOnRule(), activate });
  return { policy_id: policyId, rule_id: String(rule.id) };
}

export async function statusOf({ ok }: Session, user: unknown): Promise<unknown> {
  return (await ok("get_user", { user_id: user })).status;
}

/** A group of the seeded org by name. */
export async function groupNamed({ ok }: Session, name: string): Promise<string> {
  const { items } = await ok("list_groups", { search: `profile.name eq "${name}"` });
  return idOfFirst(items);
}

/** The policy of a type that the org came with: it can be neither deactivated nor deleted. */
export async function systemPolicy({ ok }: Session, type: string): Promise<string> {
  const { items } = await ok("list_policies", { type });
  return idOfFirst((items as Json[]).filter(({ system }) => system === true));
}

export async function systemRule(
  session: Session,
  type: string,
): Promise<{ policy_id: string; rule_id: string }> {
  const policyId = await systemPolicy(session, type);
  const { items } = await session.ok("list_policy_rules", { policy_id: policyId });
  return {
    policy_id: policyId,
    rule_id: idOfFirst((items as Json[]).filter(({ system }) => system === true)),
  };
}

function idOfFirst(items: unknown): string {
  const [first] = items as Json[];
  if (typeof first?.id !== "string") throw new Error("The org has no such object.");
  return first.id;
}

/** The ids of a list's first page. */
export async function idsOf({ ok }: Session, tool: string, args: Json): Promise<unknown[]> {
  return ((await ok(tool, args)).items as Json[]).map(({ id }) => id);
}
