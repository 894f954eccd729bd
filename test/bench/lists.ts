import { median, timed } from "./measure.js";
import { pageThrough } from "./paging.js";
import { type Bench, startBench } from "./processes.js";
import type { Figure } from "./report.js";

const USERS = 100_000;
const DAY_MS = 86_400_000;

const ROUNDS = 3;

/** All users of a large org by fetch_all, against the same pages one after another by bare undici. */
export async function lists(): Promise<Figure[]> {
  const bench = await startBench({ users: USERS });
  try {
    await bench.warmUp("list_users");
    const path = "/api/v1/users?limit=200";
    const { count, ratio } = await compare(bench, path, "list_users", {});
    const share = ratio * 100;
    const goal = { goal: "at least 85 %", reached: share >= 85 };
    return [{ name: `fetch_all of ${count} users, of bare paging`, value: share, unit: "%", ...goal }];
  } finally {
    await bench.close();
  }
}

/** A 30-day log query with 50 ms of latency, in slices at once against one page after another. */
export async function logs(): Promise<Figure[]> {
  const bench = await startBench({ events: 30_000, delay: 50 });
  try {
    await bench.warmUp("get_logs");
    const until = new Date();
    const window = {
      since: new Date(until.getTime() - 30 * DAY_MS).toISOString(),
      until: until.toISOString(),
    };
    const path = `/api/v1/logs?${new URLSearchParams({ ...window, limit: "1000" })}`;
    const { count, ratio } = await compare(bench, path, "get_logs", window);
    const goal = { goal: "at least 2 x", reached: ratio >= 2 };
    const name = `30-day log query (${count} events), faster than sequential`;
    return [{ name, value: ratio, unit: "x", ...goal }];
  } finally {
    await bench.close();
  }
}

/** How many times as fast the tool reads a list to its end as bare paging does: the median of some rounds. */
async function compare(
  bench: Bench,
  path: string,
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<{ count: number; ratio: number }> {
  const ratios: number[] = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let read = 0;
    const bare = await timed(async () => {
      count = await pageThrough(bench, path);
    });
    const through = await timed(async () => {
      const answer = await bench.call(tool, { ...args, fetch_all: true, max_items: USERS });
      read = Number(answer.total_read);
    });
    if (count !== read) throw new Error(`${count} items by paging, ${read} by fetch_all`);
    ratios.push(bare / through);
  }
  return { count, ratio: median(ratios) };
}
