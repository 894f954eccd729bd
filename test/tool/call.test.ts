import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ErrorCode, OktaMcpError } from "../../src/errors.js";
import { callTool } from "../../src/tool/call.js";
import type { ToolContext } from "../../src/tool/tool.js";
import { testTool } from "./tools.js";

const args = { user_id: "00u1" };
const allow = () => undefined;
const noContext = async (): Promise<ToolContext> => {
  throw new OktaMcpError("auth_failed", "Nobody has signed in.");
};
/** For tools that do not use it. */
const anyContext = async () => ({}) as ToolContext;

const calling = (tool = testTool("get_user"), input: unknown = args, options: object = {}) =>
  callTool(tool, input, { context: anyContext, guard: allow, ...options });

test("a good call answers the tool's result, marked as text that others wrote", async () => {
  expect(await calling()).toEqual({ ok: true, result: { ...args, untrusted: true } });
});

test("that something is done is no text of others", async () => {
  const done = testTool("delete_user", "destructive", async () => ({ done: true, user_id: "00u1" }));
  expect(await calling(done)).toEqual({ ok: true, result: { done: true, user_id: "00u1" } });
});

test.each([5, "true", {}])("a field named done that holds %j is a text like others", async (done) => {
  expect(await calling(testTool("get_user", "read", async () => ({ done })))).toEqual({
    ok: true,
    result: { done, untrusted: true },
  });
});

test("a tool runs with its arguments as they were read", async () => {
  const input = z.strictObject({ limit: z.int(), all: z.boolean().default(true) });
  const tool = { ...testTool("list_users"), input };
  expect(await calling(tool, { limit: "5" })).toMatchObject({ result: { limit: 5, all: true } });
});

describe("what is not found", () => {
  const okta = { status: 404, errorCode: "E0000007", requestId: "req-1" };
  const failing = (code: ErrorCode, lookups?: readonly string[]) => {
    const error = new OktaMcpError(code, "Okta did not find it.", { okta, field: "user_id", next: "Look." });
    const tool = testTool("get_user", "read", () => Promise.reject(error));
    return calling({ ...tool, ...(lookups && { lookups }) });
  };

  test("is to be looked for with the tools that find it; all else about it stays", async () => {
    expect(await failing("not_found", ["find_user", "list_users"])).toMatchObject({
      error: {
        code: "not_found",
        message: "Okta did not find it.",
        next: "Find the right id with find_user or list_users, then call again.",
        field: "user_id",
        okta,
      },
    });
  });

  test.each<[string, ErrorCode, readonly string[] | undefined]>([
    ["no tool finds it", "not_found", undefined],
    ["it is another error", "forbidden", ["find_user"]],
  ])("has its own next step where %s", async (_, code, lookups) => {
    expect(await failing(code, lookups)).toMatchObject({ error: { code, next: "Look." } });
  });
});

describe("a body at fault", () => {
  const body = {
    argument: "changes",
    schema: z.strictObject({ profile: z.strictObject({ label: z.string() }) }),
  };
  const input = z.strictObject({ changes: z.record(z.string(), z.unknown()) });
  const tool = { ...testTool("update_application", "write"), input, body };

  test("is told where its fields belong, and by which tool they are described", async () => {
    const outcome = await calling(tool, { label: "Wiki" }, { described: "update_application" });
    if (outcome.ok) throw new Error("The call was expected to fail.");
    expect(outcome.error.message).toContain("changes.profile.label");
    expect(outcome.error.next).toContain("describe_schema tool=update_application");
  });
});

describe("whatever a tool answers", () => {
  const answer = { name: "a\u202eb", client_secret: "s3cret", nested: [{ password: { value: "hunter2" } }] };
  const answering = (reveals?: readonly string[]) =>
    calling({ ...testTool("get_user", "read", async () => answer), ...(reveals && { reveals }) });

  test("shows no secret and nothing invisible", async () => {
    expect(await answering()).toEqual({
      ok: true,
      result: {
        name: "a\\u{202e}b",
        client_secret: "[hidden]",
        nested: [{ password: { value: "[hidden]" } }],
        untrusted: true,
      },
    });
  });

  test("shows a secret that the tool is there to hand over, and no other", async () => {
    expect(await answering(["client_secret"])).toMatchObject({
      result: { client_secret: "s3cret", nested: [{ password: { value: "[hidden]" } }] },
    });
  });
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
  const never = () => {
    throw new Error("too early");
  };

  test("faulty arguments are told before the guard is asked or a connection is made", async () => {
    expect(await calling(undefined, {}, { context: never, guard: never })).toMatchObject({
      error: { code: "arguments_invalid" },
    });
  });

  test("the guard comes before the connection", async () => {
    const guard = () => {
      throw new OktaMcpError("forbidden", "No.");
    };
    expect(await calling(undefined, args, { guard, context: never })).toMatchObject({
      error: { code: "forbidden" },
    });
  });

  test("the connection is made with the checked arguments, and for nobody else", async () => {
    const seen: unknown[] = [];
    const context = async (input: unknown) => {
      seen.push(input);
      return {} as ToolContext;
    };
    await calling(undefined, args, { context });
    expect(seen).toEqual([args]);
  });
});

test("a call without arguments is one with none", async () => {
  expect(
    await callTool(testTool("get_user"), undefined, { context: anyContext, guard: allow }),
  ).toMatchObject({
    error: { message: "user_id: is required (string)" },
  });
});
