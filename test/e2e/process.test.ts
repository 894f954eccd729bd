import { describe, expect, test } from "vitest";
import { callRequest, INITIALIZE, startProcess } from "./support/process.js";

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const GET_USER = callRequest(2, "get_user", { user_id: "jane.smith@example.com" });
/** An org that nobody listens for: good as long as nothing is sent. */
const env = { OKTA_ORG_URL: "http://127.0.0.1:9", OKTA_API_TOKEN: "00token" };

/** A server on the sandbox that has answered `initialize`. */
async function startInitialized() {
  const server = startProcess(["serve", "--demo"]);
  server.send(INITIALIZE);
  await server.answer(0);
  server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return server;
}

const NO_REQUESTS = [
  "not json at all 00secret",
  "{",
  "[]",
  "null",
  "5",
  '"text"',
  "{}",
  '{"jsonrpc":"2.0"}',
  '{"jsonrpc":"1.0","id":1,"method":"tools/list"}',
  '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
  '{"jsonrpc":"2.0","id":99,"result":{}}',
  '{"jsonrpc":"2.0","id":99,"method":5}',
  "\u0000\u0001",
  Buffer.from([0xff, 0xfe, 0x80]).toString("latin1"),
  "",
  "x".repeat(5_000_000),
];

test("a line that is no request is passed over, and told without its text", async () => {
  const server = await startInitialized();
  for (const [at, line] of NO_REQUESTS.entries()) {
    server.send(line);
    server.send({ ...LIST, id: 100 + at });
    expect(await server.answer(100 + at), line.slice(0, 60)).toHaveProperty("result.tools");
  }
  expect(server.stderr()).toMatch(/^(okta-mcp: message passed over \(\w+\)\n)+$/);
});

test.each<[string, object, number]>([
  ["an unknown method", { jsonrpc: "2.0", id: 1, method: "tools/destroy" }, -32601],
  ["an unknown tool", callRequest(1, "get_everything", {}), -32602],
])("%s is a protocol error", async (_, request, code) => {
  const server = await startInitialized();
  server.send({ ...request });
  expect(await server.answer(1)).toMatchObject({ error: { code } });
});

test("arguments of 1 MB, or 10,000 levels deep, are an error, and the server lives on", async () => {
  const server = await startInitialized();
  server.send(callRequest(1, "list_users", { search: "x".repeat(1_000_000) }));
  const deep = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
  server.send(
    JSON.stringify(callRequest(3, "update_group", { group_id: "00g1" })).replace(
      '"00g1"',
      `"00g1","changes":${deep}`,
    ),
  );
  server.send(GET_USER);
  for (const id of [1, 3]) {
    const { result } = await server.answer(id);
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^arguments_too_large: /) }],
    });
  }
  expect(await server.answer(2)).toMatchObject({ result: { structuredContent: { status: "ACTIVE" } } });
});

test("stdout carries JSON-RPC and nothing else", async () => {
  const server = await startInitialized();
  server.send("garbage");
  server.send(GET_USER);
  server.send(callRequest(3, "get_user", { user_id: "../x" }));
  server.send(callRequest(4, "delete_group", { group_id: "00g1" }));
  for (const id of [2, 3, 4]) await server.answer(id);
  server.hangUp();
  await server.exit();
  expect(server.lines()).toHaveLength(4);
  for (const line of server.lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
});

describe("the process ends with code 0, soon, when", () => {
  const end = async (server: Awaited<ReturnType<typeof startInitialized>>) => {
    const { code, signal, took } = await server.exit(4_000);
    expect({ code, signal, stderr: server.stderr() }).toEqual({ code: 0, signal: null, stderr: "" });
    expect(took).toBeLessThan(2_000);
  };

  test("its client goes away before saying anything", async () => {
    const server = startProcess(["serve"], env);
    server.hangUp();
    await end(server);
  });

  test("its client goes away after calls", async () => {
    const server = await startInitialized();
    server.send(GET_USER);
    await server.answer(2);
    server.hangUp();
    await end(server);
  });

  test("its client crashes, and answers meet a broken pipe", async () => {
    const server = await startInitialized();
    server.stopReading();
    for (let id = 1; id < 5; id++) server.send({ ...LIST, id });
    await end(server);
  });

  test.each<NodeJS.Signals>(["SIGTERM", "SIGINT"])("it is sent %s", async (signal) => {
    const server = await startInitialized();
    server.send(GET_USER);
    await server.answer(2);
    server.kill(signal);
    await end(server);
  });
});
