import { expect, test } from "vitest";
import { readWhole } from "../../src/tool/list-query.js";
import { collect, itemsOf, playList, runOptions } from "./lists.js";

const items = itemsOf(Array(95).fill(3));

test("reads to the end at the largest page", async () => {
  const { source, requests } = playList(() => items, { maximum: 20 });
  const pages = await collect(readWhole(source, undefined, "", runOptions()));
  expect(pages.flatMap((page) => page.items)).toEqual(items);
  expect([requests.length, pages.at(-1)?.next]).toEqual([5, undefined]);
});

test("reads nothing ahead beyond what is wanted", async () => {
  const { source, requests } = playList(() => items, { maximum: 20 });
  let read = 0;
  for await (const page of readWhole(source, undefined, "", runOptions(), 40)) {
    read += page.items.length;
    if (read >= 40) break;
  }
  expect([read, requests.length]).toEqual([40, 2]);
});

test("asks for a page no larger than what is wanted", async () => {
  const { source, requests } = playList(() => items, { maximum: 20 });
  for await (const _ of readWhole(source, undefined, "", runOptions(), 7)) break;
  expect(requests.map(({ limit }) => limit)).toEqual([7]);
});
