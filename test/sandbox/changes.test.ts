import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import type { Dated } from "../../src/sandbox/types.js";
import { ask, errorOf, type Thing, thing, things } from "./client.js";

/** The clock stands still: whatever differs in time differs by more than luck. */
const NOW = new Date("2026-05-20T12:00:00.000Z");
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ users: 60, events: 20, now: () => NOW });
});
afterEach(() => sandbox.close());

const get = async (path: string): Promise<Thing> => thing(await ask(sandbox, "GET", path));
const jane = () => `/api/v1/users/${sandbox.org.requireUser("jane.smith@example.com").id}`;
const rename = (title: string, headers: Record<string, string> = {}) =>
  ask(sandbox, "POST", jane(), { body: { profile: { title } }, headers });
const group = () => sandbox.org.groups.all.find(({ type }) => type === "OKTA_GROUP")?.id ?? "";
const application = () => sandbox.org.applications.all.find(({ status }) => status === "ACTIVE")?.id ?? "";
const policy = () => {
  const found = sandbox.org.policiesOf("OKTA_SIGN_ON").find(({ system }) => !system);
  return `/api/v1/policies/${found?.id}`;
};
const rule = () => {
  const found = sandbox.org.rules.all.find(({ type, system }) => type === "SIGN_ON" && !system);
  return `/api/v1/policies/${found?.policyId}/rules/${found?.id}`;
};

interface Subject {
  readonly path: () => string;
  /** Changes it once; `turn` makes each change another one. */
  readonly change: (path: string, turn: number) => Promise<unknown>;
  readonly mark?: string;
}

/** Puts what was read, with another name. */
const replace = (name: string) => async (path: string, turn: number) => {
  const body = { ...(await get(path)), [name]: `Turn ${turn}` };
  return ask(sandbox, "PUT", path, { body });
};
const flip = (path: string, turn: number) =>
  ask(sandbox, "POST", `${path}/lifecycle/${turn % 2 === 0 ? "deactivate" : "activate"}`);

const SUBJECTS: Record<string, Subject> = {
  "a user updated": { path: jane, change: (_, turn) => rename(`Turn ${turn}`) },
  "a user suspended and unsuspended": {
    path: jane,
    change: (path, turn) => ask(sandbox, "POST", `${path}/lifecycle/${turn % 2 ? "unsuspend" : "suspend"}`),
  },
  "a group replaced": {
    path: () => `/api/v1/groups/${group()}`,
    change: (path, turn) => ask(sandbox, "PUT", path, { body: { profile: { name: `Turn ${turn}` } } }),
  },
  "a group whose members change": {
    path: () => `/api/v1/groups/${group()}`,
    mark: "lastMembershipUpdated",
    change: (path, turn) =>
      ask(sandbox, turn % 2 ? "DELETE" : "PUT", `${path}/users/${sandbox.org.tokenOwner.id}`),
  },
  "an application replaced": { path: () => `/api/v1/apps/${application()}`, change: replace("label") },
  "an application deactivated and activated": { path: () => `/api/v1/apps/${application()}`, change: flip },
  "a policy replaced": { path: policy, change: replace("name") },
  "a policy deactivated and activated": { path: policy, change: flip },
  "a rule replaced": { path: rule, change: replace("name") },
  "a rule deactivated and activated": { path: rule, change: flip },
};

describe("two changes in one millisecond", () => {
  it.each(Object.entries(SUBJECTS))("of %s leave three marks", async (_, { path, change, mark }) => {
    const at = path();
    const marks: unknown[] = [];
    for (let turn = 0; turn < 3; turn++) {
      marks.push((await get(at))[mark ?? "lastUpdated"]);
      if (turn < 2)
        expect(await change(at, turn)).toMatchObject({ status: expect.toSatisfy((s) => s < 300) });
    }
    expect(marks).toEqual([...new Set(marks)].sort());
    expect(marks).toHaveLength(3);
  });

  it("a rule that another one is put before is marked too", async () => {
    const at = rule();
    const { lastUpdated, priority } = await get(at);
    const copy = { ...(await get(at)), name: "Before", priority: 1 };
    expect((await ask(sandbox, "POST", at.replace(/\/[^/]+$/, ""), { body: copy })).status).toBe(200);
    const after = await get(at);
    expect(after.priority).toBe(Number(priority) + 1);
    expect(String(after.lastUpdated) > String(lastUpdated)).toBe(true);
  });

  it("the groups of a user who is deleted are marked", async () => {
    const user = sandbox.org.users.all.find(
      ({ id, status }) => status === "DEPROVISIONED" && sandbox.org.groupsOf(id).length > 1,
    );
    const groups = sandbox.org.groupsOf(user?.id ?? "").filter(({ type }) => type !== "BUILT_IN");
    const before = groups.map((each) => each.lastMembershipUpdated);
    await ask(sandbox, "DELETE", `/api/v1/users/${user?.id}`);
    expect(groups.length).toBeGreaterThan(0);
    expect(groups.every((each, i) => each.lastMembershipUpdated > (before[i] ?? ""))).toBe(true);
  });

  it("nothing is marked by what changes nothing", async () => {
    const marks = (all: readonly Dated[]) => all.map(({ lastUpdated }) => lastUpdated);
    const state = () =>
      [sandbox.org.users, sandbox.org.groups, sandbox.org.applications].map(({ all }) => marks(all));
    const before = state();
    things(await ask(sandbox, "GET", "/api/v1/apps"));
    await ask(sandbox, "POST", `/api/v1/apps/${application()}/lifecycle/activate`);
    expect((await rename("x".repeat(500), { "if-match": 'W/"other"' })).status).toBe(412);
    expect(state()).toEqual(before);
  });
});

