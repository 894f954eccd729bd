import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/index.js";
import type { ToolService } from "../../src/tools/service.js";
import { startSandboxService } from "../mcp/sandbox-service.js";

const { signal } = new AbortController();

/** A group of its own, and how it is changed: by us, and by somebody else. */
async function withGroup(service: ToolService, sandbox: Sandbox) {
  const profile = { name: "Pilots", description: "old" };
  const made = await service.call({ name: "create_group", arguments: { group: { profile } }, signal });
  if (!made?.ok) throw new Error(made?.error.toText());
  const id = String(made.result.id);
  const held = () => sandbox.org.groups.all.find((group) => group.id === id)?.profile;
  const update = (changes: object) =>
    service.call({
      name: "update_group",
      arguments: { group_id: id, changes: { profile: changes } },
      signal,
    });
  const byAnother = () =>
    fetch(`${sandbox.url}/api/v1/groups/${id}`, {
      method: "PUT",
      headers: { authorization: `SSWS ${sandbox.apiToken}`, "content-type": "application/json" },
      body: JSON.stringify({ profile: { ...profile, description: "by another" } }),
    });
  return { id, held, update, byAnother };
}

test("updates side by side of one object each keep what the other has changed", async () => {
  const { sandbox, service } = await startSandboxService();
  for (let round = 0; round < 10; round++) {
    const { held, update } = await withGroup(service, sandbox);
    const outcomes = await Promise.all([
      update({ name: `Name ${round}` }),
      update({ description: `Text ${round}` }),
    ]);
    const [first, second] = outcomes.map((outcome) => (outcome?.ok ? "ok" : outcome?.error.code));
    // The second is told that the first came in between; it never overwrites it.
    expect([first, second]).toEqual(["ok", "conflict"]);
    expect(held()).toMatchObject({ name: `Name ${round}`, description: "old" });
  }
});

describe("what somebody else changes before a second try is not overwritten", () => {
  test.each<[string, object]>([
    ["after a server error", { kind: "status", status: 503 }],
    ["after the rate limit", { kind: "rate_limit", resetIn: 2 }],
  ])("%s", async (_, fault) => {
    const { sandbox, service } = await startSandboxService();
    const { held, update, byAnother } = await withGroup(service, sandbox);
    sandbox.faults.add({ method: "PUT", path: "/api/v1/groups/*", times: 1, fault } as never);
    let slipped = false;
    const stop = sandbox.onRequest(async ({ method }) => {
      // The read that comes before the second try.
      if (slipped || method !== "GET" || !sandbox.requests.some((sent) => sent.method === "PUT")) return;
      slipped = true;
      await byAnother();
    });
    const outcome = await update({ name: "Ours" });
    stop();
    expect(slipped).toBe(true);
    expect(outcome?.ok ? "ok" : outcome?.error.code).toMatch(/^(?:conflict|outcome_unknown)$/);
    expect(held()).toMatchObject({ name: "Pilots", description: "by another" });
  });
});

describe("an update whose answer is lost", () => {
  test("is told as done where a look at the object shows it", async () => {
    const { sandbox, service } = await startSandboxService();
    const { held, update } = await withGroup(service, sandbox);
    const lost = { kind: "reset", when: "after" } as const;
    sandbox.faults.add({ method: "PUT", path: "/api/v1/groups/*", times: 1, fault: lost });
    const outcome = await update({ description: "new" });
    expect(outcome).toMatchObject({
      ok: true,
      result: {
        changed: [{ field: "profile.description", from: "old", to: "new" }],
        note: expect.stringContaining("lost"),
      },
    });
    expect(held()).toMatchObject({ description: "new" });
    expect(sandbox.requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test("stays open where it does not", async () => {
    const { sandbox, service } = await startSandboxService();
    const { update, byAnother } = await withGroup(service, sandbox);
    const lost = { kind: "reset", when: "before" } as const;
    sandbox.faults.add({ method: "PUT", path: "/api/v1/groups/*", times: 1, fault: lost });
    let slipped = false;
    const stop = sandbox.onRequest(async ({ method }) => {
      if (slipped || method !== "GET" || !sandbox.requests.some((sent) => sent.method === "PUT")) return;
      slipped = true;
      await byAnother();
    });
    const outcome = await update({ description: "new" });
    stop();
    if (!outcome || outcome.ok) throw new Error("told as done");
    expect(outcome.error.code).toBe("outcome_unknown");
    expect(outcome.error.message).toMatch(/it was not as asked\.$/);
    expect(outcome.error.message).not.toContain("Nothing was done");
  });
});

test("a closed service sends nothing any more", async () => {
  const { sandbox, service } = await startSandboxService();
  await service.close();
  const outcome = await service.call({
    name: "create_group",
    arguments: { group: { profile: { name: "Late" } } },
    signal,
  });
  expect(outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(sandbox.requests).toEqual([]);
});
