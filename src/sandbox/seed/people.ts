import { newId } from "../ids.js";
import type { Org } from "../org.js";
import { createRandom, type Random } from "../random.js";
import type { Json, UserRecord, UserStatus } from "../types.js";
import { DEPARTMENTS, type Department, FIRST_NAMES, LAST_NAMES, SKILLS } from "./names.js";
import { OFFICES } from "./places.js";

const DAY = 86_400_000;

/** In every forty people, these are not simply ACTIVE. */
const OTHER_STATES: Readonly<Record<number, UserStatus>> = {
  5: "STAGED",
  11: "PROVISIONED",
  15: "RECOVERY",
  19: "LOCKED_OUT",
  24: "PASSWORD_EXPIRED",
  29: "SUSPENDED",
  34: "DEPROVISIONED",
  38: "DEPROVISIONED",
};
const CYCLE = 40;

/** The first two are known by name: the administrator whom the API token belongs to, and Jane Smith. */
const KNOWN: readonly { first: string; last: string; department: string; title: string }[] = [
  { first: "Avery", last: "Morgan", department: "IT", title: "Identity Engineer" },
  { first: "Jane", last: "Smith", department: "Engineering", title: "Senior Software Engineer" },
];

/** Adds the people of the org: the two known ones, a head for each department, then everybody else. */
export function seedPeople(org: Org, count: number): void {
  const random = createRandom(org.seed, "people");
  const taken = new Map<string, number>();
  const heads = new Map<string, UserRecord>();
  const time = org.now().getTime();
  for (let index = 0; index < count; index++) {
    const known = KNOWN[index];
    const headed = known === undefined ? DEPARTMENTS[index - KNOWN.length] : undefined;
    const department =
      headed ?? DEPARTMENTS.find((each) => each.name === known?.department) ?? weighted(random);
    const first = known?.first ?? random.pick(FIRST_NAMES);
    const last = known?.last ?? random.pick(LAST_NAMES);
    const title = known?.title ?? (headed ? `Head of ${department.name}` : random.pick(department.titles));
    const login = uniqueLogin(first, last, taken);
    const status =
      index < KNOWN.length + DEPARTMENTS.length ? "ACTIVE" : (OTHER_STATES[index % CYCLE] ?? "ACTIVE");
    const head = heads.get(department.name);
    const user = org.addUser({
      id: newId("user", random),
      seq: org.nextSeq(),
      ...history(random, time, status),
      type: { id: org.profileSchema.typeId },
      profile: profile(random, { first, last, login, title, department, index, head }),
      hasPassword: status !== "STAGED" && status !== "PROVISIONED" && status !== "DEPROVISIONED",
      provider: { type: "OKTA", name: "OKTA" },
    });
    if (headed) heads.set(department.name, user);
  }
}

/** Engineering and Sales are the large departments. */
function weighted(random: Random): Department {
  const index = random.chance(0.45) ? random.int(2) : random.int(DEPARTMENTS.length);
  return DEPARTMENTS[index] ?? random.pick(DEPARTMENTS);
}

function uniqueLogin(first: string, last: string, taken: Map<string, number>): string {
  const name = `${first}.${last}`.toLowerCase();
  const uses = (taken.get(name) ?? 0) + 1;
  taken.set(name, uses);
  return `${name}${uses === 1 ? "" : uses}@example.com`;
}

interface Person {
  readonly first: string;
  readonly last: string;
  readonly login: string;
  readonly title: string;
  readonly department: Department;
  readonly index: number;
  readonly head: UserRecord | undefined;
}

function profile(random: Random, person: Person): Json {
  const { first, last, login, department, index, head } = person;
  const office = random.pick(OFFICES);
  const manager =
    head === undefined
      ? {}
      : { manager: `${head.profile.firstName} ${head.profile.lastName}`, managerId: head.id };
  const custom = random.chance(0.4)
    ? {
        badgeNumber: `B-${String(100_000 + index)}`,
        officeFloor: random.between(1, 12),
        skills: [...new Set([random.pick(SKILLS), random.pick(SKILLS)])],
      }
    : {};
  return {
    login,
    email: login,
    firstName: first,
    lastName: last,
    displayName: `${first} ${last}`,
    title: person.title,
    department: department.name,
    costCenter: department.costCenter,
    employeeNumber: String(10_000 + index),
    userType: random.chance(0.1) ? "Contractor" : "Employee",
    city: office.city,
    countryCode: office.countryCode,
    timezone: office.timezone,
    ...(random.chance(0.5) ? { mobilePhone: `+1 555 01${String(random.int(100)).padStart(2, "0")}` } : {}),
    ...(random.chance(0.3) ? { remoteWorker: true } : {}),
    ...manager,
    ...custom,
  };
}

type History = Pick<
  UserRecord,
  "status" | "created" | "activated" | "statusChanged" | "lastLogin" | "lastUpdated" | "passwordChanged"
>;

/** Dates that fit the status; the log later moves `lastLogin` forward for those who signed in. */
function history(random: Random, time: number, status: UserStatus): History {
  const ago = (days: number): string => new Date(time - Math.floor(days * DAY)).toISOString();
  const createdDays = 100 + random.next() * 1400;
  const changedDays = random.next() * 40;
  const never = status === "STAGED" || status === "PROVISIONED";
  return {
    status,
    created: ago(createdDays),
    activated: status === "STAGED" ? null : ago(createdDays - 1),
    statusChanged: status === "STAGED" ? null : ago(status === "ACTIVE" ? createdDays - 1 : changedDays),
    lastLogin: never ? null : ago(46 + random.next() * 44),
    lastUpdated: ago(changedDays),
    passwordChanged: never || status === "DEPROVISIONED" ? null : ago(createdDays - 2),
  };
}
