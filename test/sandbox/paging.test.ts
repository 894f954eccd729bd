import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { linkHeaders, takePage } from "../../src/sandbox/paging.js";
import { allPages, ask, errorOf, things } from "./client.js";

const items = (...seqs: number[]) => seqs.map((seq) => ({ id: `i${seq}`, seq }));

describe("takePage", () => {
  it("goes on behind an item that was deleted in between", () => {
    const first = takePage(items(1, 2, 3, 4), { limit: 2, after: null });
    const second = takePage(items(1, 3, 4), { limit: 2, after: first.next ?? null });
    expect(second.items.map((item) => item.seq)).toEqual([3, 4]);
    expect(second.next).toBeUndefined();
  });

  it("shows an item that was added in between, once", () => {
    const first = takePage(items(1, 2, 3), { limit: 2, after: null });
    const second = takePage(items(1, 2, 3, 4), { limit: 5, after: first.next ?? null });
    expect(second.items.map((item) => item.seq)).toEqual([3, 4]);
  });

  it("goes backwards", () => {
    const first = takePage(items(1, 2, 3), { limit: 2, after: null, newestFirst: true });
    const second = takePage(items(1, 2, 3), { limit: 2, after: first.next ?? null, newestFirst: true });
    expect([...first.items, ...second.items].map((item) => item.seq)).toEqual([3, 2, 1]);
  });

  it("orders equal keys by id and pages through them", () => {
    const sort = { key: (item: { seq: number }) => item.seq % 2, descending: true };
    const all = items(1, 2, 3, 4, 5);
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const page: ReturnType<typeof takePage<(typeof all)[number]>> = takePage(all, {
        limit: 2,
        after,
        sort,
      });
      seen.push(...page.items.map((item) => item.seq));
      after = page.next ?? null;
    } while (after !== null);
    expect(seen).toEqual([1, 3, 5, 2, 4]);
  });

  it.each([
    "",
    "nonsense",
    Buffer.from("{}").toString("base64url"),
    Buffer.from("null").toString("base64url"),
  ])("refuses the cursor %j", (after) => {
    expect(() => takePage(items(1), { limit: 1, after })).toThrowError(
      expect.objectContaining({ errorCode: "E0000029" }),
    );
  });

  it("keeps the other parameters in its links", () => {
    const query = new URLSearchParams({ search: 'a eq "b"', limit: "5" });
    const { Link } = linkHeaders("http://127.0.0.1:1", "/api/v1/users", query, "abc", 5);
    expect(Link).toEqual([
      '<http://127.0.0.1:1/api/v1/users?search=a+eq+%22b%22&limit=5>; rel="self"',
      '<http://127.0.0.1:1/api/v1/users?search=a+eq+%22b%22&limit=5&after=abc>; rel="next"',
    ]);
  });
});

describe("lists over HTTP", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ users: 450, events: 300 });
  });
  afterAll(() => sandbox.close());

  it.each([
    ["/api/v1/users", { search: "status pr" }, 450],
    [
      "/api/v1/users",
      { search: "status pr", limit: "7", sortBy: "profile.department", sortOrder: "desc" },
      450,
    ],
    ["/api/v1/groups", { limit: "3" }, 20],
    ["/api/v1/apps", { limit: "4" }, 15],
    ["/api/v1/policies", { type: "ACCESS_POLICY", limit: "1" }, 3],
  ])("%s %j has every item once", async (path, query, count) => {
    const ids = (await allPages(sandbox, path, query as unknown as Record<string, string>)).map(
      (item) => item.id,
    );
    expect([ids.length, new Set(ids).size]).toEqual([count, count]);
  });

  it.each([
    ["/api/v1/users", "1000", 200],
    ["/api/v1/apps", "1000", 15],
    ["/api/v1/apps", "-1", 15],
  ])("%s answers limit=%s with %i", async (path, limit, count) => {
    expect(things(await ask(sandbox, "GET", path, { query: { limit } }))).toHaveLength(count);
  });

  it.each([
    ["/api/v1/users", "0", "E0000001"],
    ["/api/v1/users", "ten", "E0000037"],
    ["/api/v1/logs", "1001", "E0000001"],
  ])("%s refuses limit=%s with %s", async (path, limit, code) => {
    expect(errorOf(await ask(sandbox, "GET", path, { query: { limit } }))).toMatchObject({
      status: 400,
      code,
    });
  });

  it("group members come in pages too", async () => {
    const everyone = sandbox.org.groups.all[0]?.id;
    const all = await allPages(sandbox, `/api/v1/groups/${everyone}/users`, { limit: "100" });
    expect(all.length).toBe(sandbox.org.users.all.filter((user) => user.status !== "DEPROVISIONED").length);
  });
});
