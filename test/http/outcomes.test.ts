import { expect, it } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import type { Fault } from "../../src/sandbox/index.js";
import { startOrg } from "./org.js";

const FAULTS: readonly Fault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 502, afterEffect: true },
  { kind: "status", status: 503 },
  { kind: "status", status: 504, afterEffect: true },
  { kind: "reset", when: "before" },
  { kind: "reset", when: "after" },
  { kind: "rate_limit", resetIn: 7 },
  { kind: "rate_limit" },
  { kind: "concurrency" },
  { kind: "truncated" },
  { kind: "html", status: 502 },
  { kind: "clock", aheadMs: 7_200_000 },
  { kind: "slow_body", ms: 5 },
];

/** `done`, or the code of the error: what the caller is told. */
async function told(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof OktaMcpError) return error.toText();
    throw error;
  }
}

/** How often the change may be found in the org, by what the caller was told. */
function allowed(words: string): readonly number[] {
  if (words === "done" || words.includes("The change was made")) return [1];
  if (/whether the change was made|may or may not/.test(words)) return [0, 1];
  return [0];
}

it.each([1, 2, 3])(
  "what callers are told is what happened, and nothing happens twice (seed %i)",
  async (seed) => {
    const org = await startOrg({ sandbox: { seed }, transport: { maxWaitMs: 600_000 } });
    const { groups } = org.sandbox.org;
    for (const fault of FAULTS) org.fault(fault, { probability: 0.03 });
    const count = (name: string) => groups.all.filter(({ profile }) => profile.name === name).length;
    const outcomes: string[] = [];

    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const [name, renamed] = [`Group ${index}`, `Renamed ${index}`];
        const created = await told(() => org.okta.POST("/api/v1/groups", { body: { profile: { name } } }));
        expect(allowed(created), created).toContain(count(name));
        const group = groups.all.find(({ profile }) => profile.name === name);
        if (group === undefined) return;
        const params = { path: { groupId: group.id } };
        const put = await told(() =>
          org.okta.PUT("/api/v1/groups/{groupId}", { params, body: { profile: { name: renamed } } }),
        );
        expect(allowed(put), put).toContain(count(renamed));
        const read = await told(() => org.okta.GET("/api/v1/groups/{groupId}", { params }));
        const deleted = await told(() => org.okta.DELETE("/api/v1/groups/{groupId}", { params }));
        expect(allowed(deleted), deleted).toContain(groups.get(group.id) === undefined ? 1 : 0);
        outcomes.push(created, put, read, deleted);
      }),
    );
    const done = outcomes.filter((words) => words === "done").length;
    expect(done / outcomes.length).toBeGreaterThan(0.7);
    expect(done).toBeLessThan(outcomes.length);
  },
);
