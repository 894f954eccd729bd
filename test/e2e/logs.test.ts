import { describe, expect, test } from "vitest";
import { logCases } from "./cases/logs.js";
import type { Json } from "./support/session.js";
import { runToolCases, sessionOf } from "./support/tool-case.js";

runToolCases(logCases);

describe("the system log, beyond the table", () => {
  const session = sessionOf({ asking: true });

  test("a month is read to its end by next, every event once, however the pages are cut", async () => {
    const { ok, sandbox } = session();
    const since = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const until = new Date().toISOString();
    const expected = sandbox.org.log.all.filter(
      ({ published }) => published >= since && published < until,
    ).length;
    const seen: unknown[] = [];
    let args: Json = { since, until, limit: 1000, fields: ["uuid", "eventType", "displayMessage", "actor"] };
    let cuts = 0;
    for (;;) {
      const page = await ok("get_logs", args);
      seen.push(...(page.items as Json[]).map(({ uuid }) => uuid));
      expect(JSON.stringify(page).length).toBeLessThanOrEqual(40_000);
      if (page.note !== undefined) cuts += 1;
      if (page.next === undefined) break;
      args = { ...args, after: page.next };
    }
    expect(cuts).toBeGreaterThan(0);
    expect(seen).toHaveLength(expected);
    expect(new Set(seen).size).toBe(expected);
  });

  test("a list without an end in time ends when there is nothing more", async () => {
    const { ok } = session();
    const args = { since: new Date(Date.now() + 60_000).toISOString(), sort_order: "ASCENDING" };
    expect(await ok("get_logs", args)).toEqual({ items: [], count: 0, complete: true, untrusted: true });
  });
});
