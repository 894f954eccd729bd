import { describe, expect, test } from "vitest";
import { EarlyAnswers } from "../../src/mcp/early-answers.js";
import { createFront } from "../../src/mcp/front.js";
import { idleService } from "./idle-service.js";

const newAnswers = () => new EarlyAnswers(createFront(idleService, { version: "1", org: "acme.okta.com" }));

const PARAMS = {
  protocolVersion: "2025-06-18",
  capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {} } },
  clientInfo: { name: "test", version: "1", title: "T", description: "D" },
};
const INITIALIZE = { jsonrpc: "2.0", id: 0, method: "initialize", params: PARAMS };
const INITIALIZED = { jsonrpc: "2.0", method: "notifications/initialized" };
const PING = { jsonrpc: "2.0", id: 1, method: "ping" };

function introduced(): EarlyAnswers {
  const answers = newAnswers();
  expect(answers.take(INITIALIZE)).toMatchObject({ id: 0, result: { protocolVersion: "2025-06-18" } });
  return answers;
}

describe("of an introduction only what is plain is answered early", () => {
  test.each<[string, unknown]>([
    ["no object", [INITIALIZE]],
    ["no version of JSON-RPC", { ...INITIALIZE, jsonrpc: undefined }],
    ["another version of it", { ...INITIALIZE, jsonrpc: "1.0" }],
    ["no id", { ...INITIALIZE, id: undefined }],
    ["null for an id", { ...INITIALIZE, id: null }],
    ["a fraction for an id", { ...INITIALIZE, id: 1.5 }],
    ["an object for an id", { ...INITIALIZE, id: {} }],
    ["a member too many", { ...INITIALIZE, extra: 1 }],
    ["no parameters", { ...INITIALIZE, params: undefined }],
    ["a parameter too many", { ...INITIALIZE, params: { ...PARAMS, _meta: {} } }],
    ["no protocol version", { ...INITIALIZE, params: { ...PARAMS, protocolVersion: 1 } }],
    ["no capabilities", { ...INITIALIZE, params: { ...PARAMS, capabilities: undefined } }],
    ...[
      { tasks: {} },
      { constructor: {} },
      { toString: {} },
      { roots: true },
      { roots: { listChanged: "x" } },
    ].map((capabilities): [string, unknown] => [
      `the capabilities ${JSON.stringify(capabilities)}`,
      { ...INITIALIZE, params: { ...PARAMS, capabilities } },
    ]),
    ...[{ sampling: { tools: 1 } }, { elicitation: { form: { a: 1 } } }, { elicitation: { url: true } }].map(
      (capabilities): [string, unknown] => [
        `the capabilities ${JSON.stringify(capabilities)}`,
        { ...INITIALIZE, params: { ...PARAMS, capabilities } },
      ],
    ),
    ...[{ name: 1 }, { version: undefined }, { title: 1 }, { icons: [] }, { websiteUrl: "https://x" }].map(
      (more): [string, unknown] => [
        `a client with ${JSON.stringify(more)}`,
        { ...INITIALIZE, params: { ...PARAMS, clientInfo: { ...PARAMS.clientInfo, ...more } } },
      ],
    ),
  ])("not with %s", (_, message) => {
    const answers = newAnswers();
    expect(answers.take(message)).toBeUndefined();
    expect(answers.missed()).toEqual({ messages: [], answered: undefined });
  });

  test("and that once", () => {
    expect(introduced().take({ ...INITIALIZE, id: 5 })).toBeUndefined();
  });
});

describe("after it", () => {
  test.each<[string, unknown]>([
    ["a ping without an id", { ...PING, id: undefined }],
    ["a ping with null for an id", { ...PING, id: null }],
    ["a list with a cursor", { ...PING, method: "tools/list", params: { cursor: "x" } }],
    ["a list with its parameters in a list", { ...PING, method: "tools/list", params: ["x"] }],
    ["a call", { ...PING, method: "tools/call", params: {} }],
    ["what every object has", { ...PING, method: "hasOwnProperty" }],
    ["the note that it is done, with an id", { ...INITIALIZED, id: 1 }],
    ["another note", { ...INITIALIZED, method: "notifications/cancelled" }],
  ])("%s is the SDK's", (_, message) => {
    expect(introduced().take(message)).toBeUndefined();
  });

  test("a ping is answered with nothing, and a list without parameters or with none in them", () => {
    const answers = introduced();
    expect(answers.take(PING)).toEqual({ jsonrpc: "2.0", id: 1, result: {} });
    for (const params of [undefined, {}]) {
      expect(answers.take({ ...PING, id: "a", method: "tools/list", params })).toEqual({
        jsonrpc: "2.0",
        id: "a",
        result: { tools: [] },
      });
    }
  });

  test("the SDK learns what it has missed, in order", () => {
    const answers = introduced();
    expect(answers.take(INITIALIZED)).toBe("noted");
    expect(answers.missed()).toEqual({ messages: [INITIALIZE, INITIALIZED], answered: 0 });
  });
});

test("before it nothing is answered or noted", () => {
  const answers = newAnswers();
  for (const message of [PING, INITIALIZED, { ...PING, method: "tools/list" }]) {
    expect(answers.take(message)).toBeUndefined();
  }
  expect(answers.missed().messages).toEqual([]);
});
