import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

type Json = Record<string, unknown>;

/**
 * A bare MCP client over stdio: lines of JSON-RPC and nothing else, so that what is measured is the server and not
 * the SDK's client beside it.
 */
export class JsonRpcClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(result: Json): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(command: readonly string[], env: Readonly<Record<string, string>>) {
    const [program = "", ...args] = command;
    this.#child = spawn(program, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    if (!this.#child.stdout) throw new Error("the server has no stdout");
    createInterface(this.#child.stdout).on("line", (line) => this.#receive(JSON.parse(line)));
    this.#child.once("exit", (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the server has ended with ${code}`));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async initialize(): Promise<void> {
    const clientInfo = { name: "bench", version: "1" };
    await this.request("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
  }

  request(method: string, params: Json): Promise<Json> {
    const id = ++this.#lastId;
    this.#send({ jsonrpc: "2.0", id, method, params });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#waiting.clear();
    this.#child.stdin?.end();
    await ended;
  }

  #send(message: Json): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #receive({ id, result, error }: { id?: number; result?: Json; error?: { message: string } }): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    this.#waiting.delete(id);
    if (result) waiting.resolve(result);
    else waiting.reject(new Error(error?.message));
  }
}
