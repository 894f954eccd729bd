import { expect, it } from "vitest";
import { createSlots } from "../../src/http/slots.js";

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it("lets so many in at a time, and the others in the order of arrival", async () => {
  const slots = createSlots(2);
  const entered: number[] = [];
  for (const id of [1, 2, 3, 4]) void slots.acquire().then(() => entered.push(id));
  await settled();
  expect(entered).toEqual([1, 2]);
  slots.release();
  await settled();
  expect(entered).toEqual([1, 2, 3]);
});

it("who gives up waiting leaves the line, and takes nobody's place", async () => {
  const slots = createSlots(1);
  await slots.acquire();
  const gone = new AbortController();
  const waiting = slots.acquire(gone.signal);
  const next = slots.acquire();
  gone.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  slots.release();
  await next;
  slots.release();
  await slots.acquire();
});

it("who had given up before does not enter", async () => {
  await expect(createSlots(1).acquire(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
});
