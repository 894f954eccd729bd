import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { PROGRAM } from "./program.js";
import type { Json } from "./session.js";

/** The built program as a bare process: what it is sent, what it writes, and how it ends. */
export interface Process {
  /** Writes one line to its stdin. */
  send(line: string | Json): void;
  /** Writes bytes to its stdin as they are. */
  sendBytes(bytes: Uint8Array): void;
  /** The next message on its stdout that answers the request with this id. */
  answer(id: number): Promise<Json>;
  /** The first match in what it writes to stdout, as soon as it is there. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Everything on stdout so far. */
  stdout(): string;
  /** The same line by line. */
  lines(): readonly string[];
  stderr(): string;
  /** Ends its stdin, as a client that goes away does. */
  hangUp(): void;
  /** Stops reading its stdout: its next write meets a broken pipe. */
  stopReading(): void;
  /** The same for its stderr. */
  stopReadingErrors(): void;
  kill(signal: NodeJS.Signals): void;
  /** Exit code and milliseconds from now to the end; fails when it is still alive after `within` milliseconds. */
  exit(within?: number): Promise<{ code: number | null; signal: NodeJS.Signals | null; took: number }>;
}

export const INITIALIZE: Json = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
};

export const callRequest = (id: number, name: string, args: unknown): Json => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: args },
});

/** Without it Windows starts no program. */
const NEEDED: Readonly<Record<string, string>> =
  process.platform === "win32" ? { SystemRoot: process.env.SystemRoot ?? "" } : {};

export function startProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Process {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...NEEDED, ...env } });
  let out = "";
  let err = "";
  const waiting = new Set<() => void>();
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on("close", (code, signal) => resolve([code, signal]));
  });
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    for (const wake of waiting) wake();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  // Writing to a process that has ended is part of some tests.
  child.stdin.on("error", () => undefined);
  onTestFinished(() => {
    child.kill("SIGKILL");
  });

  const lines = () => out.split("\n").slice(0, -1);
  const find = (id: number) =>
    lines()
      .map((line) => JSON.parse(line) as Json)
      .find((message) => message.id === id);
  async function until<T>(look: () => T | undefined, what: string): Promise<T> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`No ${what} in 10 s. stdout: ${out}\nstderr: ${err}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        setTimeout(wake, 500);
      });
    }
  }
  return {
    send: (line) => child.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`),
    sendBytes: (bytes) => child.stdin.write(bytes),
    answer: (id) => until(() => find(id), `answer to ${id}`),
    printed: (pattern) => until(() => pattern.exec(out) ?? undefined, `match of ${pattern}`),
    stdout: () => out,
    lines,
    stderr: () => err,
    hangUp: () => child.stdin.end(),
    stopReading: () => child.stdout.destroy(),
    stopReadingErrors: () => child.stderr.destroy(),
    kill: (signal) => {
      child.kill(signal);
    },
    async exit(within = 5_000) {
      const started = performance.now();
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`The process is still alive after ${within} ms.`)), within).unref();
      });
      const [code, signal] = await Promise.race([ended, late]);
      return { code, signal, took: performance.now() - started };
    },
  };
}
