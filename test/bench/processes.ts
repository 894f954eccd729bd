import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { JsonRpcClient } from "./json-rpc-client.js";

export interface OrgOptions {
  readonly users?: number;
  readonly events?: number;
  /** Milliseconds that each answer takes longer. */
  readonly delay?: number;
}

/** An org, the built server before it, and the two ways to it that are compared. Each runs in its own process. */
export interface Bench {
  /** A tool call through MCP over stdio. */
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** A first call of a list tool, which loads schemas and HTTP, and a first request by bare undici. */
  warmUp(listTool: string): Promise<void>;
  /** The same request by bare undici, its JSON parsed. */
  get(path: string): Promise<{ body: unknown; link: string | undefined }>;
  /** Resident memory of the server, in bytes. */
  serverMemory(): Promise<number>;
  close(): Promise<void>;
}

export const PROGRAM = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const ORG = fileURLToPath(new URL("./org-process.ts", import.meta.url));

export async function startBench(
  { users = 120, events = 2_000, delay = 0 }: OrgOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<Bench> {
  const org = spawn(process.execPath, ["--import", "tsx", ORG, `${users}`, `${events}`, `${delay}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url, apiToken } = await firstLine(org);
  const client = new JsonRpcClient([process.execPath, PROGRAM], {
    ...env,
    OKTA_ORG_URL: url,
    OKTA_API_TOKEN: apiToken,
    OKTA_RATE_RESERVE: "0",
  });
  await client.initialize();
  const pool = new Pool(url, { connections: 64 });
  const headers = { authorization: `SSWS ${apiToken}`, accept: "application/json" };
  const call: Bench["call"] = async (tool, args) => {
    const answer = await client.request("tools/call", { name: tool, arguments: args });
    if (answer.isError) throw new Error(JSON.stringify(answer.content));
    return answer.structuredContent as Record<string, unknown>;
  };
  const get: Bench["get"] = async (path) => {
    const { body, headers: answered } = await pool.request({ method: "GET", path, headers });
    const link = answered.link;
    return { body: await body.json(), link: Array.isArray(link) ? link.join(", ") : link };
  };
  return {
    call,
    get,
    async warmUp(listTool) {
      await call(listTool, { limit: 1 });
      await get("/api/v1/groups?limit=1");
    },
    serverMemory: () => residentMemory(client.pid),
    async close() {
      await client.close();
      await pool.destroy();
      org.kill();
      await once(org, "exit");
    },
  };
}

async function firstLine(child: ChildProcess): Promise<{ url: string; apiToken: string }> {
  if (!child.stdout) throw new Error("the org has no stdout");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return JSON.parse(line);
}

/** From /proc: Linux only, as the benchmark is. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}
