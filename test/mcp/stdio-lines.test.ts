import { describe, expect, test } from "vitest";
import { calls, initialize, initialized, request, serve } from "./line-stage.js";

test("what comes after the end is not called", async () => {
  let loaded = () => {};
  const loading = () =>
    new Promise<void>((resolve) => {
      loaded = resolve;
    });
  const { send, close } = serve({ loading });
  calls.length = 0;
  send(initialize(), initialized, request(1, "tools/call", { name: "late" }));
  await new Promise((resolve) => setImmediate(resolve));
  await close();
  loaded();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(calls).toEqual([]);
});

test("what was answered right before the end is still written", async () => {
  const { send, close, received } = serve();
  send(initialize());
  await close();
  expect(received()).toMatchObject([{ id: 0, result: {} }]);
});

test("a message that makes the SDK throw is passed over, and the next one answered", async () => {
  const { input, send, answer, passedOver } = serve();
  send(initialize(), initialized);
  input.write(`${"[".repeat(200_000)}${"]".repeat(200_000)}\n`);
  send(request(9, "ping"));
  expect(await answer(9)).toHaveProperty("result");
  expect(passedOver).toHaveLength(1);
});

test("where the SDK cannot be loaded, who asks is told", async () => {
  const { send, answer } = serve({ loading: () => Promise.reject(new Error("not loaded")) });
  send(initialize(), initialized, request(1, "tools/call", { name: "get_user" }));
  expect((await answer(1)).error.code).toBe(-32603);
});

describe("lines", () => {
  test("come in any pieces, with or without carriage returns and blank lines", async () => {
    const { input, answer, passedOver } = serve();
    const bytes = Buffer.from(
      `\r\n${JSON.stringify(initialize())}\r\n\n${JSON.stringify(request("ü", "ping"))}\n`,
    );
    for (const byte of bytes) input.write(Buffer.from([byte]));
    expect(await answer("ü")).toEqual({ jsonrpc: "2.0", id: "ü", result: {} });
    expect(passedOver).toEqual([]);
  });

  test.each<[string, string | Buffer, string]>([
    ["no JSON", '{"jsonrpc": secret', "SyntaxError"],
    ["no end in sight", Buffer.alloc(16_000_001, 0x20), "line too long"],
  ])("%s is passed over", async (_, line, kind) => {
    const { input, send, answer, passedOver } = serve();
    input.write(line);
    input.write("\n");
    send(initialize());
    expect(await answer(0)).toHaveProperty("result");
    expect(passedOver).toEqual([kind]);
  });
});
