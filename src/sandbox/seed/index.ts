import { newId } from "../ids.js";
import { Org } from "../org.js";
import { BASE_ATTRIBUTES, CUSTOM_ATTRIBUTES, type ProfileSchema } from "../profile-schema.js";
import { createRandom } from "../random.js";
import { assignApplications, seedApplications } from "./applications.js";
import { seedGroups } from "./groups.js";
import { seedLog } from "./log.js";
import { seedPeople } from "./people.js";
import { seedPolicies } from "./policies.js";

export interface SeedOptions {
  readonly seed: number;
  /** How many users; at least 2. */
  readonly users: number;
  /** How many events the system log begins with. */
  readonly events: number;
  readonly now: () => Date;
}

const FOUNDED_DAYS_AGO = 1600;

/** An org with a past. The same seed, numbers and time give the same org, down to the ids. */
export function seedOrg(options: SeedOptions): Org {
  // One instant for the whole past, however long the seeding takes.
  const start = options.now();
  let clock = () => start;
  const random = createRandom(options.seed, "org");
  const schema: ProfileSchema = {
    id: newId("schema", random),
    typeId: newId("userType", random),
    created: new Date(start.getTime() - FOUNDED_DAYS_AGO * 86_400_000).toISOString(),
    base: BASE_ATTRIBUTES,
    custom: CUSTOM_ATTRIBUTES,
  };
  const org = new Org(options.seed, () => clock(), schema, `00${random.text(40)}`);
  seedPeople(org, Math.max(2, options.users));
  seedApplications(org);
  seedGroups(org);
  assignApplications(org);
  seedPolicies(org);
  seedLog(org, options.events);
  clock = options.now;
  return org;
}
