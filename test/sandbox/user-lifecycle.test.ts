import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import type { UserStatus } from "../../src/sandbox/types.js";
import { ask, errorOf, thing, things } from "./client.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ events: 50, users: 400 });
});
afterAll(() => sandbox.close());

/** Each case takes a fresh user in the state it needs. */
const used = new Set<string>();
function someone(status: UserStatus): string {
  const found = sandbox.org.users.all.slice(12).find((user) => user.status === status && !used.has(user.id));
  if (found === undefined) throw new Error(`nobody is ${status}`);
  used.add(found.id);
  return found.id;
}

const step = (id: string, name: string, query: Record<string, string> = {}) =>
  ask(sandbox, "POST", `/api/v1/users/${id}/lifecycle/${name}`, { query });
const statusOf = async (id: string) => thing(await ask(sandbox, "GET", `/api/v1/users/${id}`)).status;

describe("allowed steps", () => {
  it.each<[UserStatus, string, string]>([
    ["STAGED", "activate", "PROVISIONED"],
    ["DEPROVISIONED", "activate", "PROVISIONED"],
    ["ACTIVE", "suspend", "SUSPENDED"],
    ["SUSPENDED", "unsuspend", "ACTIVE"],
    ["LOCKED_OUT", "unlock", "ACTIVE"],
    ["ACTIVE", "deactivate", "DEPROVISIONED"],
    ["STAGED", "deactivate", "DEPROVISIONED"],
    ["SUSPENDED", "deactivate", "DEPROVISIONED"],
  ])("%s, %s: %s", async (from, name, to) => {
    const id = someone(from);
    expect((await step(id, name)).status).toBe(200);
    expect(await statusOf(id)).toBe(to);
  });
});

describe("forbidden steps change nothing", () => {
  it.each<[UserStatus, string, number, string]>([
    ["ACTIVE", "activate", 403, "E0000016"],
    ["SUSPENDED", "activate", 403, "E0000016"],
    ["STAGED", "suspend", 400, "E0000001"],
    ["SUSPENDED", "suspend", 400, "E0000001"],
    ["ACTIVE", "unsuspend", 400, "E0000001"],
    ["ACTIVE", "unlock", 403, "E0000032"],
    ["DEPROVISIONED", "deactivate", 403, "E0000038"],
  ])("%s, %s: %i %s", async (from, name, status, code) => {
    const id = someone(from);
    expect(errorOf(await step(id, name))).toMatchObject({ status, code });
    expect(await statusOf(id)).toBe(from);
  });
});

describe("activation", () => {
  it("hands over the link only when Okta does not mail it", async () => {
    expect((await step(someone("STAGED"), "activate")).body).toEqual({});
    const { body } = await step(someone("STAGED"), "activate", { sendEmail: "false" });
    expect(body).toEqual({
      activationToken: expect.stringMatching(/^\w{20}$/),
      activationUrl: expect.stringContaining(sandbox.url),
    });
  });
});

describe("deletion", () => {
  it("deactivates first and deletes second", async () => {
    const id = someone("ACTIVE");
    expect((await ask(sandbox, "DELETE", `/api/v1/users/${id}`)).status).toBe(204);
    expect(await statusOf(id)).toBe("DEPROVISIONED");
    expect((await ask(sandbox, "DELETE", `/api/v1/users/${id}`)).status).toBe(204);
    expect((await ask(sandbox, "GET", `/api/v1/users/${id}`)).status).toBe(404);
    expect((await ask(sandbox, "DELETE", `/api/v1/users/${id}`)).status).toBe(404);
  });

  it("frees the login and leaves the groups", async () => {
    const id = someone("DEPROVISIONED");
    const { login } = sandbox.org.requireUser(id).profile;
    await ask(sandbox, "DELETE", `/api/v1/users/${id}`);
    expect(
      sandbox.org.groups.all.filter((group) => group.type !== "BUILT_IN" && sandbox.org.isMember(group, id)),
    ).toEqual([]);
    const profile = { login, email: login, firstName: "New", lastName: "Person" };
    expect((await ask(sandbox, "POST", "/api/v1/users", { body: { profile } })).status).toBe(200);
  });
});

describe("the log", () => {
  it("tells who did what to whom, once for each change and never for a refusal", async () => {
    const id = someone("ACTIVE");
    const since = sandbox.org.log.size;
    await step(id, "suspend");
    await step(id, "suspend");
    await step(id, "unsuspend");
    await ask(sandbox, "DELETE", `/api/v1/users/${id}`);
    const query = { filter: `target.id eq "${id}"`, sortOrder: "DESCENDING", limit: "3" };
    const events = things(await ask(sandbox, "GET", "/api/v1/logs", { query }));
    expect(sandbox.org.log.size - since).toBe(3);
    expect(events.map((event) => event.eventType)).toEqual([
      "user.lifecycle.deactivate",
      "user.lifecycle.unsuspend",
      "user.lifecycle.suspend",
    ]);
    expect(events[0]).toMatchObject({
      actor: { id: sandbox.org.tokenOwner.id, type: "User" },
      outcome: { result: "SUCCESS" },
      target: [{ id, type: "User" }],
    });
  });
});
