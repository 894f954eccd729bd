import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { allPages, ask, errorOf, things } from "./client.js";

const NOW = new Date("2026-05-20T12:00:00.000Z");
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY).toISOString();

let sandbox: Sandbox;
let clock = NOW;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => clock });
});
afterAll(() => sandbox.close());

const LOGS = "/api/v1/logs";
const get = (query: Record<string, string>) => ask(sandbox, "GET", LOGS, { query });
const seeded = (from: string, to: string) =>
  sandbox.org.log.all.filter((record) => record.published >= from && record.published < to).length;

describe("bounded queries", () => {
  it.each(["ASCENDING", "DESCENDING"])(
    "%s: every event of the window once, then the end",
    async (sortOrder) => {
      const events = await allPages(sandbox, LOGS, { since: ago(10), until: ago(0), limit: "90", sortOrder });
      const times = events.map((event) => String(event.published));
      expect(events.length).toBe(seeded(ago(10), ago(0)));
      expect(new Set(events.map((event) => event.uuid)).size).toBe(events.length);
      const sorted = [...times].sort();
      expect(times).toEqual(sortOrder === "ASCENDING" ? sorted : sorted.reverse());
    },
  );

  it("windows that meet share no event", async () => {
    const [older, newer] = [
      await allPages(sandbox, LOGS, { since: ago(4), until: ago(2), limit: "1000" }),
      await allPages(sandbox, LOGS, { since: ago(2), until: ago(0), limit: "1000" }),
    ];
    expect(older.length + newer.length).toBe(seeded(ago(4), ago(0)));
  });

  it("begin seven days before the end", async () => {
    const reply = await get({ until: ago(20), limit: "1000" });
    expect(things(reply).length).toBe(seeded(ago(27), ago(20)));
  });
});

describe("polling", () => {
  it("always leads on, and to what happens later", async () => {
    let reply = await get({ since: ago(0), limit: "10" });
    expect(things(reply)).toEqual([]);
    reply = await ask(sandbox, "GET", reply.next ?? "");
    expect([things(reply), reply.next !== undefined]).toEqual([[], true]);
    clock = new Date(NOW.getTime() + 1000);
    await ask(sandbox, "POST", "/api/v1/groups", { body: { profile: { name: "Later" } } });
    reply = await ask(sandbox, "GET", reply.next ?? "");
    expect(things(reply).map((event) => event.eventType)).toEqual(["group.lifecycle.create"]);
    expect(things(await ask(sandbox, "GET", reply.next ?? ""))).toEqual([]);
    clock = NOW;
  });
});

describe("filters", () => {
  it.each([
    [
      'eventType eq "user.session.start" and outcome.result eq "FAILURE"',
      (event: Event) => event.eventType === "user.session.start" && event.outcome.result === "FAILURE",
    ],
    [
      'outcome.reason eq "LOCKED_OUT" and not (eventType eq "user.account.lock")',
      (event: Event) => event.outcome.reason === "LOCKED_OUT" && event.eventType === "user.session.start",
    ],
    [
      'eventType sw "group." or eventType ew ".update"',
      (event: Event) => event.eventType.startsWith("group.") || event.eventType.endsWith(".update"),
    ],
    [
      'target.type eq "AppInstance" and actor.alternateId co "smith"',
      (event: Event) =>
        event.eventType === "user.authentication.sso" || event.eventType === "policy.evaluate_sign_on",
    ],
  ])("%s", async (filter, fits) => {
    const events = things(
      await get({ filter, since: ago(45), until: ago(0), limit: "1000" }),
    ) as unknown as Event[];
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter((event) => !fits(event))).toEqual([]);
  });
  interface Event {
    eventType: string;
    outcome: { result: string; reason?: string };
  }

  it("q wants all its words, in any case", async () => {
    const events = things(await get({ q: "iceland INVALID_credentials", since: ago(45), limit: "1000" }));
    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(JSON.stringify(event)).toMatch(/INVALID_CREDENTIALS.*Iceland|Iceland.*INVALID_CREDENTIALS/);
  });
});

describe("refusals", () => {
  it.each([
    [{ since: "yesterday" }, "E0000030"],
    [{ until: "2026-13-45T00:00:00Z" }, "E0000030"],
    [{ since: ago(1), until: ago(2) }, "E0000001"],
    [{ sortOrder: "SIDEWAYS" }, "E0000001"],
    [{ filter: "eventType" }, "E0000031"],
    [{ q: "a b c d e f g h i j k" }, "E0000001"],
    [{ q: "x".repeat(41) }, "E0000001"],
    [{ after: "nonsense" }, "E0000029"],
  ])("%j: %s", async (query, code) => {
    expect(errorOf(await get(query as unknown as Record<string, string>))).toMatchObject({
      status: 400,
      code,
    });
  });
});
