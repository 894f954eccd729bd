import fc from "fast-check";
import { expect, test } from "vitest";
import { listPage } from "../../src/tool/list.js";
import { MAX_RESULT, size } from "../../src/tool/shape.js";
import type { OktaAnswer, ToolResult } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";

const ORG = "https://example.okta.com";

interface Item {
  id: string;
  text: string;
}

/** A list as Okta pages it: `after` is the id of the last item of the page before. */
function pagedList(items: readonly Item[], pageSize: number) {
  const requested: (string | undefined)[] = [];
  const page = async (after: string | undefined): Promise<OktaAnswer> => {
    requested.push(after);
    const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1;
    const data = items.slice(start, start + pageSize);
    return answer(data, start + pageSize < items.length ? data.at(-1)?.id : undefined);
  };
  return { page, requested };
}

function answer(data: unknown, after?: string): OktaAnswer {
  const headers = new Headers();
  if (after !== undefined) headers.set("link", `<${ORG}/api/v1/users?after=${after}>; rel="next"`);
  return { data, response: new Response(null, { headers }) };
}

const itemsOf = (lengths: readonly number[]): Item[] =>
  lengths.map((length, at) => ({ id: `id-${at}`, text: "x".repeat(length) }));

/** All pages, followed by `next` to the end. */
async function readAll(items: readonly Item[], pageSize: number, args: object = {}): Promise<ToolResult[]> {
  const { page } = pagedList(items, pageSize);
  const results: ToolResult[] = [];
  let after: string | undefined;
  do {
    const result = await listPage({ ...args, after, detail: "full" }, [], page, ORG);
    results.push(result);
    after = result.next as string | undefined;
  } while (after !== undefined && results.length < 1000);
  return results;
}

test("following next gives every item once, in order, whatever the sizes and pages", async () => {
  const lengths = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 20_000 }), fc.constant(60_000)), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 15 }), async (sizes, pageSize) => {
      const items = itemsOf(sizes);
      const results = await readAll(items, pageSize, { search: "x" });
      const shown = results.flatMap((result) => result.items as { id: string }[]);
      expect(shown.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      for (const result of results) {
        expect(size(result)).toBeLessThanOrEqual(MAX_RESULT);
        expect(result.count).toBe((result.items as unknown[]).length);
        expect(result.complete).toBe(result.next === undefined);
      }
    }),
    { numRuns: 150 },
  );
});

test("a page under the cap is one answer, its next Okta's cursor", async () => {
  const { page, requested } = pagedList(itemsOf([1, 1, 1]), 2);
  const first = await listPage({}, ["id"], page, ORG);
  expect(first).toEqual({
    items: [{ id: "id-0" }, { id: "id-1" }],
    count: 2,
    complete: false,
    next: expect.any(String),
  });
  expect(await listPage({ after: String(first.next) }, ["id"], page, ORG)).toEqual({
    items: [{ id: "id-2" }],
    count: 1,
    complete: true,
  });
  expect(requested).toEqual([undefined, "id-1"]);
});

test("a cut says so, and goes on in the same page of Okta's", async () => {
  const { page, requested } = pagedList(itemsOf([15_000, 15_000, 15_000]), 3);
  const first = await listPage({ detail: "full" }, [], page, ORG);
  expect(first).toMatchObject({ count: 2, complete: false });
  expect(first.note).toMatch(/^Cut to stay under 40000 characters: 2 of the 3 items/);
  const rest = await listPage({ detail: "full", after: String(first.next) }, [], page, ORG);
  expect(rest.items).toMatchObject([{ id: "id-2" }]);
  expect(requested).toEqual([undefined, undefined]);
});

test("an item over the cap is shown without its largest field, and says so", async () => {
  const { page } = pagedList(itemsOf([60_000]), 3);
  const { items } = await listPage({ detail: "full" }, [], page, ORG);
  expect(items).toEqual([{ id: "id-0", omitted: ["text"], note: expect.stringContaining("60") }]);
});

