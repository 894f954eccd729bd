import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { runList } from "../../src/tool/list.js";
import type { ListSource } from "../../src/tool/list-source.js";
import { MAX_RESULT, size } from "../../src/tool/shape.js";
import type { ListArguments, OktaAnswer, ToolResult } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { answer, type Item, itemsOf, playList, runOptions } from "./lists.js";

const full = { detail: "full" } as const;
const run = (input: ListArguments, source: ListSource, view: readonly string[] = []) =>
  runList(input, view, source, runOptions());
const answering = (page: () => OktaAnswer): ListSource => ({ page: async () => page() });
const answeringError = (error: OktaMcpError): ListSource => ({ page: () => Promise.reject(error) });
const ids = ({ items }: ToolResult) => (items as Item[]).map(({ id }) => id);

/** All answers, followed by `next` to the end. */
async function followed(input: ListArguments, source: ListSource): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  let after: string | undefined;
  do {
    const result = await run({ ...input, after, detail: "full" }, source);
    results.push(result);
    after = result.next as string | undefined;
  } while (after !== undefined && results.length < 1000);
  return results;
}

const extents = fc.record({
  limit: fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }),
  fetch_all: fc.boolean(),
  max_items: fc.integer({ min: 1, max: 60 }),
});

test("following next gives every item once, in order, whatever the sizes, pages and ways to read", async () => {
  const lengths = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 20_000 }), fc.constant(60_000)), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 15 }), extents, async (sizes, maximum, input) => {
      const items = itemsOf(sizes);
      const results = await followed(
        { search: "x", ...input } as object,
        playList(() => items, { maximum }).source,
      );
      expect(results.flatMap(ids)).toEqual(items.map(({ id }) => id));
      for (const result of results) {
        expect(size(result)).toBeLessThanOrEqual(MAX_RESULT);
        expect(result.count).toBe((result.items as unknown[]).length);
        expect(result.complete).toBe(result.next === undefined);
        if (!input.fetch_all && input.limit) expect(result.count).toBeLessThanOrEqual(input.limit);
        if (input.fetch_all) expect(result.total_read).toBeLessThanOrEqual(input.max_items);
      }
    }),
    { numRuns: 150 },
  );
});

test("a list goes on from one way of reading to another", async () => {
  const items = itemsOf(Array.from({ length: 30 }, () => 3000));
  const { source } = playList(() => items, { maximum: 20 });
  const first = await run({ ...full, fetch_all: true, limit: 5 }, source);
  const second = await run({ ...full, limit: 5, after: String(first.next) }, source);
  const third = await run({ ...full, fetch_all: true, after: String(second.next) }, source);
  expect(second.count).toBe(5);
  const shown = [first, second, third].flatMap(ids);
  expect(shown).toEqual(items.slice(0, shown.length).map(({ id }) => id));
  expect(third.total_read).toBe(30 - Number(first.count) - 5);
});

describe("a page", () => {
  test("under the cap is one answer, its next Okta's cursor", async () => {
    const items = itemsOf([1, 1, 1]);
    const { source, requests } = playList(() => items);
    const first = await run({ limit: 2 }, source, ["id"]);
    expect(first).toEqual({
      items: [{ id: "id-0" }, { id: "id-1" }],
      count: 2,
      complete: false,
      next: expect.any(String),
    });
    expect(await run({ limit: 2, after: String(first.next) }, source, ["id"])).toEqual({
      items: [{ id: "id-2" }],
      count: 1,
      complete: true,
    });
    expect(requests.map(({ after }) => after)).toEqual([undefined, "1"]);
  });

  test("over the cap is cut, says so, and goes on in the same page of Okta's", async () => {
    const items = itemsOf([15_000, 15_000, 15_000]);
    const { source, requests } = playList(() => items);
    const first = await run({ ...full, limit: 3 }, source);
    expect(first).toMatchObject({ count: 2, complete: false });
    expect(first.note).toMatch(/^Cut to stay under 40000 characters: 2 of the 3 items/);
    const rest = await run({ ...full, limit: 10, after: String(first.next) }, source);
    expect(rest.items).toMatchObject([{ id: "id-2" }]);
    expect(requests).toMatchObject([
      { after: undefined, limit: 3 },
      { after: undefined, limit: 3 },
    ]);
  });

  test("with an item over the cap shows it without its largest field, and says so", async () => {
    const { items } = await run(full, playList(() => itemsOf([60_000])).source);
    expect(items).toEqual([{ id: "id-0", place: 0, omitted: ["text"], note: expect.stringContaining("60") }]);
  });

  test("with an item that cannot be cut shows it all the same, so that the list goes on", async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`attribute${at}`, at]));
    const source = answering(() => answer([{ id: "many", ...many }, { id: "next" }]));
    const first = await run(full, source);
    expect(first).toMatchObject({ count: 1, complete: false });
    const rest = await run({ ...full, after: String(first.next) }, source);
    expect(rest).toMatchObject({ items: [{ id: "next" }], complete: true });
  });

  test("whose items have no id is continued by their number", async () => {
    const texts = ["a", "b", "c", "d", "e"].map((letter) => ({ text: letter.repeat(15_000) }));
    const results = await followed(
      {},
      answering(() => answer(texts)),
    );
    expect(results.flatMap(({ items }) => items)).toEqual(texts);
  });

  test("without items is passed over, since Okta filters pages after cutting them", async () => {
    let calls = 0;
    const source = answering(() => {
      calls += 1;
      return calls === 1 ? answer([], "later") : answer([{ id: "1" }]);
    });
    expect(await run({}, source, ["id"])).toEqual({ items: [{ id: "1" }], count: 1, complete: true });
  });
});

