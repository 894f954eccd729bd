import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runList } from "../../src/tool/list.js";
import type { ListArguments, ToolResult } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { type Item, itemsOf, playList, runOptions } from "./lists.js";

/** A list that others change while it is read. */
function changing(start: readonly Item[], maximum: number) {
  let items = start;
  const { source, requests } = playList(() => items, { maximum });
  return {
    requests,
    change: (next: (items: readonly Item[]) => readonly Item[]) => {
      items = next(items);
    },
    read: (input: ListArguments) => runList({ detail: "full", ...input }, [], source, runOptions()),
  };
}

const ids = ({ items }: ToolResult) => (items as Item[]).map(({ id }) => id);
const next = ({ next: text }: ToolResult) => String(text);
const without =
  (...gone: string[]) =>
  (items: readonly Item[]) =>
    items.filter(({ id }) => !gone.includes(id));
/** New items right in front of the place. */
const inFrontOf = (place: number, count: number) => (items: readonly Item[]) => [
  ...items,
  ...Array.from({ length: count }, (_, at) => ({
    id: `new-${place}-${at}`,
    place: place - 0.5 + at / 1000,
    text: "",
  })),
];

/** Between two answers: items that go (few enough that an anchor stands), and places where new ones come in. */
const change = fc.record({
  gone: fc.array(fc.nat({ max: 60 }), { maxLength: 4 }),
  came: fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 3 }),
});

test("what stood there all the while is shown once, in order, whatever comes and goes", async () => {
  const sizes = fc.array(fc.constantFrom(1, 3000, 9000, 16_000), { minLength: 1, maxLength: 60 });
  const input = fc.record({
    limit: fc.integer({ min: 1, max: 12 }),
    fetch_all: fc.boolean(),
    max_items: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      sizes,
      input,
      fc.integer({ min: 1, max: 12 }),
      fc.array(change),
      async (lengths, asked, maximum, changes) => {
        const start = itemsOf(lengths);
        const list = changing(start, maximum);
        const gone = new Set<string>();
        const shown: string[] = [];
        let after: string | undefined;
        let step = 0;
        do {
          const result = await list.read({ ...asked, after });
          shown.push(...ids(result));
          after = result.next as string | undefined;
          const { gone: places, came } = changes[step++] ?? { gone: [], came: [] };
          for (const place of places) gone.add(`id-${place}`);
          list.change(without(...gone));
          for (const place of came) list.change(inFrontOf(place + step / 100, 1));
        } while (after !== undefined && step < 1000);
        expect(new Set(shown).size).toBe(shown.length);
        const stood = start.map(({ id }) => id).filter((id) => !gone.has(id));
        expect(shown.filter((id) => stood.includes(id))).toEqual(stood);
      },
    ),
    { numRuns: 300 },
  );
});

describe("in the middle of a page, a list goes on", () => {
  const start = itemsOf(Array.from({ length: 12 }, () => 4000));

  async function readFirst(maximum = 10) {
    const list = changing(start, maximum);
    const first = await list.read({ limit: maximum });
    expect(first.count).toBe(8);
    return { ...list, after: next(first) };
  }

  test("when the last one shown is gone", async () => {
    const { change, read, after } = await readFirst();
    change(without("id-7", "id-6"));
    expect(ids(await read({ limit: 10, after })).slice(0, 2)).toEqual(["id-8", "id-9"]);
  });

  test("when new items push what was shown to a later page", async () => {
    const { change, read, after } = await readFirst();
    change(inFrontOf(0, 15));
    expect(ids(await read({ limit: 10, after }))).toEqual(["id-8", "id-9", "id-10", "id-11"].slice(0, 4));
  });

  test("with the next page, when all that was left of this one is gone", async () => {
    const { change, read, after } = await readFirst();
    change(without("id-8", "id-9", "id-10"));
    expect(await read({ limit: 10, after })).toMatchObject({ items: [{ id: "id-11" }], complete: true });
  });

  test("not at all when the last five shown are gone, since what follows is unknown", async () => {
    const { change, read, after } = await readFirst();
    change(without("id-3", "id-4", "id-5", "id-6", "id-7"));
    const error = await failureOf(() => read({ limit: 10, after }));
    expect(error).toMatchObject({ code: "arguments_invalid", field: "after" });
  });

  test("not at all when what was shown cannot be found in three pages", async () => {
    const { change, read, after, requests } = await readFirst();
    change(inFrontOf(0, 500));
    const before = requests.length;
    expect((await failureOf(() => read({ limit: 10, after }))).code).toBe("arguments_invalid");
    expect(requests.length - before).toBeLessThanOrEqual(4);
  });
});