test("an item that cannot be cut is shown all the same, so that the list goes on", async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`attribute${at}`, at]));
  const page = async () => answer([{ id: "many", ...many }, { id: "next" }]);
  const first = await listPage({ detail: "full" }, [], page, ORG);
  expect(first).toMatchObject({ count: 1, complete: false });
  const rest = await listPage({ detail: "full", after: String(first.next) }, [], page, ORG);
  expect(rest).toMatchObject({ items: [{ id: "next" }], complete: true });
});

test("items without an id are continued by their number", async () => {
  const texts = ["a", "b", "c", "d", "e"].map((letter) => ({ text: letter.repeat(15_000) }));
  const page = async () => answer(texts);
  const shown: unknown[] = [];
  let after: string | undefined;
  do {
    const result = await listPage({ detail: "full", after }, [], page, ORG);
    shown.push(...(result.items as unknown[]));
    after = result.next as string | undefined;
  } while (after !== undefined && shown.length < 20);
  expect(shown).toEqual(texts);
});

test("items that came in before the last one shown change nothing", async () => {
  const items = itemsOf([15_000, 15_000, 15_000]);
  const first = await listPage({ detail: "full" }, [], pagedList(items, 5).page, ORG);
  const later = [{ id: "new", text: "" }, ...items];
  const rest = await listPage(
    { detail: "full", after: String(first.next) },
    [],
    pagedList(later, 5).page,
    ORG,
  );
  expect(rest.items).toMatchObject([{ id: "id-2" }]);
});

test("when the last one shown is gone, the list does not guess", async () => {
  const items = itemsOf([15_000, 15_000, 15_000]);
  const first = await listPage({ detail: "full" }, [], pagedList(items, 5).page, ORG);
  const later = pagedList(
    items.filter(({ id }) => id !== "id-1"),
    5,
  );
  const error = await failureOf(() =>
    listPage({ detail: "full", after: String(first.next) }, [], later.page, ORG),
  );
  expect(error).toMatchObject({ code: "arguments_invalid", field: "after" });
});

test("when all that was left of a cut page is gone, the list goes on with the next page", async () => {
  const items = itemsOf([15_000, 15_000, 15_000]);
  const first = await listPage({ detail: "full" }, [], async () => answer(items, "id-2"), ORG);
  const rest = await listPage(
    { detail: "full", after: String(first.next) },
    [],
    async () => answer(items.slice(0, 2), "id-1"),
    ORG,
  );
  expect(rest).toMatchObject({ items: [], complete: false, next: expect.any(String) });
});

test("an empty page ends the list, whatever link comes with it", async () => {
  expect(await listPage({}, ["id"], async () => answer([], "later"), ORG)).toEqual({
    items: [],
    count: 0,
    complete: true,
  });
});

test.each<[string, unknown]>([
  ["an object", {}],
  ["nothing", undefined],
])("%s in place of a list is an unexpected response", async (_, data) => {
  const error = await failureOf(() => listPage({}, [], async () => answer(data), ORG));
  expect(error.code).toBe("unexpected_response");
});

test("a next link to another host is refused", async () => {
  const headers = { link: '<https://evil.example.com/api/v1/users?after=x>; rel="next"' };
  const page = async () => ({ data: [{ id: "1" }], response: new Response(null, { headers }) });
  expect((await failureOf(() => listPage({}, ["id"], page, ORG))).code).toBe("unexpected_response");
});

test("another list's cursor is refused before anything is asked", async () => {
  const { page, requested } = pagedList(itemsOf([1, 1, 1]), 2);
  const list = { search: "a", limit: 2 };
  const { next } = await listPage(list, ["id"], page, ORG);
  const other = { search: "b", limit: 2, after: String(next) };
  expect((await failureOf(() => listPage(other, ["id"], page, ORG))).code).toBe("arguments_invalid");
  expect(requested).toHaveLength(1);
});
