import { timed } from "./measure.js";
import { pageThrough } from "./paging.js";
import { startBench } from "./processes.js";
import type { Figure } from "./report.js";

const USERS = 100_000;
const DAY_MS = 86_400_000;

/** All users of a large org by fetch_all, against the same pages one after another by bare undici. */
export async function lists(): Promise<Figure[]> {
  const bench = await startBench({ users: USERS });
  try {
    let bareCount = 0;
    let toolCount = 0;
    const bare = await timed(async () => {
      bareCount = await pageThrough(bench, "/api/v1/users?limit=200");
    });
    const tool = await timed(async () => {
      const answer = await bench.call("list_users", { fetch_all: true, max_items: USERS });
      toolCount = Number(answer.total_read);
    });
    if (bareCount !== toolCount) throw new Error(`${bareCount} users by paging, ${toolCount} by fetch_all`);
    const share = (bare / tool) * 100;
    const goal = { goal: "at least 85 %", reached: share >= 85 };
    return [{ name: `fetch_all of ${bareCount} users, of bare paging`, value: share, unit: "%", ...goal }];
  } finally {
    await bench.close();
  }
}

/** A 30-day log query with 50 ms of latency, in slices at once against one page after another. */
export async function logs(): Promise<Figure[]> {
  const bench = await startBench({ events: 30_000, delay: 50 });
  try {
    const until = new Date();
    const window = {
      since: new Date(until.getTime() - 30 * DAY_MS).toISOString(),
      until: until.toISOString(),
    };
    let bareCount = 0;
    let toolCount = 0;
    const bare = await timed(async () => {
      bareCount = await pageThrough(
        bench,
        `/api/v1/logs?${new URLSearchParams({ ...window, limit: "1000" })}`,
      );
    });
    const tool = await timed(async () => {
      const answer = await bench.call("get_logs", { ...window, fetch_all: true, max_items: USERS });
      toolCount = Number(answer.total_read);
    });
    if (bareCount !== toolCount) throw new Error(`${bareCount} events by paging, ${toolCount} by fetch_all`);
    const ratio = bare / tool;
    const goal = { goal: "at least 2 x", reached: ratio >= 2 };
    return [
      {
        name: `30-day log query (${bareCount} events), faster than sequential`,
        value: ratio,
        unit: "x",
        ...goal,
      },
    ];
  } finally {
    await bench.close();
  }
}
