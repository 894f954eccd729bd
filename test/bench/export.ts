import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startBench } from "./processes.js";
import type { Figure } from "./report.js";

const USERS = 100_000;
const SAMPLE_MS = 20;
const MEGABYTE = 1024 * 1024;

/** Memory of the server while it exports a large org, above what it holds when idle after its first call. */
export async function exports(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), "okta-mcp-bench-"));
  const bench = await startBench({ users: USERS }, { OKTA_EXPORT_DIR: directory });
  try {
    await bench.warmUp("list_users");
    const idle = await bench.serverMemory();
    let peak = idle;
    let isRunning = true;
    const exported = bench.call("export_records", { tool: "list_users", file: "users.csv" }).finally(() => {
      isRunning = false;
    });
    while (isRunning) {
      peak = Math.max(peak, await bench.serverMemory());
      await delay(SAMPLE_MS);
    }
    const answer = await exported;
    const above = (peak - idle) / MEGABYTE;
    const goal = { goal: "at most 60 MB", reached: above <= 60 };
    return [{ name: `export of ${answer.rows} users, memory above idle`, value: above, unit: "MB", ...goal }];
  } finally {
    await bench.close();
    await rm(directory, { recursive: true, force: true });
  }
}
