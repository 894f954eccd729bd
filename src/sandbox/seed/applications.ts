import { applicationBody } from "../application-body.js";
import { later } from "../assignments.js";
import { newId } from "../ids.js";
import type { Org } from "../org.js";
import { createRandom } from "../random.js";
import { APPLICATION_PLANS } from "./application-plans.js";

/** The administrator and Jane Smith, whose applications come from their groups alone. */
const KNOWN_PEOPLE = 2;

/** Adds the fifteen applications; who they are assigned to follows once groups exist. */
export function seedApplications(org: Org): void {
  const random = createRandom(org.seed, "applications");
  const time = org.now().getTime();
  for (const plan of APPLICATION_PLANS) {
    const id = newId("application", random);
    const { label, signOnMode, name, status, more } = plan;
    const created = new Date(time - random.between(200, 1400) * 86_400_000).toISOString();
    org.applications.add({
      id,
      seq: org.nextSeq(),
      created,
      lastUpdated: created,
      status,
      body: applicationBody({ label, signOnMode, ...(name ? { name } : {}), ...more }, id, random),
    });
  }
}

/** Assigns the applications to the groups of their plans. */
export function assignApplications(org: Org): void {
  for (const plan of APPLICATION_PLANS) {
    const id = applicationNamed(org, plan.label);
    for (const name of plan.groups) {
      const group = org.groups.all.find((each) => each.profile.name === name);
      if (group !== undefined) org.assignmentsOf(id).assignGroup(group.id, since(org, id, group.created));
    }
  }
  assignUsers(org);
}

/** Applications that a few people were given one by one, as happens; some of them have it through a group as well. */
const INDIVIDUALLY: readonly { readonly label: string; readonly users: number }[] = [
  { label: "GitHub Enterprise", users: 6 },
  { label: "Reporting Service", users: 3 },
  { label: "Travel Portal", users: 4 },
];

function assignUsers(org: Org): void {
  const random = createRandom(org.seed, "assignments");
  // The first hundred, so that a larger org has the same people in the same applications.
  const known = org.users.all.slice(KNOWN_PEOPLE, 100).filter(({ status }) => status === "ACTIVE");
  for (const { label, users } of INDIVIDUALLY) {
    const id = applicationNamed(org, label);
    for (let i = 0; i < users && known.length > 0; i++) {
      const user = random.pick(known);
      org.assignmentsOf(id).assignUser(user.id, since(org, id, user.created));
    }
  }
}

/** An assignment is made when both sides of it exist. */
function since(org: Org, applicationId: string, other: string): string {
  return later(org.requireApplication(applicationId).created, other);
}

/** The id of a seeded application. */
export function applicationNamed(org: Org, label: string): string {
  const found = org.applications.all.find((each) => each.body.label === label);
  if (found === undefined) throw new Error(`no seeded application is labelled ${label}`);
  return found.id;
}
