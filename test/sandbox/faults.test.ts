import { afterEach, describe, expect, it } from "vitest";
import { type Fault, type FaultRule, type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { allPages, ask, errorOf, things } from "./client.js";

const NOW = new Date("2026-05-20T12:00:30.000Z");
const GROUPS = "/api/v1/groups";
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(fault: Fault, rule: Partial<FaultRule> = { times: 1 }, seed = 1): Promise<void> {
  sandbox = await startSandbox({ seed, users: 40, events: 20, now: () => NOW });
  sandbox.faults.add({ ...rule, fault });
}

const get = () => ask(sandbox, "GET", GROUPS);
const create = () => ask(sandbox, "POST", GROUPS, { body: { profile: { name: "New" } } });
const isCreated = () => sandbox.org.groups.all.some(({ profile }) => profile.name === "New");

describe("a fault", () => {
  it.each<[Fault, number, boolean]>([
    [{ kind: "status", status: 502 }, 502, false],
    [{ kind: "status", status: 504, afterEffect: true }, 504, true],
    [{ kind: "rate_limit", resetIn: 5 }, 429, false],
    [{ kind: "concurrency" }, 429, false],
    [{ kind: "slow_headers", ms: 5 }, 200, true],
    [{ kind: "slow_body", ms: 5 }, 200, true],
    [{ kind: "clock", aheadMs: 60_000 }, 200, true],
    [{ kind: "expired_token" }, 401, false],
    [{ kind: "churn" }, 200, true],
  ])("%j answers %i; that the request took effect is %s", async (fault, status, effect) => {
    await start(fault);
    expect((await create()).status).toBe(status);
    expect(isCreated()).toBe(effect);
    expect((await get()).status).toBe(200);
  });

  it.each([
    ["before", false],
    ["after", true],
  ] as const)("resets the connection %s the request took effect", async (when, effect) => {
    await start({ kind: "reset", when });
    await expect(create()).rejects.toThrow();
    expect(isCreated()).toBe(effect);
    expect(sandbox.requests.at(-1)?.status).toBe(0);
  });

  it("cuts JSON, with a length that fits", async () => {
    await start({ kind: "truncated" });
    await expect(get()).rejects.toThrow(SyntaxError);
  });

  it("answers a page in the place of JSON", async () => {
    await start({ kind: "html" });
    await expect(get()).rejects.toThrow(SyntaxError);
  });

  it("dates the answer and its reset by the wrong clock alike", async () => {
    await start({ kind: "clock", aheadMs: 7_200_000 });
    const wrong = await get();
    const right = await get();
    const dates = [wrong, right].map(({ headers }) => Date.parse(headers.get("date") ?? ""));
    const resets = [wrong, right].map(({ headers }) => Number(headers.get("x-rate-limit-reset")));
    expect(dates).toEqual([NOW.getTime() + 7_200_000, NOW.getTime()]);
    expect((resets[0] ?? 0) - (resets[1] ?? 0)).toBe(7_200);
  });

  it.each<[Fault, (string | null)[]]>([
    [{ kind: "rate_limit", resetIn: 5 }, ["600", "0", String(NOW.getTime() / 1000 + 5)]],
    [{ kind: "rate_limit" }, [null, null, null]],
    [{ kind: "concurrency" }, ["0", "0", String(NOW.getTime() / 1000 + 60)]],
  ])("%j has the headers Okta has for it", async (fault, headers) => {
    await start(fault);
    const reply = await get();
    expect(errorOf(reply)).toMatchObject({ status: 429, code: "E0000047" });
    expect(["limit", "remaining", "reset"].map((name) => reply.headers.get(`x-rate-limit-${name}`))).toEqual(
      headers,
    );
  });
});

describe("a rule", () => {
  const error: Fault = { kind: "status", status: 500 };
  const statuses = async (count: number) => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await get()).status);
    return found;
  };

  it("hits its method and route only", async () => {
    await start(error, { method: "GET", path: "/api/v1/groups/{groupId}" });
    expect((await get()).status).toBe(200);
    expect((await ask(sandbox, "GET", `${GROUPS}/${sandbox.org.groups.all[0]?.id}`)).status).toBe(500);
    expect((await ask(sandbox, "DELETE", `${GROUPS}/00gnone`)).status).toBe(404);
  });

  it("hits all routes that begin so", async () => {
    await start(error, { path: "/api/v1/groups*" });
    expect((await get()).status).toBe(500);
    expect((await ask(sandbox, "GET", "/api/v1/users")).status).toBe(200);
  });

  it("lets some through, hits some, and is over", async () => {
    await start(error, { skip: 1, times: 2 });
    expect(await statuses(4)).toEqual([200, 500, 500, 200]);
  });

  it("hits by chance, the same for the same seed", async () => {
    const rows: number[][] = [];
    for (const seed of [1, 1, 2]) {
      await start(error, { probability: 0.5 }, seed);
      rows.push(await statuses(20));
      if (rows.length < 3) await sandbox.close();
    }
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).not.toEqual(rows[2]);
    expect(new Set(rows[0])).toEqual(new Set([200, 500]));
  });

  it("can be mended, alone or with all others", async () => {
    await start(error, { path: "/api/v1/users" });
    const mend = sandbox.faults.add({ path: GROUPS, fault: error });
    mend();
    expect((await get()).status).toBe(200);
    expect((await ask(sandbox, "GET", "/api/v1/users")).status).toBe(500);
    sandbox.faults.clear();
    expect((await ask(sandbox, "GET", "/api/v1/users")).status).toBe(200);
  });
});

describe("while a list is read", () => {
  it("users come and go, and who stays is listed once", async () => {
    await start({ kind: "churn" }, { path: "/api/v1/users" });
    const before = new Set(sandbox.org.users.all.map(({ id }) => id));
    const listed = (await allPages(sandbox, "/api/v1/users", { limit: "5" })).map(({ id }) => id);
    // A list without a filter leaves out who is deprovisioned.
    const stayed = sandbox.org.users.all
      .filter(({ id, status }) => before.has(id) && status !== "DEPROVISIONED")
      .map(({ id }) => id);
    expect(stayed.length).toBeLessThan(before.size);
    expect(sandbox.org.users.all.length).toBe(before.size);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining(stayed));
  });

  it("the token can end in the middle", async () => {
    await start({ kind: "expired_token" }, { path: GROUPS, skip: 1, times: 1 });
    const first = await ask(sandbox, "GET", GROUPS, { query: { limit: "2" } });
    expect(things(first)).toHaveLength(2);
    expect((await ask(sandbox, "GET", first.next ?? "")).status).toBe(401);
  });
});
