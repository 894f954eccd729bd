/** So many at a time; who comes later waits in line. */
export interface Slots {
  /** Resolves when it is the caller's turn, who then must `release`. Rejects with the signal's reason. */
  acquire(signal?: AbortSignal): Promise<void>;
  release(): void;
}

export function createSlots(count: number): Slots {
  let free = count;
  /** In the order of arrival: a Set forgets from the middle without a search. */
  const waiting = new Set<() => void>();

  return {
    async acquire(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free--;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          waiting.delete(enter);
          reject(signal?.reason);
        };
        waiting.add(enter);
        signal?.addEventListener("abort", leave, { once: true });
      });
    },
    release() {
      const [next] = waiting;
      if (next === undefined) {
        free++;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
}
