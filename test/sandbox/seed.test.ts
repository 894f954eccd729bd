import { describe, expect, it } from "vitest";
import { seedOrg } from "../../src/sandbox/seed/index.js";

const NOW = "2026-05-20T12:00:00.000Z";
const make = (options: { seed?: number; users?: number; now?: string } = {}) =>
  seedOrg({
    seed: options.seed ?? 1,
    users: options.users ?? 120,
    events: 2000,
    now: () => new Date(options.now ?? NOW),
  });
const state = (org: ReturnType<typeof make>) =>
  JSON.stringify([
    org.apiToken,
    org.profileSchema,
    org.users.all,
    org.groups.all.map((group) => [
      group,
      org.users.all.filter((user) => org.isMember(group, user.id)).length,
    ]),
    org.applications.all,
    org.policies.all,
    org.rules.all,
    org.log.all,
  ]);
type Event = {
  eventType: string;
  outcome: { result: string; reason?: string };
  target: { id: string; type: string }[];
};
const events = (org: ReturnType<typeof make>) =>
  org.log.all.map((record) => ({
    published: Date.parse(record.published),
    event: record.event as unknown as Event,
  }));

describe("the same seed and time", () => {
  it("give the same org", () => {
    expect(state(make())).toBe(state(make()));
  });

  it("another seed another one", () => {
    expect(state(make({ seed: 2 }))).not.toBe(state(make()));
  });

  it("more users leave applications and the first people as they were", () => {
    const [small, large] = [make(), make({ users: 500 })];
    expect(large.applications.all.map(({ id, body }) => [id, body])).toEqual(
      small.applications.all.map(({ id, body }) => [id, body]),
    );
    expect(large.users.all.slice(0, 120).map((user) => user.profile)).toEqual(
      small.users.all.map((user) => user.profile),
    );
  });
});

describe("the org", () => {
  const org = make();

  it("has the promised numbers", () => {
    expect([org.users.size, org.groups.size, org.applications.size, org.log.size]).toEqual([
      120, 20, 15, 2000,
    ]);
    expect(make({ users: 3000 }).users.size).toBe(3000);
  });

  it("has users of every status and several departments, some with custom attributes", () => {
    const count = (key: (user: (typeof org.users.all)[number]) => unknown) =>
      new Set(org.users.all.map(key)).size;
    expect(count((user) => user.status)).toBe(8);
    expect(count((user) => user.profile.department)).toBe(10);
    const badges = org.users.all.filter((user) => user.profile.badgeNumber !== undefined).length;
    expect([badges > 20, badges < 100]).toEqual([true, true]);
  });

  it("has unique logins and ids of Okta's shape", () => {
    expect(new Set(make({ users: 5000 }).users.all.map((user) => user.profile.login)).size).toBe(5000);
    const ids = [org.users, org.groups, org.applications, org.policies, org.rules].flatMap((all) =>
      all.all.map((each) => each.id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^(00u|00g|0oa|00p|0pr)[A-Za-z0-9]{17}$/.test(id))).toEqual([]);
  });

  it("has a manager for everybody who is not a head of department or known by name", () => {
    for (const user of org.users.all.slice(12)) {
      expect(org.users.get(String(user.profile.managerId))?.profile.department).toBe(user.profile.department);
    }
  });

  it("has users whose last sign-in is what the log says", () => {
    for (const user of org.users.all) {
      const last = org.log.all.findLast(
        ({ event }) =>
          (event as { actor: { id: string } }).actor.id === user.id &&
          event.eventType === "user.session.start" &&
          (event as unknown as Event).outcome.result === "SUCCESS",
      );
      if (last !== undefined) expect(user.lastLogin).toBe(last.published);
    }
  });

  it("tells all reasons of failed and denied sign-ins over 45 days", () => {
    const all = events(org);
    const told = new Set(
      all.map(({ event }) =>
        `${event.eventType} ${event.outcome.result} ${event.outcome.reason ?? ""}`.trim(),
      ),
    );
    for (const line of [
      "user.session.start SUCCESS",
      "user.session.start FAILURE INVALID_CREDENTIALS",
      "user.session.start FAILURE LOCKED_OUT",
      "user.session.start FAILURE VERIFICATION_ERROR",
      "user.account.lock FAILURE LOCKED_OUT",
      "user.authentication.auth_via_mfa FAILURE INVALID_CREDENTIALS",
      "user.mfa.okta_verify.deny_push FAILURE",
      "app.generic.unauth_app_access_attempt FAILURE",
      "application.policy.sign_on.deny_access SUCCESS",
      "user.authentication.sso SUCCESS",
      "group.user_membership.add SUCCESS",
    ]) {
      expect(told).toContain(line);
    }
    expect([...told].some((line) => line.startsWith("policy.evaluate_sign_on DENY"))).toBe(true);
    const span = (Date.parse(NOW) - (all[0]?.published ?? 0)) / 86_400_000;
    expect([span > 40, span <= 45.01]).toEqual([true, true]);
    expect(all.every(({ published }, index) => published >= (all[index - 1]?.published ?? 0))).toBe(true);
  });

  it("has active applications that nobody used in the last 30 days, some used before that", () => {
    const uses = (id: string, from: number) =>
      events(org).filter(
        ({ published, event }) =>
          published >= from &&
          event.eventType === "user.authentication.sso" &&
          event.target.some((target) => target.id === id),
      ).length;
    const monthAgo = Date.parse(NOW) - 30 * 86_400_000;
    const unused = org.applications.all.filter(
      (app) => app.status === "ACTIVE" && uses(app.id, monthAgo) === 0,
    );
    expect(unused.map((app) => app.body.label)).toEqual([
      "Field Service Mobile",
      "Reporting Service",
      "Cafeteria Menu",
      "Travel Portal",
      "SharePoint Archive",
    ]);
    expect(unused.filter((app) => uses(app.id, 0) > 0)).toHaveLength(3);
  });
});

it.each([NOW, "2024-02-29T00:00:10.000Z", "2026-12-31T23:59:59.999Z", "2030-07-01T04:30:00.000Z"])(
  "at %s the last day has failed sign-ins",
  (now) => {
    const end = Date.parse(now);
    for (const seed of [1, 2, 3]) {
      const failed = events(make({ now, seed })).filter(
        ({ published, event }) =>
          published > end - 86_400_000 &&
          published <= end &&
          event.eventType === "user.session.start" &&
          event.outcome.result === "FAILURE",
      );
      expect(failed.length).toBeGreaterThanOrEqual(12);
    }
  },
);
