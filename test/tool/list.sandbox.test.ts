import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/cli/connect.js";
import { readConfig } from "../../src/config.js";
import { createLogger } from "../../src/log/logger.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { Progress, ToolResult } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";

const DAY = 86_400_000;

let sandbox: Sandbox;
let service: ToolService;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 10_000, events: 2000 });
  const config = readConfig({ OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken }, {}, () => "");
  service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: Date.now, randomCode: () => "code" }),
    askedScopes: undefined,
    connect: () => connect(config, { version: "0", log: createLogger([], (value) => value) }),
  });
}, 30_000);

afterAll(async () => {
  await service.close();
  await sandbox.close();
});

interface CallOptions {
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
}

function outcomeOf(name: string, input: object, { signal, progress }: CallOptions = {}) {
  const cancelled = signal ?? new AbortController().signal;
  return service.call({ name, arguments: input, signal: cancelled, ...(progress && { progress }) });
}

async function ok(name: string, input: object, options: CallOptions = {}): Promise<ToolResult> {
  const outcome = await outcomeOf(name, input, options);
  if (!outcome?.ok) throw new Error(outcome?.error.toText() ?? `no tool ${name}`);
  return outcome.result;
}

const ids = ({ items }: ToolResult, key: "id" | "uuid" = "id") =>
  (items as Record<string, string>[]).map((item) => item[key]);

/** The requests that the call made. */
async function requestsOf(call: () => Promise<unknown>): Promise<number> {
  const before = sandbox.requests.length;
  await call();
  return sandbox.requests.length - before;
}

describe("10,000 users", () => {
  const listed = () => sandbox.org.users.all.filter(({ status }) => status !== "DEPROVISIONED");

  test("are read and counted in Okta's largest pages", async () => {
    let result: ToolResult = {};
    const all = { fetch_all: true, max_items: 10_000, fields: ["id"] };
    const requests = await requestsOf(async () => {
      result = await ok("list_users", all);
    });
    expect(requests).toBe(Math.ceil(listed().length / 200));
    expect(result).toMatchObject({ total_read: listed().length, complete: false });
    expect(ids(result)).toEqual(
      listed()
        .slice(0, Number(result.count))
        .map(({ id }) => id),
    );
    expect(result.note).toMatch(/the list ends there/);
  });

  test("go on after the last one shown, in whichever way they are read", async () => {
    const first = await ok("list_users", { fetch_all: true, max_items: 1000 });
    const second = await ok("list_users", { limit: 50, after: first.next });
    const third = await ok("list_users", {
      fetch_all: true,
      max_items: 300,
      after: second.next,
      detail: "full",
    });
    const shown = [first, second, third].flatMap((result) => ids(result));
    expect(shown).toEqual(
      listed()
        .slice(0, shown.length)
        .map(({ id }) => id),
    );
    expect(second.count).toBeLessThanOrEqual(50);
  });

  test("tell how far they are, and stop at once when the call is cancelled", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const before = sandbox.requests.length;
    const outcome = await outcomeOf(
      "list_users",
      { fetch_all: true, max_items: 10_000 },
      {
        signal: controller.signal,
        progress({ done }) {
          seen.push(done);
          if (done >= 600) controller.abort();
        },
      },
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(seen.slice(0, 3)).toEqual([200, 400, 600]);
    expect(sandbox.requests.length - before).toBeLessThanOrEqual(5);
  });

  test("keep their place when some go and others come meanwhile", async () => {
    const before = listed().map(({ id }) => id);
    const first = await ok("list_users", { limit: 200 });
    expect(Number(first.count)).toBeLessThan(200);
    const shown = ids(first);
    const gone = shown.slice(-3);
    for (const id of gone) sandbox.org.removeUser(sandbox.org.requireUser(String(id)));
    const profile = { login: "new@example.com", email: "new@example.com", firstName: "New", lastName: "One" };
    await ok("create_user", { user: { profile } });
    const second = await ok("list_users", { limit: 200, after: first.next });
    shown.push(...ids(second));
    expect(shown).toEqual(before.slice(0, shown.length));
    expect(second.count).toBeGreaterThan(0);
  });

  test.each<[object, RegExp]>([
    [{ fetch_all: true, max_items: 100_001 }, /max_items: .*100000/],
    [{ fetch_all: true, max_items: 0 }, /max_items: /],
    [{ fetch_all: "yes" }, /fetch_all: must be boolean/],
  ])("are not read with %j", async (input, message) => {
    const outcome = await outcomeOf("list_users", input);
    expect(outcome).toMatchObject({ ok: false, error: { code: "arguments_invalid" } });
    expect(outcome?.ok === false && outcome.error.message).toMatch(message);
  });
});

describe("the system log", () => {
  const window = () => ({
    since: new Date(Date.now() - 90 * DAY).toISOString(),
    until: new Date().toISOString(),
  });
  const events = ({ since, until }: ReturnType<typeof window>) =>
    sandbox.org.log.all
      .filter(({ published }) => published >= since && published < until)
      .map(({ id }) => id);

  test.each(["ASCENDING", "DESCENDING"])("is whole and in order, %s", async (sort_order) => {
    const asked = window();
    const expected = events(asked);
    if (sort_order === "DESCENDING") expected.reverse();
    const shown: (string | undefined)[] = [];
    let after: unknown;
    let first: ToolResult | undefined;
    do {
      const result = await ok("get_logs", {
        ...asked,
        sort_order,
        fetch_all: true,
        max_items: 10_000,
        after,
        fields: ["uuid"],
      });
      first ??= result;
      shown.push(...ids(result, "uuid"));
      after = result.next;
    } while (after !== undefined);
    expect(first?.total_read).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(1900);
    expect(shown).toEqual(expected);
  });

  test("without an end ends all the same", async () => {
    const result = await ok("get_logs", { fetch_all: true, max_items: 10_000, fields: ["eventType"] });
    const lastWeek = new Date(Date.now() - 7 * DAY).toISOString();
    const about = sandbox.org.log.all.filter(({ published }) => published >= lastWeek).length;
    expect(Math.abs(Number(result.total_read) - about)).toBeLessThanOrEqual(2);
  });
});
