import { load } from "./measure.js";
import { startBench } from "./processes.js";
import type { Figure } from "./report.js";

const TOTAL = 3_000;

/** One tool call through MCP against the same request by bare undici. */
export async function calls(): Promise<Figure[]> {
  const bench = await startBench({});
  try {
    const { items } = (await bench.call("list_users", { limit: 1 })) as { items: { id: string }[] };
    const id = items[0]?.id ?? "";
    const bare = () => bench.get(`/api/v1/users/${id}`);
    const tool = () => bench.call("get_user", { user_id: id });
    await load(8, 500, bare);
    await load(8, 500, tool);
    const figures: Figure[] = [];
    for (const callers of [1, 8, 64]) {
      const direct = await load(callers, TOTAL, bare);
      const through = await load(callers, TOTAL, tool);
      if (callers === 1) {
        figures.push({
          name: "added latency of a tool call, p50",
          value: through.p50 - direct.p50,
          unit: "ms",
          goal: "at most 1 ms",
          reached: through.p50 - direct.p50 <= 1,
        });
      }
      const share = through.perSecond / direct.perSecond;
      figures.push({
        name: `throughput at ${callers} callers, of bare undici`,
        value: share * 100,
        unit: "%",
        ...(callers === 8 && { goal: "at least 50 %", reached: share >= 0.5 }),
      });
    }
    return figures;
  } finally {
    await bench.close();
  }
}
