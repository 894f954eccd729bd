import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test } from "vitest";
import { EarlyAnswers } from "../../src/mcp/early-answers.js";
import { createFront } from "../../src/mcp/front.js";
import { LineTransport } from "../../src/mcp/line-transport.js";
import { idleService } from "./idle-service.js";

interface Setting {
  /** In place of the SDK: what it does with a message. */
  readonly take?: (message: JSONRPCMessage, transport: LineTransport) => void;
  readonly loads?: boolean;
  /** Bytes that the client's end holds before it is read. */
  readonly room?: number;
}

function open({ take = () => undefined, loads = true, room = 100_000 }: Setting = {}) {
  const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: room })];
  const passedOver: string[] = [];
  const transport = new LineTransport({
    input,
    output,
    early: new EarlyAnswers(createFront(idleService, { version: "1", org: "acme.okta.com" })),
    passOver: (kind) => passedOver.push(kind),
    async connect(end) {
      if (!loads) throw new Error("not loaded");
      end.onmessage = (message) => take(message, transport);
    },
  });
  return {
    transport,
    output,
    passedOver,
    write: (text: string | Buffer) => input.write(text),
    send: (...messages: object[]) =>
      input.write(messages.map((message) => `${JSON.stringify(message)}\n`).join("")),
    received: () =>
      String(output.read() ?? "")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};
const call = (id: unknown) => ({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "x" } });
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Answers everything that asks, as the SDK would. */
const answering: NonNullable<Setting["take"]> = (message, transport) => {
  if ("id" in message && message.id !== undefined) {
    void transport.send({ jsonrpc: "2.0", id: message.id, result: { of: "sdk" } });
  }
};

test("an id may be used again, that of the introduction as well", async () => {
  const { send, received } = open({ take: answering });
  send(INITIALIZE);
  await aMoment();
  expect(received()).toMatchObject([{ id: 0, result: { protocolVersion: "2025-06-18" } }]);
  send(call(1));
  await aMoment();
  send(call(0), call(0));
  await aMoment();
  expect(received().map(({ id, result }) => [id, result.of])).toEqual([
    [1, "sdk"],
    [0, "sdk"],
    [0, "sdk"],
  ]);
});

test("once the SDK is there it answers everything, so that answers keep their order", async () => {
  const { send, received } = open({ take: answering });
  send(INITIALIZE, call(1), { jsonrpc: "2.0", id: 2, method: "ping" });
  await aMoment();
  expect(received().map(({ id, result }) => [id, result.of])).toEqual([
    [0, undefined],
    [1, "sdk"],
    [2, "sdk"],
  ]);
});

test("a fault is told by its kind alone: its words may be a secret's", async () => {
  const { send, write, passedOver } = open({
    take(message, transport) {
      if ("id" in message && message.id === 1) throw new TypeError("hunter2");
      if ("id" in message && message.id === 2) throw "hunter2";
      answering(message, transport);
    },
  });
  write('{"secret": hunter2}\n');
  send(INITIALIZE, call(1), call(2));
  await aMoment();
  expect(passedOver.sort()).toEqual(["SyntaxError", "TypeError", "string"]);
});

describe("where the SDK cannot be loaded", () => {
  test("only those who ask are answered", async () => {
    const { send, received, passedOver } = open({ loads: false });
    const told = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    send(INITIALIZE, told, call(null), call({}), call("a"), call(2));
    await aMoment();
    expect(received().map(({ id, error }) => [id, error?.code])).toEqual([
      [0, undefined],
      ["a", -32603],
      [2, -32603],
    ]);
    expect(new Set(passedOver)).toEqual(new Set(["the MCP SDK could not be loaded"]));
  });
});

test("what is sent waits for a client that does not read", async () => {
  const { transport, output } = open({ room: 10 });
  let isSent = false;
  const sending = transport.send({ jsonrpc: "2.0", id: 1, result: {} }).then(() => {
    isSent = true;
  });
  await aMoment();
  expect(isSent).toBe(false);
  output.resume();
  await sending;
});

test("after the end nothing is read or delivered, and who listens is told once", async () => {
  const taken: unknown[] = [];
  const { transport, send } = open({ take: (message) => taken.push(message) });
  let ends = 0;
  send(INITIALIZE, call(1));
  await aMoment();
  transport.onclose = () => {
    ends += 1;
  };
  const before = taken.length;
  await transport.close();
  send(call(2));
  await aMoment();
  expect([taken.length, ends]).toEqual([before, 1]);
});

test("a line without an end fills no memory", async () => {
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  const { write, passedOver, send, received } = open();
  gc();
  const before = process.memoryUsage().arrayBuffers;
  for (let at = 0; at < 120; at++) {
    write(Buffer.alloc(1_000_000, 0x20));
    await new Promise((resolve) => setImmediate(resolve));
  }
  gc();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  write("\n");
  send(INITIALIZE);
  await aMoment();
  expect(passedOver).toEqual(["line too long"]);
  expect(received()).toHaveLength(1);
});
