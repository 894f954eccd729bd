import { newId } from "../ids.js";
import type { Org } from "../org.js";
import { createRandom, type Random } from "../random.js";
import type { GroupRecord, Json, UserRecord } from "../types.js";
import { applicationNamed } from "./applications.js";
import { DEPARTMENTS } from "./names.js";

interface GroupPlan {
  readonly name: string;
  readonly description: string;
  /** Who is in it. */
  readonly member: (user: UserRecord, random: Random) => boolean;
  readonly type?: GroupRecord["type"];
  /** Label of the application that an APP_GROUP comes from. */
  readonly source?: string;
}

const is = (attribute: string, value: unknown) => (user: UserRecord) => user.profile[attribute] === value;
const some = (probability: number) => (_: UserRecord, random: Random) => random.chance(probability);

const PLANS: readonly GroupPlan[] = [
  { name: "Everyone", description: "All users in this org", type: "BUILT_IN", member: () => false },
  ...DEPARTMENTS.map(({ name }) => ({
    name,
    description: `The ${name} department`,
    member: is("department", name),
  })),
  {
    name: "Okta Administrators",
    description: "May administer this org",
    member: (user) => user.profile.title === "Identity Engineer",
  },
  {
    name: "Managers",
    description: "Heads of departments",
    member: (user) => /^Head of /.test(String(user.profile.title)),
  },
  {
    name: "Contractors",
    description: "External staff, access reviewed monthly",
    member: is("userType", "Contractor"),
  },
  {
    name: "Remote Workers",
    description: "Staff who work away from an office",
    member: is("remoteWorker", true),
  },
  { name: "VPN Users", description: "May connect to the corporate network", member: some(0.3) },
  { name: "MFA Pilot", description: "Tries new authenticators first", member: some(0.08) },
  {
    name: "Workday Staff",
    description: "Imported from Workday",
    type: "APP_GROUP",
    source: "Workday",
    member: is("userType", "Employee"),
  },
  {
    name: "Workday Finance",
    description: "Imported from Workday",
    type: "APP_GROUP",
    source: "Workday",
    member: is("department", "Finance"),
  },
  {
    name: "GitHub Maintainers",
    description: "Imported from GitHub",
    type: "APP_GROUP",
    source: "GitHub Enterprise",
    member: (user, random) => user.profile.department === "Engineering" && random.chance(0.2),
  },
];

/** Adds the twenty groups and their members; the applications that groups are imported from must exist. */
export function seedGroups(org: Org): void {
  const random = createRandom(org.seed, "groups");
  const time = org.now().getTime();
  for (const plan of PLANS) {
    const type = plan.type ?? "OKTA_GROUP";
    const created = new Date(time - random.between(400, 1500) * 86_400_000).toISOString();
    const group = org.groups.add({
      id: newId("group", random),
      seq: org.nextSeq(),
      created,
      lastUpdated: created,
      lastMembershipUpdated: new Date(time - random.between(1, 40) * 86_400_000).toISOString(),
      type,
      objectClass: [type === "APP_GROUP" ? "okta:app_group" : "okta:user_group"],
      profile: profileOf(plan, type),
      ...(plan.source ? { source: { id: applicationNamed(org, plan.source) } } : {}),
    });
    for (const user of org.users.all) if (plan.member(user, random)) org.join(group, user.id);
  }
}

function profileOf(plan: GroupPlan, type: GroupRecord["type"]): Json {
  const profile = { name: plan.name, description: plan.description };
  return type === "APP_GROUP"
    ? { ...profile, externalId: Buffer.from(plan.name).toString("base64") }
    : profile;
}

/** A seeded group by name. */
export function groupNamed(org: Org, name: string): GroupRecord {
  const group = org.groups.all.find((each) => each.profile.name === name);
  if (group === undefined) throw new Error(`no seeded group is named ${name}`);
  return group;
}
