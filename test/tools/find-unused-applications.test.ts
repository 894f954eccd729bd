import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ToolResult } from "../../src/tool/tool.js";
import { findUnusedApplications } from "../../src/tools/find-unused-applications.js";
import {
  ago,
  applicationTarget,
  type CompositeOrg,
  type Json,
  NOW,
  startCompositeOrg,
} from "./composite-org.js";

const tool = findUnusedApplications(() => NOW);

const applications = (result: ToolResult) => result.applications as readonly (Json & { label: string })[];
const labels = (result: ToolResult) => applications(result).map(({ label }) => label);
const named = (result: ToolResult, key: string) => (result[key] as ToolResult | undefined) ?? {};

describe("in an org of a few thousand", () => {
  let org: CompositeOrg;
  beforeAll(async () => {
    org = await startCompositeOrg(tool, { users: 3_000, events: 10_000 });
  }, 30_000);
  afterAll(() => org.close());

  test("finds what nobody used, the most assigned first, then what was used long ago", async () => {
    const result = await org.ok({ days: 30 });
    expect(labels(result)).toEqual([
      "SharePoint Archive",
      "Cafeteria Menu",
      "Field Service Mobile",
      "Travel Portal",
    ]);
    expect(applications(result)[0]).toMatchObject({ last_use: null, users: expect.any(Number), groups: 1 });
    expect(result).toMatchObject({ days: 30, unused: 4, complete: true });
    expect(named(result, "service_applications")).toMatchObject({
      count: 1,
      applications: [{ label: "Reporting Service" }],
    });
  });

  test("its last uses are the log's", async () => {
    for (const { id, last_use } of applications(await org.ok({ days: 30 }))) {
      const last = org.sandbox.org.log.all.findLast(
        ({ event }) =>
          event.eventType === "user.authentication.sso" &&
          (event.target as { id: string }[]).some((target) => target.id === id),
      );
      expect([id, last_use]).toEqual([id, last?.published ?? null]);
    }
  });

  test("counts the users and groups as the org has them, at least so many where there are many", async () => {
    const result = await org.ok({ days: 30 });
    const inOrg = (label: string) => {
      const { sandbox } = org;
      const app = sandbox.org.applications.all.find(({ body }) => body.label === label);
      const { groups } = sandbox.org.assignmentsOf(app?.id ?? "");
      const users = sandbox.org.users.all.filter(
        ({ id, status }) =>
          status !== "DEPROVISIONED" && sandbox.org.groupsOf(id).some((group) => groups.has(group.id)),
      );
      return { users: users.length, groups: groups.size };
    };
    const [archive, menu] = applications(result);
    expect(archive).toMatchObject(inOrg("SharePoint Archive"));
    expect(menu).toMatchObject({ users: 2_000, groups: 1, at_least: true });
    expect(inOrg("Cafeteria Menu").users).toBeGreaterThan(2_000);
  });

  test("of 90 days, only what the whole log does not have", async () => {
    const result = await org.ok();
    expect([result.days, labels(result)]).toEqual([90, ["SharePoint Archive"]]);
    expect(result.note).toMatch(/^last_use null: not used within the 90 days the log keeps\./);
  });

  test("of more days than that, says what the log keeps", async () => {
    const result = await org.ok({ days: 365 });
    expect(labels(result)).toEqual(["SharePoint Archive"]);
    expect(result.note).toMatch(/^365 days were asked for, .* not used within the 90 days the log keeps\./);
  });

  test("deactivated ones only where they are wanted", async () => {
    const result = await org.ok({ include_inactive: true });
    const inactive = applications(result).filter(({ status }) => status === "INACTIVE");
    expect(inactive.map(({ label }) => label).sort()).toEqual([
      "Expense Tool 2015",
      "Old CRM",
      "Print Server",
    ]);
  });

  test("shows no more than asked for, and says so", async () => {
    const result = await org.ok({ days: 30, limit: 1 });
    expect([labels(result), result.unused, result.complete]).toEqual([["SharePoint Archive"], 4, false]);
    expect(result.note).toMatch(/1 of 4 are shown/);
  });

  test("shows how far it is, one step after the other, and ends when it is cancelled", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const outcome = await org.call(
      { days: 30 },
      {
        signal: controller.signal,
        progress({ done }) {
          seen.push(done);
          if (done === 3) controller.abort();
        },
      },
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(seen).toEqual([1, 2, 3]);
  });

  test("a failure while it counts leaves the counts out, not the applications", async () => {
    org.sandbox.faults.add({
      path: "/api/v1/apps/{appId}/users",
      fault: { kind: "rate_limit", resetIn: 3600 },
    });
    const result = await org.ok({ days: 30 });
    org.sandbox.faults.clear();
    expect(labels(result)).toHaveLength(4);
    expect(applications(result).some((each) => "users" in each)).toBe(false);
    expect([result.complete, result.note]).toEqual([
      false,
      expect.stringMatching(/Not all assignments are counted\. Stopped early by rate_limited: /),
    ]);
  });

  test("a log that does not answer at all is an error", async () => {
    org.sandbox.faults.add({ path: "/api/v1/logs", fault: { kind: "html" } });
    expect(await org.call()).toMatchObject({ ok: false, error: { code: "unexpected_response" } });
    org.sandbox.faults.clear();
  });

  test("a failure while the log is read judges nothing that was not looked for", async () => {
    org.sandbox.faults.add({ path: "/api/v1/logs", skip: 1, fault: { kind: "rate_limit", resetIn: 3600 } });
    const result = await org.ok({ days: 30 });
    org.sandbox.faults.clear();
    expect([labels(result), result.complete]).toEqual([[], false]);
    expect(named(result, "not_judged")).toMatchObject({ count: 4 });
    expect(result.note).toMatch(/Of not_judged the last use is not known\. Stopped early by rate_limited: /);
  });

  test.each([
    [{ days: 0 }, "days"],
    [{ limit: 101 }, "limit"],
    [{ status: "ACTIVE" }, "status"],
  ])("%j is refused", async (input, field) => {
    expect(await org.call(input)).toMatchObject({ error: { code: "arguments_invalid", field } });
  });
});

