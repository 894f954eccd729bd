import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createContext } from "../../src/tool/context.js";
import { itemId } from "../../src/tool/cursor.js";
import type { ListedPage, OktaAnswer, Tool, ToolContext } from "../../src/tool/tool.js";
import { descriptors, load } from "../catalog/tools.js";
import { failureOf } from "../failure.js";
import { collect, NOW, playLog } from "./lists.js";
import { openGate } from "./open-gate.js";

const ORG = "https://example.okta.com";

const input = z.strictObject({
  search: z.string().optional(),
  limit: z.int().default(2),
  after: z.string().optional(),
  fields: z.array(z.string()).optional(),
});

/** A tool that lists letters, two to a page by its own default, and the requests it made. */
function letters(all = "abcdefg") {
  const requests: { after: string | undefined; limit: number | undefined }[] = [];
  const page = async (after: string | undefined, limit: number | undefined): Promise<OktaAnswer> => {
    requests.push({ after, limit });
    const start = after === undefined ? 0 : Number(after);
    const end = start + (limit ?? 1);
    const headers = new Headers(
      end < all.length ? { link: `<${ORG}/api/v1/letters?after=${end}>; rel="next"` } : {},
    );
    return {
      data: [...all.slice(start, end)].map((id) => ({ id })),
      response: new Response(null, { headers }),
    };
  };
  const properties = { search: {}, limit: { maximum: 3 }, after: {}, fields: {} };
  const tool: Tool<typeof input> = {
    name: "list_letters",
    title: "",
    description: "",
    toolset: "users",
    origin: "generated",
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    inputSchema: { type: "object", properties, additionalProperties: false },
    input,
    run: (context, call) =>
      context.list(call, ["id"], { maximum: 3, page: ({ after, limit }) => page(after, limit) }),
  };
  return { tool: tool as Tool, requests };
}

function contextWith(tool?: Tool): ToolContext {
  const okta = Object.create(null);
  return createContext({
    tool: "export_records",
    okta,
    gate: openGate(okta),
    session: { status: () => Promise.reject(new Error("unused")), tools: () => [], rateLimits: () => [] },
    orgUrl: ORG,
    signal: new AbortController().signal,
    findTool: async (name) => (name === tool?.name ? tool : undefined),
  });
}

/** The pages from there on, each as its ids and what follows it. */
async function pagesOf(tool: Tool, from?: string) {
  const query = await contextWith(tool).listQuery(tool.name, {});
  const pages: { ids: string; next: string | undefined }[] = [];
  for await (const { items, next } of query.pages(from)) {
    pages.push({ ids: items.map((item) => Object(item).id).join(""), next });
  }
  return pages;
}

test("reads all of a list by its largest pages", async () => {
  const { tool, requests } = letters();
  const pages = await pagesOf(tool);
  expect(pages.map(({ ids }) => ids)).toEqual(["abc", "def", "g"]);
  expect(pages.map(({ next }) => typeof next)).toEqual(["string", "string", "undefined"]);
  expect(requests).toEqual([undefined, "3", "6"].map((after) => ({ after, limit: 3 })));
});

test("goes on from any page's next", async () => {
  const { tool } = letters();
  const [first] = await pagesOf(tool);
  expect((await pagesOf(tool, first?.next)).map(({ ids }) => ids)).toEqual(["def", "g"]);
});

test("goes on from any page of the log, whose windows are read in parallel", async () => {
  const monthAgo = NOW - 30 * 86_400_000;
  const times = Array.from({ length: 300 }, (_, at) => monthAgo + at * 8_000_000);
  for (const descending of [false, true]) {
    const since = new Date(monthAgo).toISOString();
    const { source } = playLog({
      times,
      maximum: 20,
      window: { since, until: new Date(NOW).toISOString(), descending },
      includes: { since: true, until: false },
      alwaysNext: true,
    });
    const { tool } = letters();
    const query = await contextWith({ ...tool, run: (context) => context.list({}, [], source) }).listQuery(
      "list_letters",
      {},
    );
    const read = async (from?: string) => collect(query.pages(from));
    const ids = (pages: readonly ListedPage[]) => pages.flatMap(({ items }) => items.map(itemId));
    const pages = await read();
    expect(new Set(ids(pages)).size).toBe(300);
    expect(pages.length).toBeGreaterThan(10);
    for (const [at, { next }] of pages.entries()) {
      if (next === undefined) continue;
      expect([...ids(pages.slice(0, at + 1)), ...ids(await read(next))]).toEqual(ids(pages));
    }
  }
});

test("refuses a place that is not its own", async () => {
  const { tool } = letters();
  const error = await failureOf(() => pagesOf(tool, "bm9uc2Vuc2U"));
  expect(error.code).toBe("arguments_invalid");
});

test("tells the view, and asks nothing before a page is wanted", async () => {
  const { tool, requests } = letters();
  expect((await contextWith(tool).listQuery("list_letters", {})).view).toEqual(["id"]);
  expect(requests).toEqual([]);
});

test("is the same for the same arguments, and another for others", async () => {
  const context = contextWith(letters().tool);
  const identity = async (args: object) => (await context.listQuery("list_letters", { ...args })).identity;
  expect(await identity({ search: "x" })).toBe(await identity({ search: "x" }));
  expect(await identity({ search: "x" })).not.toBe(await identity({ search: "y" }));
});

describe("refuses", () => {
  test.each<[string, object, RegExp]>([
    ["arguments of one answer", { limit: 5 }, /^arguments\.limit: is about one answer of list_letters/],
    ["a place of the caller's", { after: "x" }, /^arguments\.after: /],
    ["arguments that the tool does not take", { colour: "red" }, /colour/],
    ["arguments of a wrong type", { search: 1 }, /^search: /],
  ])("%s", async (_, args, message) => {
    const { tool, requests } = letters();
    const error = await failureOf(() => contextWith(tool).listQuery("list_letters", { ...args }));
    expect([error.code, requests]).toEqual(["arguments_invalid", []]);
    expect(error.message).toMatch(message);
  });

  test("a tool that is none, and one that lists nothing", async () => {
    const getUser = descriptors.find(({ name }) => name === "get_user");
    const tool = getUser && (await load(getUser));
    for (const context of [contextWith(), contextWith(tool)]) {
      const error = await failureOf(() => context.listQuery("get_user", { user_id: "00u1" }));
      expect([error.code, error.field]).toEqual(["arguments_invalid", "tool"]);
    }
  });
});

test("every generated tool that takes a cursor hands over its query", async () => {
  const required: Readonly<Record<string, object>> = {
    list_user_groups: { user_id: "00u1" },
    list_group_users: { group_id: "00g1" },
    list_group_apps: { group_id: "00g1" },
    list_policies: { type: "PASSWORD" },
    list_policy_rules: { policy_id: "00p1" },
  };
  const lists = descriptors.filter(({ inputSchema }) => "after" in inputSchema.properties);
  expect(lists.map(({ name }) => name)).toContain("get_logs");
  for (const descriptor of lists) {
    const query = await contextWith(await load(descriptor)).listQuery(descriptor.name, {
      ...required[descriptor.name],
    });
    expect(query.view.length).toBeGreaterThan(0);
  }
});
