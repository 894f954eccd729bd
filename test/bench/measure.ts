/** Milliseconds that an action takes. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface Load {
  /** Median latency of one action, in milliseconds. */
  readonly p50: number;
  /** Actions finished in a second. */
  readonly perSecond: number;
}

/** Runs an action `total` times with so many callers at once, each starting its next when its last is done. */
export async function load(callers: number, total: number, action: () => Promise<unknown>): Promise<Load> {
  const latencies: number[] = [];
  let left = total;
  const caller = async (): Promise<void> => {
    while (left-- > 0) latencies.push(await timed(action));
  };
  const whole = await timed(() => Promise.all(Array.from({ length: callers }, caller)));
  return { p50: median(latencies), perSecond: (total / whole) * 1000 };
}
