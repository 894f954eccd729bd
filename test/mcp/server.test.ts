import { McpError, ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { type Connection, createToolService, type ToolService } from "../../src/tools/service.js";
import { connectPair, textOf } from "./pair.js";

/** A service over the real catalogue whose org cannot be reached; counts the attempts. */
function unreachable(connect?: () => Promise<Connection>) {
  let attempts = 0;
  const service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code" }),
    askedScopes: undefined,
    connect: async () => {
      attempts += 1;
      return connect ? connect() : Promise.reject(new OktaMcpError("network_unreachable", "No org."));
    },
  });
  return { service, attempts: () => attempts };
}

/** A service whose every call answers with the given outcome. */
function answering(outcome: Awaited<ReturnType<ToolService["call"]>>): ToolService {
  return {
    list: () => [],
    call: async () => outcome,
    onListChanged: () => undefined,
    isSignedIn: async () => true,
    close: async () => undefined,
  };
}

describe("before anyone has signed in", () => {
  test("initialize and tools/list answer, though connecting never ends", async () => {
    const { service, attempts } = unreachable(() => new Promise(() => undefined));
    const client = await connectPair(service);
    expect(client.getServerVersion()).toEqual({
      name: "okta-mcp",
      title: "Okta administration",
      version: "1.2.3",
    });
    expect(client.getInstructions()).toContain("the Okta org example.okta.com");
    expect((await client.listTools()).tools).toHaveLength(createCatalog().descriptors.length);
    expect(attempts()).toBe(0);
  });

  test("faulty arguments are told without connecting", async () => {
    const { service, attempts } = unreachable();
    const client = await connectPair(service);
    const result = await client.callTool({ name: "get_user", arguments: { user_id: "../x" } });
    expect(textOf(result)).toMatch(/^arguments_invalid: user_id: /);
    expect(attempts()).toBe(0);
  });

  test("an org that cannot be reached is a coded error, and each call tries anew", async () => {
    const { service, attempts } = unreachable();
    const client = await connectPair(service);
    for (const user of ["00u1", "00u2"]) {
      const result = await client.callTool({ name: "get_user", arguments: { user_id: user } });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/^network_unreachable: No org\.\nNext: /);
    }
    expect(attempts()).toBe(2);
  });
});

test("tools are listed with all that a client needs, in the catalogue's order", async () => {
  const client = await connectPair(unreachable().service);
  const { tools } = await client.listTools();
  const { descriptors } = createCatalog();
  expect(tools).toEqual(
    descriptors.map(({ name, title, description, inputSchema, annotations }) => ({
      name,
      title,
      description,
      inputSchema,
      annotations,
    })),
  );
});

describe("a call of a tool there is not", () => {
  test.each(["get_everything", "constructor", "__proto__", ""])("%j is a protocol error", async (name) => {
    const client = await connectPair(unreachable().service);
    await expect(client.callTool({ name, arguments: {} })).rejects.toMatchObject({ code: -32602 });
  });

  test("its name is not repeated at length", async () => {
    const client = await connectPair(unreachable().service);
    const error = await client.callTool({ name: "x".repeat(100_000) }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain("There is no tool named");
    expect(String(error).length).toBeLessThan(200);
  });
});

test("arguments that are no object are a protocol error", async () => {
  const client = await connectPair(unreachable().service);
  const params = { name: "get_user", arguments: ["00u1"] as unknown as Record<string, unknown> };
  await expect(client.callTool(params)).rejects.toBeInstanceOf(McpError);
});

test("a result is the same as text and as structured content", async () => {
  const result = { items: [{ id: "00u1", name: "Zoë 🦊\n" }], count: 1, complete: true };
  const client = await connectPair(answering({ ok: true, result }));
  const answer = await client.callTool({ name: "any" });
  expect(answer.structuredContent).toEqual(result);
  expect(JSON.parse(textOf(answer))).toEqual(result);
  expect(answer.isError).toBeUndefined();
});

test("an error is text that is complete by itself, without structured content", async () => {
  const error = new OktaMcpError("okta_rejected", "Okta rejected the request.", {
    field: "user.profile.login",
    okta: { status: 400, errorCode: "E0000001", errorId: "oae1", causes: ["login: taken"] },
    next: "Choose another login.",
  });
  const client = await connectPair(answering({ ok: false, error }));
  const answer = await client.callTool({ name: "any" });
  expect(answer).toEqual({
    isError: true,
    content: [
      {
        type: "text",
        text: [
          "okta_rejected: Okta rejected the request.",
          "Field: user.profile.login",
          "Okta: HTTP 400, errorCode E0000001, errorId oae1",
          "- login: taken",
          "Next: Choose another login.",
        ].join("\n"),
      },
    ],
  });
});

test("cancelling a call aborts its signal", async () => {
  const controller = new AbortController();
  let signal: AbortSignal | undefined;
  const client = await connectPair({
    ...answering(undefined),
    call: (request) => {
      signal = request.signal;
      controller.abort();
      return new Promise(() => undefined);
    },
  });
  await expect(client.callTool({ name: "any" }, undefined, controller)).rejects.toThrow();
  await expect.poll(() => signal?.aborted).toBe(true);
});

test("a list of tools that has changed is told, also before and after the client is there", async () => {
  let change = () => {};
  const service: ToolService = {
    ...answering(undefined),
    onListChanged: (listener) => {
      change = listener;
    },
  };
  const connecting = connectPair(service);
  change();
  const client = await connecting;
  let told = 0;
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    told += 1;
  });
  change();
  await expect.poll(() => told).toBe(1);
  await client.close();
  change();
});

describe("progress of a call", () => {
  /** A call that tells one place and then lasts a little over a second. */
  const lasting: ToolService = {
    ...answering(undefined),
    call: async ({ progress }) => {
      progress?.({ done: 3, total: 7, message: "3 of 7" });
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      return { ok: true, result: { told: progress !== undefined } };
    },
  };

  test("reaches a client that asks for it", async () => {
    const client = await connectPair(lasting);
    const seen: unknown[] = [];
    const onprogress = (progress: unknown) => seen.push(progress);
    const { structuredContent } = await client.callTool({ name: "any" }, undefined, { onprogress });
    expect(seen).toEqual([{ progress: 3, total: 7, message: "3 of 7" }]);
    expect(structuredContent).toEqual({ told: true });
  });

  test("is not even collected for one that does not", async () => {
    const client = await connectPair(lasting);
    const strays: Error[] = [];
    client.onerror = (error) => strays.push(error);
    const { structuredContent } = await client.callTool({ name: "any" });
    expect([structuredContent, strays]).toEqual([{ told: false }, []]);
  });
});
