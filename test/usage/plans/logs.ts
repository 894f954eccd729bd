import { expect } from "vitest";
import type { Org } from "../../../src/sandbox/index.js";
import { user } from "../objects.js";
import { daysBefore, midnight } from "../steps.js";
import type { Item, Usages } from "../usage.js";

/** Events of the log since an instant, oldest first. */
function events(org: Org, since: string, type: RegExp): readonly Event[] {
  return org.log.all
    .filter(({ published, event }) => published >= since && type.test(String(event.eventType)))
    .map(({ event }) => event as unknown as Event);
}

const SIGN_IN =
  /^(user\.(session\.start|authentication|mfa|account\.lock)|policy\.evaluate|app\.generic|application\.policy)/;

interface Event {
  readonly eventType: string;
  readonly transaction: { readonly id: string };
  readonly actor: { readonly id: string; readonly alternateId: string };
  readonly outcome: { readonly result: string; readonly reason?: string };
  readonly target: readonly { readonly type: string; readonly alternateId: string }[];
  readonly published: string;
}

interface Counted extends Item {
  readonly count: number;
}

/** Logins of the users that an event is about. */
const usersIn = ({ target }: Event) =>
  target.filter(({ type }) => type === "User").map(({ alternateId }) => alternateId);

const first = (told: unknown) => (told as readonly Counted[])[0];

export const logs: Usages = {
  get_logs: [
    {
      sentence: "Who has been added to a group since yesterday?",
      async plan({ call, now }) {
        const { items } = await call("get_logs", {
          since: midnight(daysBefore(now, 1)),
          filter: 'eventType eq "group.user_membership.add"',
          fields: ["published", "target[].type", "target[].alternateId", "target[].displayName"],
        });
        return (items as readonly unknown[] as readonly Event[]).flatMap(usersIn);
      },
      check(told, { org }) {
        const since = midnight(daysBefore(org.timestamp(), 1));
        expect(told).toEqual(events(org, since, /^group\.user_membership\.add$/).flatMap(usersIn));
        expect(told).not.toEqual([]);
      },
    },
    {
      sentence: "Which changes of policies and their rules were there in the last two weeks, and by whom?",
      async plan({ call, now }) {
        const { items } = await call("get_logs", {
          since: daysBefore(now, 14),
          filter: 'eventType sw "policy.rule." or eventType sw "policy.lifecycle."',
          fields: ["published", "eventType", "actor.alternateId", "target[].displayName"],
        });
        return items.map(({ actor }) => (actor as { alternateId: string }).alternateId);
      },
      check(told, { org }) {
        const changes = events(org, daysBefore(org.timestamp(), 14), /^policy\.(rule|lifecycle)\./);
        expect(told).toEqual(changes.map(({ actor }) => actor.alternateId));
        expect(told).toContain("avery.morgan@example.com");
      },
    },
    {
      sentence: "When and from where has jane.smith@example.com signed in this month?",
      async plan({ call, now }) {
        const isHers = 'actor.alternateId eq "jane.smith@example.com"';
        const { items } = await call("get_logs", {
          since: `${now.slice(0, 8)}01T00:00:00.000Z`,
          filter: `${isHers} and eventType eq "user.session.start" and outcome.result eq "SUCCESS"`,
          fields: ["published", "client.ipAddress", "client.geographicalContext.city"],
        });
        return items.map(({ published }) => published);
      },
      check(told, { org }) {
        const { id } = user(org, "Jane Smith");
        const hers = events(org, "2026-05-01", /^user\.session\.start$/).filter(
          ({ actor, outcome }) => actor.id === id && outcome.result === "SUCCESS",
        );
        expect(told).toEqual(hers.map(({ published }) => published));
        expect(told).not.toEqual([]);
      },
    },
  ],
  get_login_failures: [
    {
      sentence: "Find failed logins from the past 24 hours",
      most: { calls: 1, tokens: 2_000, because: "its groups and events answer what is asked next as well" },
      async plan({ call }) {
        return (await call("get_login_failures")).total;
      },
      check(told, { org }) {
        const failed = events(org, daysBefore(org.timestamp(), 1), SIGN_IN).filter(
          ({ eventType, outcome }) => outcome.result !== "SUCCESS" || eventType.endsWith("deny_access"),
        );
        // What one request leaves behind is one attempt.
        expect(told).toBe(new Set(failed.map(({ transaction }) => transaction.id)).size);
        expect(told).toBeGreaterThan(10);
      },
    },
    {
      sentence: "Why can emma.fernandez@example.com not sign in? Look at the last week",
      async plan({ call, now }) {
        const args = { user: "emma.fernandez@example.com", since: daysBefore(now, 7) };
        const { by_reason, lockouts } = await call("get_login_failures", args);
        return { reason: first(by_reason)?.reason, lockouts };
      },
      check(told, { org }) {
        const { id } = user(org, "Emma Fernandez");
        const locks = events(org, daysBefore(org.timestamp(), 7), /^user\.account\.lock$/);
        const lockouts = locks.filter(({ actor }) => actor.id === id).length;
        expect(told).toEqual({ reason: "INVALID_CREDENTIALS", lockouts });
      },
    },
    {
      sentence: "Was anybody kept out of the Company Handbook in the last seven days?",
      async plan({ call, now }) {
        const args = { application: "Company Handbook", since: daysBefore(now, 7) };
        return (await call("get_login_failures", args)).total;
      },
      check(told, { org }) {
        const denied = events(
          org,
          daysBefore(org.timestamp(), 7),
          /^(policy\.evaluate|app\.generic|application\.policy)/,
        );
        const there = denied.filter(({ target }) =>
          target.some((each) => each.alternateId === "Company Handbook"),
        );
        expect(told).toBe(there.length);
        expect(told).toBeGreaterThan(0);
      },
    },
  ],
};
