import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/sdk/types.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarlyAnswers, LATEST_VERSION, VERSIONS } from "../../src/mcp/early-answers.js";
import { createFront } from "../../src/mcp/front.js";
import { calls, initialize, initialized, options, request, serve, service } from "./line-stage.js";

test("the versions are the SDK's", () => {
  expect(LATEST_VERSION).toBe(LATEST_PROTOCOL_VERSION);
  expect(VERSIONS).toEqual(SUPPORTED_PROTOCOL_VERSIONS);
});

describe("what is answered before the SDK is loaded, the SDK answers alike", () => {
  test.each<[string, object]>([
    ["initialize", initialize()],
    ["initialize of an older revision", initialize("2024-11-05")],
    ["initialize of an unknown revision", initialize("1999-01-01")],
  ])("%s", async (_, message) => {
    const [front, sdk] = [serve(), serve({ early: false })];
    for (const { send } of [front, sdk]) send(message);
    expect(await front.answer(0)).toEqual(await sdk.answer(0));
    expect([front.connections(), sdk.connections()]).toEqual([0, 1]);
  });

  test.each(["ping", "tools/list", "prompts/list", "resources/list", "resources/templates/list"])(
    "%s",
    async (method) => {
      const [front, sdk] = [serve(), serve({ early: false })];
      for (const { send } of [front, sdk]) send(initialize(), initialized, request("a", method));
      expect(await front.answer("a")).toEqual(await sdk.answer("a"));
      expect(front.connections()).toBe(0);
    },
  );
});

test("of whatever a client says of itself, only what the SDK takes, too, is answered early", async () => {
  const odd = fc.constantFrom<unknown>({}, true, "x", { listChanged: true }, null);
  const plain = { weight: 4, arbitrary: fc.constant<unknown>({}) };
  const capability = fc.oneof(
    plain,
    { weight: 1, arbitrary: odd },
    {
      weight: 3,
      arbitrary: fc.dictionary(fc.constantFrom("listChanged", "form", "url", "tools"), odd, { maxKeys: 2 }),
    },
  );
  const names = fc.constantFrom("roots", "sampling", "elicitation", "experimental", "tasks");
  const params = fc.record({
    protocolVersion: fc.constantFrom(...VERSIONS, "1999-01-01"),
    capabilities: fc.dictionary(names, capability, { maxKeys: 2 }),
    clientInfo: fc
      .dictionary(fc.constantFrom("version", "title", "icons", "websiteUrl"), odd, { maxKeys: 1 })
      .map((more) => ({ name: "test", version: "1", ...more })),
  });
  const message = fc
    .tuple(
      params,
      fc.constantFrom({}, {}, {}, { _meta: { progressToken: {} } }),
      fc.constantFrom({}, {}, {}, { more: 1 }),
    )
    .map(([given, meta, more]) => ({
      jsonrpc: "2.0",
      id: 0,
      method: "initialize",
      params: { ...given, ...meta },
      ...more,
    }));
  let early = 0;
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const answers = new EarlyAnswers(createFront(service, options));
      const answer = answers.take(given);
      if (answer === undefined) return;
      early += 1;
      const sdk = serve({ early: false });
      sdk.send(given);
      expect(await sdk.answer(0)).toEqual(answer);
    }),
    { numRuns: 300 },
  );
  expect(early).toBeGreaterThan(10);
});

describe("what is left to the SDK", () => {
  test("a call, which it answers as if it had been there from the beginning", async () => {
    const { send, answer, received, connections } = serve();
    send(initialize(), initialized, request(1, "tools/list"), request(2, "tools/call", { name: "get_user" }));
    expect((await answer(2)).result.structuredContent).toEqual({ called: "get_user" });
    send(request(3, "tools/list"), request(4, "tools/call", { name: "get_group" }));
    expect((await answer(4)).result.structuredContent).toEqual({ called: "get_group" });
    expect(connections()).toBe(1);
    expect(received().map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  test("many calls at once keep their order", async () => {
    const { send, answer } = serve();
    calls.length = 0;
    const names = Array.from({ length: 30 }, (_, at) => `tool_${at}`);
    send(initialize(), initialized, ...names.map((name, at) => request(at + 1, "tools/call", { name })));
    await answer(30);
    expect(calls).toEqual(names);
  });

  test.each<[string, unknown]>([
    ["a malformed introduction", { ...initialize(), params: { protocolVersion: 5 } }],
    ["an unknown method", request(0, "tools/destroy")],
    ["a list before the introduction", request(0, "tools/list")],
  ])("%s", async (_, message) => {
    const { send, answer, connections } = serve();
    send(message);
    expect(await answer(0)).toHaveProperty("id", 0);
    expect(connections()).toBe(1);
  });

  test("a second introduction", async () => {
    const { send, received, connections } = serve();
    send(initialize(), { ...initialize(), id: 7 });
    await expect.poll(() => received().map(({ id }) => id)).toEqual([0, 7]);
    expect(connections()).toBe(1);
  });

  test.each(["constructor", "toString", "__proto__"])("the method %s", async (method) => {
    const { send, answer } = serve();
    send(initialize(), initialized, request(1, method));
    expect((await answer(1)).error.code).toBe(-32601);
  });
});
