import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { callTool } from "../../src/tool/call.js";
import type { ToolContext } from "../../src/tool/tool.js";
import { testTool } from "./tools.js";

const args = { user_id: "00u1" };
const agree = async () => undefined;
const noContext = async (): Promise<ToolContext> => {
  throw new OktaMcpError("auth_failed", "Nobody has signed in.");
};
/** For tools that do not use it. */
const anyContext = async () => ({}) as ToolContext;

const calling = (tool = testTool("get_user"), input: unknown = args, options: object = {}) =>
  callTool(tool, input, { context: anyContext, guard: agree, ...options });

test("a good call answers the tool's result", async () => {
  expect(await calling()).toEqual({ ok: true, result: args });
});

describe("never rejects", () => {
  test.each<[string, unknown]>([
    ["an error with a secret", Object.assign(new TypeError("SSWS 00secret"), { detail: "00secret" })],
    ["a string", "00secret"],
    ["undefined", undefined],
    ["an object", { token: "00secret" }],
  ])("%s from a tool becomes an internal error without its message", async (_, thrown) => {
    const outcome = await calling(testTool("get_user", "read", () => Promise.reject(thrown)));
    if (outcome.ok) throw new Error("The call was expected to fail.");
    expect(outcome.error.code).toBe("internal");
    expect(outcome.error.toText()).not.toContain("00secret");
    expect(outcome.error.cause).toBe(thrown);
  });

  test("a tool that throws before its first await", async () => {
    const tool = testTool("get_user", "read", () => {
      throw new RangeError("x");
    });
    expect(await calling(tool)).toMatchObject({ ok: false, error: { code: "internal" } });
  });

  test("a coded error stays what it is", async () => {
    const error = new OktaMcpError("not_found", "There is no such user.");
    const outcome = await calling(testTool("get_user", "read", () => Promise.reject(error)));
    expect(outcome).toEqual({ ok: false, error });
  });

  test("no connection", async () => {
    expect(await calling(undefined, args, { context: noContext })).toMatchObject({
      ok: false,
      error: { code: "auth_failed" },
    });
  });
});

describe("the order", () => {
  test("faulty arguments are told before anybody is asked or a connection is made", async () => {
    const never = () => Promise.reject(new Error("too early"));
    const tool = testTool("delete_user", "destructive");
    expect(await calling(tool, {}, { context: never, guard: never })).toMatchObject({
      error: { code: "arguments_invalid" },
    });
  });

  test("the guard comes before the connection, with the checked arguments", async () => {
    const asked: unknown[] = [];
    const guard = async (input: unknown) => {
      asked.push(input);
      throw new OktaMcpError("confirmation_declined", "No.");
    };
    const tool = testTool("delete_user", "destructive");
    const outcome = await calling(tool, args, { guard, context: noContext });
    expect(outcome).toMatchObject({ error: { code: "confirmation_declined" } });
    expect(asked).toEqual([args]);
  });
});

test("a call without arguments is one with none", async () => {
  expect(
    await callTool(testTool("get_user"), undefined, { context: anyContext, guard: agree }),
  ).toMatchObject({
    error: { message: "user_id: is required (string)" },
  });
});
