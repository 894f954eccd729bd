import fc from "fast-check";
import { expect, test } from "vitest";
import { tell } from "../../../src/tools/login-failures/answer.js";
import { Attempts } from "../../../src/tools/login-failures/attempts.js";

const text = fc.oneof(
  fc.constantFrom("unknown", "", "others", "a", "b"),
  fc.string({ maxLength: 300, unit: "grapheme" }),
);
const eventType = fc.constantFrom(
  "user.session.start",
  "user.authentication.auth_via_mfa",
  "user.authentication.sso",
  "user.authentication.slo",
  "policy.evaluate_sign_on",
  "application.policy.sign_on.deny_access",
  "app.generic.unauth_app_access_attempt",
  "user.mfa.okta_verify.deny_push",
  "user.account.lock",
  "user.something.new",
);
const party = fc.record(
  {
    id: text,
    type: fc.constantFrom("User", "AppInstance", "SystemPrincipal", "PolicyRule"),
    alternateId: text,
    displayName: text,
  },
  { requiredKeys: [] },
);
const time = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2026-03-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const event = fc.record(
  {
    uuid: fc.uuid(),
    published: time,
    eventType,
    outcome: fc.record({ result: text, reason: text }, { requiredKeys: [] }),
    actor: party,
    target: fc.oneof(fc.array(party, { maxLength: 3 }), fc.constant(null)),
    client: fc.record({ ipAddress: fc.oneof(fc.ipV4(), fc.constant(null)) }, { requiredKeys: [] }),
    transaction: fc.record({ id: fc.integer({ min: 0, max: 200 }).map(String) }, { requiredKeys: [] }),
  },
  { requiredKeys: ["uuid", "published", "eventType"] },
);
const log = fc.array(event, { maxLength: 300, size: "max" });

type Counted = readonly { count: number }[];
const sum = (groups: unknown) => (groups as Counted).reduce((all, { count }) => all + count, 0);

function toldOf(events: readonly object[]) {
  const attempts = new Attempts();
  for (const each of events) attempts.add({ ...each });
  return tell(attempts.all);
}

test("the counts of each grouping add up to the total, whatever the log holds", () => {
  fc.assert(
    fc.property(log, (events) => {
      const told = toldOf(events);
      for (const by of ["by_reason", "by_user", "by_ip", "by_hour"]) {
        expect([by, sum(told[by])]).toEqual([by, told.total]);
      }
    }),
  );
});

test("there are as many attempts as requests that failed to sign somebody in", () => {
  fc.assert(
    fc.property(log, (events) => {
      const signIns = events.filter((each) => each.eventType !== "user.authentication.slo");
      const requests = new Set(signIns.map((each) => each.transaction?.id ?? each.uuid));
      expect(toldOf(events).total).toBe(requests.size);
    }),
  );
});

test("the answer stays small, and its events are some of the log, newest first where the log is", () => {
  fc.assert(
    fc.property(log, (events) => {
      const newestFirst = events.toSorted((one, other) => (one.published < other.published ? 1 : -1));
      const told = toldOf(newestFirst);
      expect(JSON.stringify(told).length).toBeLessThan(20_000);
      const shown = told.events as readonly { uuid: string }[];
      const uuids = newestFirst.map(({ uuid }) => uuid);
      expect(shown.length).toBe(Math.min(8, Number(told.total)));
      expect(shown.every(({ uuid }) => uuids.includes(uuid))).toBe(true);
    }),
  );
});
