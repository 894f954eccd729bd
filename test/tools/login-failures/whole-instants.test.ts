import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getLoginFailures } from "../../../src/tools/get-login-failures.js";
import { WholeInstants } from "../../../src/tools/login-failures/whole-instants.js";
import { ago, type CompositeOrg, NOW, startCompositeOrg } from "../composite-org.js";

const at = (ms: number): string => new Date(NOW - 60_000 + ms).toISOString();

/** What is handed on of events published then, newest first. */
function given(until: string, ...times: (string | undefined)[]) {
  const taken: unknown[] = [];
  const instants = new WholeInstants(until, ({ published }) => taken.push(published));
  for (const published of times) instants.add({ published });
  return { instants, taken };
}

describe("events that are counted up to an instant", () => {
  test("are whole milliseconds while more may come", () => {
    const { instants, taken } = given(at(9), at(3), at(3), at(2), at(2));
    expect(taken).toEqual([at(3), at(3)]);
    expect(instants.cut()).toBe(at(3));
    expect(taken).toHaveLength(2);
  });

  test("are all of them at the end", () => {
    const { instants, taken } = given(at(9), at(3), at(2));
    instants.end();
    expect(taken).toEqual([at(3), at(2)]);
  });

  test("are those of a single millisecond too, so that the next call goes on", () => {
    const { instants, taken } = given(at(9), at(2), at(2));
    expect(instants.cut()).toBe(at(2));
    expect(taken).toEqual([at(2), at(2)]);
  });

  test("do not take in the window's end, whatever Okta thinks of it", () => {
    const { instants, taken } = given(at(3), at(3), at(2), at(1));
    expect(instants.cut()).toBe(at(2));
    expect(taken).toEqual([at(2)]);
  });

  test("stand where the ones before them do, if they do not say when they were", () => {
    const { instants, taken } = given(at(9), undefined, at(2), "soon");
    instants.end();
    expect(taken).toEqual([undefined, at(2), "soon"]);
  });
});

describe("a window that takes several calls", () => {
  const tool = getLoginFailures({ now: () => NOW, maxEvents: 5 });
  let org: CompositeOrg;
  beforeAll(async () => {
    org = await startCompositeOrg(tool, { users: 1, events: 0 });
    const failure = { eventType: "user.session.start", result: "FAILURE", reason: "WRONG" } as const;
    for (let ms = 0; ms < 12; ms++)
      for (const part of ["a", "b", "c"])
        org.record({ ...failure, published: at(ms), requestId: `${ms}${part}` });
  });
  afterAll(() => org.close());

  test("counts every event once when it is called as it says", async () => {
    let input: { since: string; until?: string } = { since: ago(1) };
    const totals: number[] = [];
    for (let calls = 0; calls < 30; calls++) {
      const { total, events_read, complete, note } = await org.ok(input);
      expect(total).toBe(events_read);
      totals.push(Number(total));
      if (complete) break;
      const [, since, until] = /since=(\S+) and until=(\S+) /.exec(String(note)) ?? [];
      input = { since: String(since), until: String(until) };
    }
    expect(totals.length).toBeGreaterThan(3);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(36);
  });
});
