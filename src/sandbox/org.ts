import { Assignments } from "./assignments.js";
import { Collection } from "./collection.js";
import { notFound } from "./errors.js";
import { type IdKind, newId } from "./ids.js";
import { buildEvent, type EventInput } from "./log-event.js";
import type { ProfileSchema } from "./profile-schema.js";
import { createRandom, type Random } from "./random.js";
import type {
  ApplicationRecord,
  Dated,
  GroupRecord,
  LogRecord,
  PolicyRecord,
  RuleRecord,
  SandboxClient,
  UserRecord,
} from "./types.js";

/**
 * The state of the org: what exists, who belongs where, what happened. It knows no HTTP; the routes hold the rules
 * of Okta's API.
 */
export class Org {
  readonly users = new Collection<UserRecord>();
  readonly groups = new Collection<GroupRecord>();
  readonly applications = new Collection<ApplicationRecord>();
  readonly policies = new Collection<PolicyRecord>();
  readonly rules = new Collection<RuleRecord>();
  readonly log = new Collection<LogRecord>();
  readonly clients = new Map<string, SandboxClient>();
  /** Ids of further users with an admin role. */
  readonly admins = new Set<string>();
  /** Chance for everything that happens after seeding: new ids, secrets, request ids. */
  readonly random: Random;
  readonly #logins = new Map<string, UserRecord>();
  readonly #members = new Map<string, Set<string>>();
  readonly #assignments = new Map<string, Assignments>();
  #seq = 0;

  constructor(
    readonly seed: number,
    readonly now: () => Date,
    readonly profileSchema: ProfileSchema,
    /** Accepted as `Authorization: SSWS <token>`. */
    readonly apiToken: string,
  ) {
    this.random = createRandom(seed, "runtime");
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  timestamp(): string {
    return this.now().toISOString();
  }

  /** Marks a change of an object: `lastUpdated` always grows, so that two changes in one millisecond still differ. */
  touch(record: Dated): void {
    record.lastUpdated = this.#later(record.lastUpdated);
  }

  /** Marks a change of a group's members. */
  touchMembers(group: GroupRecord): void {
    group.lastMembershipUpdated = this.#later(group.lastMembershipUpdated);
  }

  #later(than: string): string {
    return new Date(Math.max(this.now().getTime(), Date.parse(than) + 1)).toISOString();
  }

  newId(kind: IdKind): string {
    return newId(kind, this.random);
  }

  /** The administrator whom the API token belongs to. */
  get tokenOwner(): UserRecord {
    const owner = this.users.all[0];
    if (owner === undefined) throw new Error("the sandbox org has no users");
    return owner;
  }

  /** The sandbox knows one administrator, the owner of the API token; `admins` adds to that. */
  isAdmin(userId: string): boolean {
    return userId === this.tokenOwner.id || this.admins.has(userId);
  }

  addUser(user: UserRecord): UserRecord {
    this.#logins.set(loginKey(user), user);
    return this.users.add(user);
  }

  /** Replaces a profile and keeps the index of logins right. */
  setProfile(user: UserRecord, profile: UserRecord["profile"]): void {
    this.#logins.delete(loginKey(user));
    user.profile = profile;
    this.#logins.set(loginKey(user), user);
  }

  userByLogin(login: string): UserRecord | undefined {
    return this.#logins.get(login.toLowerCase());
  }

  /**
   * By id, login, or the short name before the login's `@` where only one user has it.
   * @throws OktaError E0000007
   */
  requireUser(name: string): UserRecord {
    const user = this.users.get(name) ?? this.userByLogin(name) ?? this.#byShortName(name);
    if (user === undefined) throw notFound(name, "User");
    return user;
  }

  #byShortName(name: string): UserRecord | undefined {
    if (name === "" || name.includes("@")) return undefined;
    const prefix = `${name.toLowerCase()}@`;
    const found = [...this.#logins].filter(([login]) => login.startsWith(prefix));
    return found.length === 1 ? found[0]?.[1] : undefined;
  }

  removeUser(user: UserRecord): void {
    this.#logins.delete(loginKey(user));
    this.users.remove(user.id);
    for (const group of this.groups.all) if (this.leave(group, user.id)) this.touchMembers(group);
    for (const { users } of this.#assignments.values()) users.delete(user.id);
  }

  requireGroup(id: string): GroupRecord {
    const group = this.groups.get(id);
    if (group === undefined) throw notFound(id, "UserGroup");
    return group;
  }

  removeGroup(group: GroupRecord): void {
    this.groups.remove(group.id);
    this.#members.delete(group.id);
    for (const { groups } of this.#assignments.values()) groups.delete(group.id);
  }

  /** Everyone is the one group that nobody is added to: every user is in it. */
  isMember(group: GroupRecord, userId: string): boolean {
    return group.type === "BUILT_IN" || this.#members.get(group.id)?.has(userId) === true;
  }

  /** @returns whether it changed anything. */
  join(group: GroupRecord, userId: string): boolean {
    const members = this.#members.get(group.id) ?? new Set();
    this.#members.set(group.id, members);
    if (members.has(userId)) return false;
    members.add(userId);
    return true;
  }

  /** @returns whether it changed anything. */
  leave(group: GroupRecord, userId: string): boolean {
    return this.#members.get(group.id)?.delete(userId) === true;
  }

  groupsOf(userId: string): GroupRecord[] {
    return this.groups.all.filter((group) => this.isMember(group, userId));
  }

  memberCount(group: GroupRecord): number {
    return group.type === "BUILT_IN" ? this.users.size : (this.#members.get(group.id)?.size ?? 0);
  }

  requireApplication(id: string): ApplicationRecord {
    const application = this.applications.get(id);
    if (application === undefined) throw notFound(id, "AppInstance");
    return application;
  }

  removeApplication(application: ApplicationRecord): void {
    this.applications.remove(application.id);
    this.#assignments.delete(application.id);
  }

  assignmentsOf(applicationId: string): Assignments {
    const found = this.#assignments.get(applicationId) ?? new Assignments();
    this.#assignments.set(applicationId, found);
    return found;
  }

  requirePolicy(id: string): PolicyRecord {
    const policy = this.policies.get(id);
    if (policy === undefined) throw notFound(id, "Policy");
    return policy;
  }

  requireRule(policy: PolicyRecord, id: string): RuleRecord {
    const rule = this.rules.get(id);
    if (rule === undefined || rule.policyId !== policy.id) throw notFound(id, "PolicyRule");
    return rule;
  }

  /** Rules of a policy in the order in which Okta evaluates them. */
  rulesOf(policyId: string): RuleRecord[] {
    return this.rules.all
      .filter((rule) => rule.policyId === policyId)
      .sort((a, b) => a.priority - b.priority);
  }

  /** Policies of a type in the order in which Okta evaluates them. */
  policiesOf(type: string): PolicyRecord[] {
    return this.policies.all.filter((policy) => policy.type === type).sort((a, b) => a.priority - b.priority);
  }

  /** Writes a line to the system log; lines come in order of time. */
  record(input: EventInput, random: Random = this.random): LogRecord {
    const event = buildEvent(input, random);
    return this.log.add({ id: String(event.uuid), seq: this.nextSeq(), published: input.published, event });
  }
}

function loginKey(user: UserRecord): string {
  return String(user.profile.login).toLowerCase();
}
