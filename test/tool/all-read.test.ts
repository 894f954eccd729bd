import { expect, test } from "vitest";
import { allRead } from "../../src/tool/all-read.js";

test("all results stand in the order asked for", async () => {
  expect(await allRead([Promise.resolve(1), Promise.resolve("b")])).toEqual([1, "b"]);
});

test("it rejects as the first does, once all are at rest", async () => {
  const ended: string[] = [];
  const slow = new Promise<void>((resolve) => {
    setTimeout(() => {
      ended.push("slow");
      resolve();
    }, 20);
  });
  await expect(allRead([slow, Promise.reject(new Error("refused"))])).rejects.toThrow("refused");
  expect(ended).toEqual(["slow"]);
});