describe("fetch_all", () => {
  const small = itemsOf(Array.from({ length: 45 }, () => 1));

  test("reads to the end in Okta's largest pages, whatever limit says", async () => {
    const { source, requests } = playList(() => small, { maximum: 20 });
    const result = await run({ fetch_all: true, limit: 3 }, source, ["id"]);
    expect(result).toEqual({
      items: small.map(({ id }) => ({ id })),
      count: 45,
      total_read: 45,
      complete: true,
    });
    expect(requests.map(({ limit }) => limit)).toEqual([20, 20, 20]);
  });

  test("stops at max_items, in the middle of a page too, says so and goes on there", async () => {
    const { source } = playList(() => small, { maximum: 20 });
    const first = await run({ fetch_all: true, max_items: 33 }, source, ["id"]);
    expect(first).toMatchObject({ count: 33, total_read: 33, complete: false });
    expect(first.note).toBe("33 items read, more follow. Go on with next.");
    const rest = await run({ fetch_all: true, after: String(first.next) }, source, ["id"]);
    expect([...ids(first), ...ids(rest)]).toEqual(small.map(({ id }) => id));
  });

  test("reads 2,000 items where nothing else is said", async () => {
    const items = itemsOf(Array.from({ length: 2050 }, () => 1));
    const { source, requests } = playList(() => items, { maximum: 10_000 });
    expect(await run({ fetch_all: true }, source, ["id"])).toMatchObject({
      total_read: 2000,
      complete: false,
    });
    expect(requests.map(({ limit }) => limit)).toEqual([1000, 1000]);
  });

  test("counts all that it read where not all can be shown", async () => {
    const items = itemsOf(Array.from({ length: 30 }, () => 3000));
    const { source } = playList(() => items, { maximum: 20 });
    const ended = await run({ ...full, fetch_all: true }, source);
    expect(ended).toMatchObject({ count: 11, total_read: 30, complete: false });
    expect(ended.note).toMatch(/^30 items read, the list ends there; the first 11 are shown/);
    const stopped = await run({ ...full, fetch_all: true, max_items: 25 }, source);
    expect(stopped).toMatchObject({ count: 11, total_read: 25, complete: false });
    expect(stopped.note).toMatch(/^25 items read, more follow; the first 11 are shown/);
  });

  describe("that fails on the way", () => {
    const failingAt = (after: string, error: OktaMcpError): ListSource => {
      const { source } = playList(() => small, { maximum: 20 });
      return {
        ...source,
        page: (request) => (request.after === after ? Promise.reject(error) : source.page(request)),
      };
    };
    const limited = new OktaMcpError("rate_limited", "Okta refuses.", { next: "Call again at 12:00." });

    test("keeps what it has, says why it stopped, and goes on there", async () => {
      const first = await run({ fetch_all: true }, failingAt("19", limited), ["id"]);
      expect(first).toMatchObject({ count: 20, total_read: 20, complete: false });
      expect(first.note).toBe(
        "Stopped early by rate_limited: Okta refuses. Call again at 12:00. 20 items read, more follow. Go on with next.",
      );
      const { source } = playList(() => small, { maximum: 20 });
      const rest = await run({ fetch_all: true, after: String(first.next) }, source, ["id"]);
      expect([...ids(first), ...ids(rest)]).toEqual(small.map(({ id }) => id));
    });

    test.each<[string, () => Promise<unknown>, string]>([
      [
        "with its first page",
        () => run({ fetch_all: true, after: undefined }, answeringError(limited)),
        "rate_limited",
      ],
      [
        "for being cancelled",
        () => run({ fetch_all: true }, failingAt("19", new OktaMcpError("cancelled", "Cancelled."))),
        "cancelled",
      ],
    ])("%s is an error", async (_, reading, code) => {
      expect((await failureOf(reading)).code).toBe(code);
    });
  });

  test("tells how far it is, page by page", async () => {
    const seen: number[] = [];
    const { source } = playList(() => small, { maximum: 20 });
    await runList(
      { fetch_all: true },
      ["id"],
      source,
      runOptions({ progress: ({ done }) => seen.push(done) }),
    );
    expect(seen).toEqual([20, 40, 45]);
  });
});

test.each<[string, unknown]>([
  ["an object", {}],
  ["nothing", undefined],
])("%s in place of a list is an unexpected response", async (_, data) => {
  const error = await failureOf(() =>
    run(
      {},
      answering(() => answer(data)),
    ),
  );
  expect(error.code).toBe("unexpected_response");
});

test("another list's cursor is refused before anything is asked", async () => {
  const { source, requests } = playList(() => itemsOf([1, 1, 1]));
  const { next } = await run({ search: "a", limit: 2 } as object, source);
  const other = { search: "b", limit: 2, after: String(next) };
  expect((await failureOf(() => run(other, source))).code).toBe("arguments_invalid");
  expect(requests).toHaveLength(1);
});

test("count_only counts from the beginning: with a cursor it is refused before anything is asked", async () => {
  const { source, requests } = playList(() => itemsOf([1, 1, 1]));
  const { next } = await run({ limit: 2 }, source);
  const error = await failureOf(() => run({ count_only: true, after: String(next) }, source));
  expect(error).toMatchObject({ code: "arguments_invalid", field: "after" });
  expect(error.next).toMatch(/Leave `after` out/);
  expect(requests).toHaveLength(1);
  expect(await run({ count_only: true }, source)).toEqual({ total_read: 3, complete: true });
});
