import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogTarget } from "../../src/sandbox/log-event.js";
import { createRandom } from "../../src/sandbox/random.js";
import { strangerOrigin } from "../../src/sandbox/seed/places.js";
import type { ToolResult } from "../../src/tool/tool.js";
import { getLoginFailures } from "../../src/tools/get-login-failures.js";
import { ago, applicationTarget, type CompositeOrg, DAY, NOW, startCompositeOrg } from "./composite-org.js";

const tool = getLoginFailures({ now: () => NOW });
const GROUPINGS = ["by_reason", "by_user", "by_ip", "by_hour"] as const;
type Groups = readonly Readonly<Record<string, unknown> & { count: number }>[];

const groups = (result: ToolResult, by: string) => result[by] as Groups;
const sumOf = (result: ToolResult, by: string) =>
  groups(result, by).reduce((sum, { count }) => sum + count, 0);

describe("of a large log", () => {
  let org: CompositeOrg;
  beforeAll(async () => {
    org = await startCompositeOrg(tool, { users: 300, events: 20_000 });
  }, 30_000);
  afterAll(() => org.close());

  /** What the org itself would count. */
  const failures = (from: string) =>
    org.sandbox.org.log.all.filter(({ published, event }) => {
      const { eventType, outcome } = event as { eventType: string; outcome: { result: string } };
      const isStep = /^user\.session\.start$|^user\.authentication\.|^policy\.evaluate_sign_on$/.test(
        eventType,
      );
      const isDenial = /deny_access|unauth_app_access|deny_push|^user\.account\.lock$/.test(eventType);
      const failed = outcome.result === "FAILURE" || outcome.result === "DENY";
      return published >= from && ((isStep && failed) || isDenial);
    });

  test("all events are counted, several in a request as one attempt", async () => {
    const result = await org.ok({ since: ago(45) });
    const expected = failures(ago(45));
    const requests = new Set(expected.map(({ event }) => (event.transaction as { id: string }).id));
    expect(expected.length).toBeGreaterThan(2_500);
    expect(result).toMatchObject({
      window: { since: ago(45), until: ago(0) },
      events_read: expected.length,
      total: requests.size,
      complete: true,
    });
    expect(requests.size).toBeLessThan(expected.length);
    for (const by of GROUPINGS) expect([by, sumOf(result, by)]).toEqual([by, result.total]);
    expect(JSON.stringify(result).length).toBeLessThan(8_000);
  });

  test("without a window, the last day's", async () => {
    const result = await org.ok();
    expect(result.window).toEqual({ since: ago(1), until: ago(0) });
    expect(result.events_read).toBe(failures(ago(1)).length);
    const hours = groups(result, "by_hour").map(({ hour }) => hour);
    expect(hours).toEqual([...hours].sort());
  });

  test("of one user, by id and by login in any case", async () => {
    const [busiest] = groups(await org.ok({ since: ago(45) }), "by_user");
    const byId = await org.ok({ since: ago(45), user: busiest?.id });
    const byLogin = await org.ok({ since: ago(45), user: String(busiest?.user).toUpperCase() });
    expect(byId.by_user).toEqual([busiest]);
    expect([byId.total, byLogin.total]).toEqual([busiest?.count, busiest?.count]);
  });

  test("from one address", async () => {
    const [busiest] = groups(await org.ok({ since: ago(45) }), "by_ip");
    const result = await org.ok({ since: ago(45), ip: busiest?.ip });
    expect(result.by_ip).toEqual([busiest]);
  });

  test("at one application, by id and by label", async () => {
    const app = org.sandbox.org.applications.all.find(({ body }) => body.label === "Salesforce");
    const byId = await org.ok({ since: ago(45), application: app?.id });
    expect(byId.total).toBeGreaterThan(0);
    expect((byId.events as { application: string }[]).map(({ application }) => application)).toEqual(
      Array(8).fill("Salesforce"),
    );
    expect((await org.ok({ since: ago(45), application: "Salesforce" })).total).toBe(byId.total);
  });

  test("tells which kinds there are, a denial that Okta notes as a success among them", async () => {
    const result = await org.ok({ since: ago(45) });
    expect(
      groups(result, "by_reason")
        .map(({ reason, event_type }) => `${event_type} ${reason}`)
        .sort(),
    ).toEqual([
      "app.generic.unauth_app_access_attempt User attempted unauthorized access to app",
      "application.policy.sign_on.deny_access Deny user access due to app sign on policy",
      "policy.evaluate_sign_on Sign-on policy evaluation resulted in DENY",
      "user.authentication.auth_via_mfa INVALID_CREDENTIALS",
      "user.mfa.okta_verify.deny_push User rejected Okta push verify",
      "user.session.start INVALID_CREDENTIALS",
      "user.session.start LOCKED_OUT",
      "user.session.start VERIFICATION_ERROR",
    ]);
    expect(result.lockouts).toBe(
      org.sandbox.org.log.all.filter(({ event }) => event.eventType === "user.account.lock").length,
    );
  });

  test("as far as the cap goes, the newest, and from when on", async () => {
    const capped = getLoginFailures({ now: () => NOW, maxEvents: 300 });
    const small = await startCompositeOrg(capped, { users: 300, events: 5_000 });
    const result = await small.ok({ since: ago(45) });
    await small.close();
    expect(result).toMatchObject({ complete: false });
    expect(result.events_read).toBeGreaterThan(290);
    const [, from, since] =
      /what was since (\S+)\. For the rest call again with since=(\S+) and until=\1 and the other arguments unchanged,/.exec(
        String(result.note),
      ) ?? [];
    expect(since).toBe(ago(45));
    const counted = small.sandbox.org.log.all.filter(({ published }) => published >= String(from));
    expect(counted.length).toBeGreaterThan(300);
    for (const by of GROUPINGS) expect([by, sumOf(result, by)]).toEqual([by, result.total]);
  });

  test("beyond the log's 90 days says what is gone", async () => {
    const result = await org.ok({ since: ago(200) });
    expect(result).toMatchObject({ window: { since: ago(90), until: ago(0) }, complete: false });
    expect(result.note).toBe(`Okta's log keeps 90 days: what was before ${ago(90)} is not counted.`);
  });

  test("shows how far it is, and ends when it is cancelled", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const before = org.sandbox.requests.length;
    const outcome = await org.call(
      { since: ago(45) },
      {
        signal: controller.signal,
        progress({ done }) {
          seen.push(done);
          if (seen.length === 2) controller.abort();
        },
      },
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(seen).toHaveLength(2);
    expect(org.sandbox.requests.length - before).toBeLessThan(10);
  });

  test("that does not answer at all is an error", async () => {
    org.sandbox.faults.add({ path: "/api/v1/logs", fault: { kind: "html" } });
    expect(await org.call()).toMatchObject({ ok: false, error: { code: "unexpected_response" } });
    org.sandbox.faults.clear();
  });

  test("that stops answering tells what was counted until then, and why no more", async () => {
    org.sandbox.faults.add({ path: "/api/v1/logs", skip: 3, fault: { kind: "rate_limit", resetIn: 3600 } });
    const result = await org.ok({ since: ago(45) });
    org.sandbox.faults.clear();
    expect(result.complete).toBe(false);
    expect(result.events_read).toBeGreaterThan(500);
    expect(result.events_read).toBeLessThan(failures(ago(45)).length);
    expect(result.note).toMatch(/^Stopped early by rate_limited: .* Counted is what was since 2026-/);
    for (const by of GROUPINGS) expect([by, sumOf(result, by)]).toEqual([by, result.total]);
  });
});

