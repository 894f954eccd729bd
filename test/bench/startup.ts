import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { JsonRpcClient } from "./json-rpc-client.js";
import { median, timed } from "./measure.js";
import { PROGRAM, residentMemory } from "./processes.js";
import type { Figure } from "./report.js";

const ROUNDS = 15;
const IDLE_MS = 1_000;
const MEGABYTE = 1024 * 1024;
/** For both, since variables such as NODE_OPTIONS have their price. No org is asked before the first call: it need not be there. */
const ENV = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: "00none" };

/** From spawn to the answer of `tools/list`, against a Node that has nothing to do; and the memory of a server at rest. */
export async function startup(): Promise<Figure[]> {
  const bare: number[] = [];
  const ours: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await timed(() => once(spawn(process.execPath, ["-e", "0"], { env: ENV }), "exit")));
    let client: JsonRpcClient | undefined;
    ours.push(
      await timed(async () => {
        client = new JsonRpcClient([process.execPath, PROGRAM], ENV);
        await client.initialize();
        await client.request("tools/list", {});
      }),
    );
    await delay(IDLE_MS);
    memory.push((await residentMemory(client?.pid ?? 0)) / MEGABYTE);
    await client?.close();
  }
  const ratio = median(ours) / median(bare);
  const idle = median(memory);
  return [
    { name: "spawn to tools/list", value: median(ours), unit: "ms" },
    {
      name: "spawn to tools/list, of `node -e 0`",
      value: ratio,
      unit: "x",
      goal: "at most 2 x",
      reached: ratio <= 2,
    },
    { name: "memory at idle", value: idle, unit: "MB", goal: "at most 60 MB", reached: idle <= 60 },
  ];
}
