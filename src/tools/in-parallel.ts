import { allRead } from "../tool/all-read.js";

/** Runs the action on all items, so many at a time; the first failure ends it: nothing more is begun, nor goes on. */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const work = async () => {
    for (const item of queue) {
      if (failed) return;
      try {
        await action(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await allRead(Array.from({ length: Math.min(most, items.length) }, work));
}
