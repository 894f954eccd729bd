import type { Readable, Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { EarlyAnswers } from "./early-answers.js";
import { LineOutput } from "./line-output.js";

/** Far above what a call may hold; a line beyond it is no message, and would fill the memory. */
const MAX_LINE_BYTES = 16_000_000;
const LINE_FEED = 0x0a;

export interface LineTransportOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly early: EarlyAnswers;
  /** Connects the SDK's server to this transport; called once, with the first message that needs it. */
  readonly connect: (transport: Transport) => Promise<void>;
  /** Told of the kind of fault only: a line that is no message may hold a secret. */
  readonly passOver: (kind: string) => void;
}

/**
 * One JSON-RPC message a line, as MCP's stdio transport wants it. Answers early what needs no SDK, and hands
 * everything else to it, in order.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: LineTransportOptions;
  readonly #output: LineOutput;
  #parts: Buffer[] = [];
  #length = 0;
  #connected: Promise<void> | undefined;
  /** The answer to `initialize` that was given already. */
  #answered: unknown;
  #caughtUp: (() => void) | undefined;
  #isClosed = false;

  constructor(options: LineTransportOptions) {
    this.#options = options;
    this.#output = new LineOutput(options.output);
    options.input.on("data", (chunk: Buffer) => this.#read(chunk));
  }

  async start(): Promise<void> {
    // The input is read from the beginning: somebody has to answer before the SDK is there.
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#options.input.removeAllListeners("data").pause();
    this.#output.flush();
    this.onclose?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#caughtUp && "id" in message && message.id === this.#answered && !("method" in message)) {
      this.#caughtUp();
      return;
    }
    await this.#output.send(message);
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      this.#add(rest.subarray(0, end));
      this.#endLine();
      rest = rest.subarray(end + 1);
    }
    this.#add(rest);
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MAX_LINE_BYTES) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #endLine(): void {
    const isTooLong = this.#length > MAX_LINE_BYTES;
    const line = Buffer.concat(this.#parts).toString("utf8").trim();
    this.#parts = [];
    this.#length = 0;
    if (isTooLong) this.#options.passOver("line too long");
    else if (line !== "") this.#parse(line);
  }

  #parse(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#options.passOver("SyntaxError");
      return;
    }
    this.#take(message);
  }

  #take(message: unknown): void {
    const early = this.#connected ? undefined : this.#options.early.take(message);
    if (early === "noted") return;
    if (early) {
      void this.send(early);
      return;
    }
    this.#connected ??= this.#connect();
    void this.#connected.then(
      () => this.#deliver(message as JSONRPCMessage),
      () => this.#refuse(message),
    );
  }

  /** What comes after the end, or makes the SDK throw, must not keep the next message from it. */
  #deliver(message: JSONRPCMessage): void {
    if (this.#isClosed) return;
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.#options.passOver(error instanceof Error ? error.name : typeof error);
    }
  }

  /** The SDK could not be loaded: whoever asks is told so rather than left waiting. */
  #refuse(message: unknown): void {
    this.#options.passOver("the MCP SDK could not be loaded");
    const id = typeof message === "object" && message !== null && "id" in message ? message.id : undefined;
    if (typeof id !== "string" && typeof id !== "number") return;
    void this.send({ jsonrpc: "2.0", id, error: { code: -32603, message: "The server could not start." } });
  }

  /** Loads the SDK's server and tells it what it has missed. */
  async #connect(): Promise<void> {
    const { messages, answered } = this.#options.early.missed();
    await this.#options.connect(this);
    if (answered === undefined) return;
    this.#answered = answered;
    const caughtUp = new Promise<void>((resolve) => {
      this.#caughtUp = resolve;
    });
    for (const message of messages) this.#deliver(message);
    await caughtUp;
    this.#caughtUp = undefined;
  }
}
