import { load, median } from "./measure.js";
import { startBench } from "./processes.js";
import type { Figure } from "./report.js";

const PER_ROUND = 2_000;
const ROUNDS = 7;

/** One tool call through MCP against the same request by bare undici: medians over rounds of both, one after the other. */
export async function calls(): Promise<Figure[]> {
  const bench = await startBench({});
  try {
    const { items } = (await bench.call("list_users", { limit: 1 })) as { items: { id: string }[] };
    const id = items[0]?.id ?? "";
    const bare = () => bench.get(`/api/v1/users/${id}`);
    const tool = () => bench.call("get_user", { user_id: id });
    await load(8, 5_000, bare);
    await load(8, 5_000, tool);
    const figures: Figure[] = [];
    for (const callers of [1, 8, 64]) {
      const added: number[] = [];
      const shares: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const direct = await load(callers, PER_ROUND, bare);
        const through = await load(callers, PER_ROUND, tool);
        added.push(through.p50 - direct.p50);
        shares.push((through.perSecond / direct.perSecond) * 100);
      }
      if (callers === 1) figures.push(latency(median(added)));
      figures.push(throughput(callers, median(shares)));
    }
    return figures;
  } finally {
    await bench.close();
  }
}

function latency(value: number): Figure {
  const goal = { goal: "at most 1 ms", reached: value <= 1 };
  return { name: "added latency of a tool call, p50", value, unit: "ms", ...goal };
}

function throughput(callers: number, value: number): Figure {
  const name = `throughput at ${callers} callers, of bare undici`;
  const goal = callers === 8 && { goal: "at least 50 %", reached: value >= 50 };
  return { name, value, unit: "%", ...goal };
}