describe("with many applications", () => {
  let org: CompositeOrg;
  const APPLICATIONS = 300;
  /** Every third is used again and again, every third seldom, every third not at all. */
  const kindOf = (index: number) => (["daily", "seldom", "never"] as const)[index % 3] ?? "never";
  const idOf = (index: number) => `0oaMany${String(index).padStart(13, "0")}`;

  beforeAll(async () => {
    // More calls than a minute's limit of an org allows.
    org = await startCompositeOrg(tool, { users: 10, events: 0, rateLimit: { perMinute: 10_000 } });
    const { sandbox } = org;
    const [pattern] = sandbox.org.applications.all.filter(({ body }) => body.label === "Salesforce");
    if (!pattern) throw new Error("no pattern");
    for (const each of [...sandbox.org.applications.all]) sandbox.org.removeApplication(each);
    for (let index = 0; index < APPLICATIONS; index++) {
      const body = { ...pattern.body, label: `App ${index}` };
      const created = index === 2 ? ago(10) : ago(400);
      sandbox.org.applications.add({
        ...pattern,
        id: idOf(index),
        seq: sandbox.org.nextSeq(),
        body,
        created,
      });
    }
    const use = (index: number, published: string, result: "SUCCESS" | "FAILURE" = "SUCCESS") =>
      org.record({
        eventType: "user.authentication.sso",
        result,
        published,
        targets: [applicationTarget(idOf(index))],
      });
    // More than a page of one application before the rest of its batch, and tries that failed.
    for (let count = 0; count < 1_100; count++) use(4, ago(60 - count / 1_000));
    for (let index = 1; index < APPLICATIONS; index += 3) if (index !== 4) use(index, ago(50 - index / 100));
    for (let index = 2; index < APPLICATIONS; index += 3) use(index, ago(40 - index / 1_000), "FAILURE");
    for (let count = 0; count < 32; count++)
      for (let index = 0; index < APPLICATIONS; index += 3) use(index, ago(20 - count / 2));
  }, 30_000);
  afterAll(() => org.close());

  test("each is judged, in fewer requests to the log than there are applications", async () => {
    const before = org.sandbox.requests.length;
    const result = await org.ok({ days: 30, limit: 100 });
    const logs = org.sandbox.requests.slice(before).filter(({ path }) => path.startsWith("/api/v1/logs"));
    expect(logs.length).toBeLessThan(40);
    const unused = Array.from({ length: APPLICATIONS }, (_, index) => index).filter(
      (index) => kindOf(index) !== "daily" && index !== 2,
    );
    expect(result).toMatchObject({ checked: APPLICATIONS, unused: unused.length, complete: false });
    expect(named(result, "new_applications")).toMatchObject({ count: 1, applications: [{ label: "App 2" }] });
    const shown = applications(result);
    expect(shown.map(({ last_use }) => last_use)).toEqual([...Array(99).fill(null), ago(60 - 1_099 / 1_000)]);
    expect(JSON.stringify(result).length).toBeLessThan(40_000);
  });

  test("an application that is deleted meanwhile is left out", async () => {
    const gone = idOf(5);
    let done = false;
    const result = await org.ok(
      { days: 30, limit: 100 },
      {
        progress({ message }) {
          if (done || message !== "log read") return;
          done = true;
          org.sandbox.org.removeApplication(org.sandbox.org.requireApplication(gone));
        },
      },
    );
    expect(applications(result).map(({ id }) => id)).not.toContain(gone);
    expect(applications(result)).toHaveLength(99);
  });

  test("where the log stops answering, what was told until then is told, the rest is not judged", async () => {
    org.sandbox.faults.add({ path: "/api/v1/logs", skip: 6, fault: { kind: "rate_limit", resetIn: 3600 } });
    const result = await org.ok({ days: 30, limit: 20 });
    org.sandbox.faults.clear();
    const { count } = named(result, "not_judged") as { count: number };
    expect(count).toBeGreaterThan(0);
    expect(result).toMatchObject({ checked: org.sandbox.org.applications.size - count, complete: false });
    expect(result.unused).toBeGreaterThan(0);
    const called = applications(result).map(({ label }) => kindOf(Number(label.slice("App ".length))));
    expect(called).not.toContain("daily");
  });
});
