import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { callRequest, INITIALIZE, startProcess } from "../e2e/support/process.js";
import { hostileOrg, send, TOKEN } from "./support/hostile-org.js";

const attack = hostileOrg();

const nested = (open: string, close: string, depth: number, inner = "1") =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

/** The server still works. */
async function expectAlive(): Promise<void> {
  attack().answers((_, response) => send(response, "[]"));
  expect(await attack().server.ok("list_groups")).toMatchObject({ count: 0 });
}

describe("arguments", () => {
  const ATTACKS: Readonly<Record<string, string>> = {
    "a megabyte of text": JSON.stringify({ search: "x".repeat(1_000_000) }),
    "a megabyte of keys": JSON.stringify(
      Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`key${i}`, 1])),
    ),
    "a megabyte of brackets": `{"search": ${nested("[", "]", 500_000)}}`,
    "200,000 objects deep": `{"search": ${nested('{"a":', "}", 200_000)}}`,
    "in the body, 100,000 arrays deep": `{"group": {"profile": {"name": ${nested("[", "]", 100_000)}}}}`,
  };

  test.each(Object.entries(ATTACKS))("that are %s are refused by a server that lives on", async (_, args) => {
    const server = startProcess(["serve"], { OKTA_ORG_URL: attack().url, OKTA_API_TOKEN: TOKEN });
    server.send(INITIALIZE);
    await server.answer(0);
    server.send(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_users","arguments":${args}}}`,
    );
    expect(JSON.stringify(await server.answer(1))).toMatch(/arguments_(too_large|invalid)|"error"/);
    server.send(callRequest(2, "list_groups", {}));
    expect(JSON.stringify(await server.answer(2))).toContain("complete");
    expect(attack().received.map(({ url }) => url.split("?")[0])).toEqual(["/api/v1/groups"]);
    expect(server.stderr()).toBe("");
  });
});

describe("an answer", () => {
  test("without an end is broken off at the limit", async () => {
    const megabyte = Buffer.alloc(1_000_000, "x");
    let sent = 0;
    attack().answers((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = (): void => {
        while (!response.destroyed && sent < 500) {
          sent += 1;
          if (!response.write(megabyte)) return void response.once("drain", more);
        }
      };
      more();
    });
    expect(await attack().server.fail("list_groups")).toMatch(/^unexpected_response: .*larger than 50 MB/);
    expect(sent).toBeLessThan(200);
    await expectAlive();
  });

  test("that is a gzip bomb is refused unopened", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, "["));
    expect(bomb.length).toBeLessThan(1_000_000);
    attack().answers((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb);
    });
    expect(await attack().server.fail("list_groups")).toMatch(/^unexpected_response: .*larger than 50 MB/);
    await expectAlive();
  });

  const DEEP: Readonly<Record<string, string>> = {
    "of arrays": nested("[", "]", 1_000_000),
    "of objects": nested('{"a":', "}", 500_000),
    "of arrays in a list": `[{"id":"00g1","profile":${nested("[", "]", 200_000)}}]`,
    "of objects in a list": `[{"id":"00g1","profile":${nested('{"name":', "}", 200_000)}}]`,
    "of an unclosed list": "[".repeat(1_000_000),
  };
  describe.each(Object.entries(DEEP))("a million levels deep, %s,", (_, body) => {
    test.each<[string, Record<string, unknown>]>([
      ["list_groups", { detail: "full" }],
      ["get_group", { group_id: "00g1" }],
      ["update_group", { group_id: "00g1", changes: { profile: { name: "Two" } } }],
    ])("ends %s with a coded answer", async (tool, args) => {
      attack().answers((_, response) => send(response, body));
      const { text } = await attack().server.call(tool, args);
      expect(text).toMatch(/^(\{|[a-z]+(_[a-z]+)*: )/);
      expect(text).not.toMatch(/^internal/);
      expect(text.length).toBeLessThan(50_000);
      await expectAlive();
    });
  });

  test("with a megabyte of errorCauses is shown in part", async () => {
    const errorCauses = Array.from({ length: 20_000 }, (_, i) => ({
      errorSummary: `cause ${i} ${"x".repeat(50)}`,
    }));
    const body = JSON.stringify({ errorCode: "E0000001", errorSummary: "y".repeat(100_000), errorCauses });
    attack().answers((_, response) => send(response, body, {}, 400));
    expect((await attack().server.fail("list_groups")).length).toBeLessThan(20_000);
  });
});
