import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "../../src/tools/in-parallel.js";

const ITEMS = Array.from({ length: 20 }, (_, index) => index);

test("does each once, and no more at a time than allowed", async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  await inParallel(ITEMS, 3, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
    done.push(item);
  });
  expect([done, most]).toEqual([ITEMS, 3]);
});

test("after a failure begins nothing more", async () => {
  const begun: number[] = [];
  const failure = new Error("the fifth");
  const all = inParallel(ITEMS, 3, async (item) => {
    begun.push(item);
    await turn();
    if (item === 4) throw failure;
  });
  await expect(all).rejects.toBe(failure);
  const count = begun.length;
  await turn();
  await turn();
  expect([count < 10, begun.length]).toEqual([true, count]);
});

test("fails when nothing goes on any more", async () => {
  let underWay = 0;
  const all = inParallel(ITEMS, 3, async (item) => {
    underWay += 1;
    for (let turns = 0; turns < item * 3; turns++) await turn();
    underWay -= 1;
    if (item === 0) throw new Error("the first");
  });
  await expect(all).rejects.toThrow("the first");
  expect(underWay).toBe(0);
});

test("of nothing is done at once", async () => {
  await inParallel([], 3, async () => {
    throw new Error("there is nothing to do");
  });
});
