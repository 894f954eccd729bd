import { applicationBody } from "../application-body.js";
import { newId } from "../ids.js";
import type { Org } from "../org.js";
import { createRandom } from "../random.js";
import { APPLICATION_PLANS } from "./application-plans.js";

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
      if (group !== undefined) org.assignmentsOf(id).groups.add(group.id);
    }
  }
}

/** The id of a seeded application. */
export function applicationNamed(org: Org, label: string): string {
  const found = org.applications.all.find((each) => each.body.label === label);
  if (found === undefined) throw new Error(`no seeded application is labelled ${label}`);
  return found.id;
}