describe("If-Match", () => {
  const etag = async () => (await ask(sandbox, "GET", jane())).headers.get("etag") ?? "";

  it("lets the version pass that was read, and names the next", async () => {
    const first = await etag();
    const reply = await rename("Matched", { "if-match": first });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("etag")).toBe(await etag());
    expect(await etag()).not.toBe(first);
  });

  it("refuses another version, and changes nothing", async () => {
    const first = await etag();
    await rename("In between");
    const reply = await rename("Lost update", { "if-match": first });
    expect(errorOf(reply)).toMatchObject({ status: 412, code: "E0000231" });
    expect(await get(jane())).toMatchObject({ profile: { title: "In between" } });
  });

  it("* and no value at all pass", async () => {
    expect((await rename("Any", { "if-match": "*" })).status).toBe(200);
    expect((await rename("None")).status).toBe(200);
  });

  it("names another version after a change of status or password alone", async () => {
    const seen = new Set([await etag()]);
    await ask(sandbox, "POST", `${jane()}/lifecycle/suspend`);
    seen.add(await etag());
    await ask(sandbox, "POST", jane(), { body: { credentials: { password: { value: "correct horse" } } } });
    seen.add(await etag());
    expect(seen.size).toBe(3);
  });

  it("a new user's answer names its version", async () => {
    const profile = { firstName: "New", lastName: "One", email: "n@example.com", login: "n@example.com" };
    const reply = await ask(sandbox, "POST", "/api/v1/users", { body: { profile } });
    const again = await ask(sandbox, "GET", `/api/v1/users/${thing(reply).id}`);
    expect(reply.headers.get("etag")).toBe(again.headers.get("etag"));
  });
});

describe("a listener", () => {
  it("changes an object between a read and a write", async () => {
    const stop = sandbox.onRequest(({ method, route }) => {
      if (method !== "POST" || route !== "/api/v1/users/{id}") return;
      const user = sandbox.org.requireUser("jane.smith@example.com");
      sandbox.org.setProfile(user, { ...user.profile, title: "Somebody else's" });
      sandbox.org.touch(user);
    });
    const tag = (await ask(sandbox, "GET", jane())).headers.get("etag") ?? "";
    expect((await rename("Mine", { "if-match": tag })).status).toBe(412);
    stop();
    expect((await rename("Mine")).status).toBe(200);
  });

  it("is waited for, and may ask the org itself", async () => {
    const stop = sandbox.onRequest(async ({ path }) => {
      stop();
      expect(path).toBe("/api/v1/groups");
      await ask(sandbox, "POST", "/api/v1/groups", { body: { profile: { name: "In between" } } });
    });
    const names = things(await ask(sandbox, "GET", "/api/v1/groups")).map(
      (each) => Object(each.profile).name,
    );
    expect(names).toContain("In between");
  });

  it("hears of what has no route, and not of what a fault keeps from the org", async () => {
    const heard: unknown[] = [];
    sandbox.onRequest(({ path, query, route }) => {
      heard.push([path, query, route]);
    });
    await ask(sandbox, "GET", "/nowhere?x=1");
    sandbox.faults.add({ fault: { kind: "status", status: 500 }, times: 1 });
    await ask(sandbox, "GET", "/api/v1/groups");
    expect(heard).toEqual([["/nowhere", "x=1", undefined]]);
  });

  it("that fails is a failure of the sandbox", async () => {
    sandbox.onRequest(() => {
      throw new Error("wrong turn");
    });
    expect((await ask(sandbox, "GET", "/api/v1/groups")).status).toBe(500);
  });
});
