import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { type LoggingLevel, LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, onTestFinished, test } from "vitest";
import { createLogger } from "../../src/log/logger.js";
import { createMcpServer } from "../../src/mcp/server.js";
import { presentable } from "../../src/presentable.js";
import { idleService } from "./idle-service.js";

function start() {
  const log = createLogger([], (value) => presentable(value));
  const server = createMcpServer(idleService, { version: "1", org: "example.okta.com", log });
  const client = new Client({ name: "test", version: "1" });
  const heard: unknown[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.push(params));
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  onTestFinished(() => client.close());
  return {
    log,
    server,
    client,
    /** What has arrived when an answer sent after it has. */
    heard: async () => {
      await client.ping();
      return heard;
    },
    connect: async () => {
      await server.connect(serverEnd);
      await client.connect(clientEnd);
    },
    ends: { clientEnd, serverEnd },
  };
}

type Started = ReturnType<typeof start>;

function sayAll(log: Started["log"]): void {
  log.debug("debug text");
  log.info("info text");
  log.warn("warn text");
  log.error("error text");
}

test.each<[LoggingLevel, readonly LoggingLevel[]]>([
  ["debug", ["debug", "info", "warning", "error"]],
  ["info", ["info", "warning", "error"]],
  ["notice", ["warning", "error"]],
  ["warning", ["warning", "error"]],
  ["error", ["error"]],
  ["critical", []],
  ["alert", []],
  ["emergency", []],
])("a client at %s hears %j", async (level, levels) => {
  const { client, log, heard, connect } = start();
  await connect();
  await client.setLoggingLevel(level);
  sayAll(log);
  expect((await heard()).map((params) => (params as { level: string }).level)).toEqual(levels);
});

test("it hears message and fields, without secrets", async () => {
  const { client, log, heard, connect } = start();
  await connect();
  await client.setLoggingLevel("debug");
  log.debug("call", { tool: "create_user", arguments: { credentials: { password: { value: "hunter2" } } } });
  expect(await heard()).toEqual([
    {
      level: "debug",
      logger: "okta-mcp",
      data: {
        message: "call",
        tool: "create_user",
        arguments: { credentials: { password: { value: "[hidden]" } } },
      },
    },
  ]);
});

test("the level may change", async () => {
  const { client, log, heard, connect } = start();
  await connect();
  await client.setLoggingLevel("debug");
  await client.setLoggingLevel("error");
  sayAll(log);
  expect(await heard()).toHaveLength(1);
});

test("a client that asked for no level hears nothing", async () => {
  const { log, heard, connect } = start();
  await connect();
  sayAll(log);
  expect(await heard()).toEqual([]);
});

test("an unknown level is the client's mistake", async () => {
  const { client, connect } = start();
  await connect();
  await expect(client.setLoggingLevel("loud" as LoggingLevel)).rejects.toMatchObject({ code: -32602 });
});

test("nothing is sent before the client is initialized, nor after it has gone", async () => {
  const { client, server, log, ends } = start();
  const sent: unknown[] = [];
  ends.clientEnd.onmessage = (message) => void sent.push(message);
  await server.connect(ends.serverEnd);
  await ends.clientEnd.send({
    jsonrpc: "2.0",
    id: 1,
    method: "logging/setLevel",
    params: { level: "debug" },
  });
  await expect.poll(() => sent).toHaveLength(1);
  sayAll(log);
  await ends.clientEnd.send({ jsonrpc: "2.0", id: 2, method: "ping" });
  await expect.poll(() => sent).toHaveLength(2);
  ends.clientEnd.onmessage = undefined;

  const heard: unknown[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.push(params));
  await client.connect(ends.clientEnd);
  await client.setLoggingLevel("debug");
  log.info("heard");
  await client.ping();
  expect(heard).toHaveLength(1);
  await client.close();
  sayAll(log);
  expect(heard).toHaveLength(1);
});

test("a client that does not take what it is sent is not sent more and more", async () => {
  const { client, log, connect, ends } = start();
  await connect();
  await client.setLoggingLevel("debug");
  let sent = 0;
  ends.serverEnd.send = () => {
    sent += 1;
    return new Promise(() => undefined);
  };
  for (let at = 0; at < 5_000; at++) log.debug("text");
  expect(sent).toBe(200);
});

test("a client that takes what it is sent may be sent any number", async () => {
  const { client, log, heard, connect } = start();
  await connect();
  await client.setLoggingLevel("debug");
  for (let round = 0; round < 5; round++) {
    for (let at = 0; at < 100; at++) log.debug("text");
    await heard();
  }
  expect(await heard()).toHaveLength(500);
});

test("a client that cannot be sent to costs a message, and nothing else", async () => {
  const { client, log, heard, connect, ends } = start();
  await connect();
  await client.setLoggingLevel("debug");
  const { send } = ends.serverEnd;
  ends.serverEnd.send = () => Promise.reject(new Error("EPIPE"));
  for (let at = 0; at < 300; at++) log.error("lost");
  await new Promise((resolve) => setTimeout(resolve, 20));
  ends.serverEnd.send = send;
  log.error("heard");
  expect(await heard()).toMatchObject([{ data: { message: "heard" } }]);
});