describe("of a few events", () => {
  let org: CompositeOrg;
  const at = (minute: number) => new Date(NOW - DAY / 2 + minute * 60_000).toISOString();
  const origin = strangerOrigin(createRandom(1, "one"));
  const jane = { id: "00uJaneSmith12345678", type: "User", displayName: "Jane Smith" } as const;
  const hostile = 'o"brien" or eventType pr or actor.displayName eq "x';
  const asTarget = (login: string): LogTarget => ({ ...jane, alternateId: login });

  beforeAll(async () => {
    org = await startCompositeOrg(tool, { users: 2, events: 0 });
    const denied = { result: "DENY", reason: "Blocked", eventType: "policy.evaluate_sign_on" } as const;
    const wrong = {
      result: "FAILURE",
      reason: "INVALID_CREDENTIALS",
      eventType: "user.session.start",
      origin,
    } as const;
    const actor = { ...jane, alternateId: "jane@example.com" };
    org.record({ ...wrong, published: at(0), actor });
    org.record({ ...wrong, published: at(1), actor, requestId: "one" });
    org.record({
      ...wrong,
      eventType: "user.account.lock",
      reason: "LOCKED",
      published: at(1),
      actor,
      requestId: "one",
    });
    org.record({
      ...denied,
      published: at(2),
      actor,
      targets: [
        { id: "0prRule", type: "Rule", alternateId: "unknown", displayName: "Nobody from abroad" },
        applicationTarget("0oaPayroll1234567890", "Payroll"),
      ],
      requestId: "two",
    });
    // The same request in Okta's own name, with the user as a target.
    org.record({
      eventType: "application.policy.sign_on.deny_access",
      published: at(2),
      actor: {
        id: "00uSystem",
        type: "SystemPrincipal",
        alternateId: "system@okta.com",
        displayName: "Okta",
      },
      targets: [applicationTarget("0oaGlobal12345678901", "Payroll"), asTarget("jane@example.com")],
      requestId: "two",
    });
    org.record({ ...wrong, published: at(3), actor: { ...jane, id: "unknown", alternateId: hostile } });
    org.record({ eventType: "user.authentication.slo", result: "FAILURE", published: at(4), actor });
    org.record({ eventType: "user.session.start", result: "SUCCESS", published: at(5), actor });
    org.record({ ...denied, result: "CHALLENGE", published: at(6), actor });
  });
  afterAll(() => org.close());

  test("a lock belongs to the attempt that brought it, a policy's no is told once", async () => {
    const result = await org.ok({ user: jane.id });
    expect(result).toMatchObject({ total: 3, lockouts: 1, events_read: 5, complete: true });
    expect(result.by_user).toEqual([{ user: "jane@example.com", id: jane.id, count: 3, ips: 2 }]);
    expect(result.events).toEqual([
      expect.objectContaining({
        event_type: "policy.evaluate_sign_on",
        reason: "Blocked",
        application: "Payroll",
        policy_rule: "Nobody from abroad",
      }),
      expect.objectContaining({ event_type: "user.session.start", locked: true, time: at(1) }),
      expect.objectContaining({ event_type: "user.session.start", time: at(0) }),
    ]);
  });

  test("signing out, a success and a challenge are no failures", async () => {
    expect(await org.ok()).toMatchObject({ total: 4, events_read: 6 });
  });

  test("a login with quotes stays a value of the filter", async () => {
    const result = await org.ok({ user: hostile });
    expect(result).toMatchObject({ total: 1, by_user: [{ user: hostile, count: 1 }] });
  });

  test.each<[object, RegExp]>([
    [{ user: "nobody" }, /whole login or id/],
    [{ application: "Pay" }, /whole label or id/],
  ])("nothing found for %j says how it is compared", async (input, note) => {
    expect(await org.ok({ ...input })).toMatchObject({
      total: 0,
      events: [],
      complete: true,
      note: expect.stringMatching(note),
    });
  });

  test.each<[object, string]>([
    [{ ip: '10.0.0.1" or eventType pr' }, "ip"],
    [{ ip: "300.1.1.1" }, "ip"],
    [{ since: "yesterday" }, "since"],
    [{ since: ago(1), until: ago(2) }, "since"],
    [{ until: ago(91) }, "until"],
    [{ user: "" }, "user"],
    [{ limit: 5 }, "limit"],
  ])("%j is refused before anything is sent", async (input, field) => {
    const before = org.sandbox.requests.length;
    expect(await org.call({ ...input })).toMatchObject({
      ok: false,
      error: { code: "arguments_invalid", field },
    });
    expect(org.sandbox.requests.length).toBe(before);
  });
});
