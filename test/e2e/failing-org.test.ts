import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { closedPort } from "../http/loopback.js";
import { connect, startSession } from "./support/session.js";

const GROUP = { group: { profile: { name: "New" } } };

/** Takes connections and says nothing. */
async function silentOrg(): Promise<string> {
  const server: Server = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function connectTo(orgUrl: string) {
  const env = { OKTA_ORG_URL: orgUrl, OKTA_API_TOKEN: "00token", OKTA_TIMEOUT: "2" };
  const connected = await connect({ env });
  onTestFinished(() => connected.close());
  return connected;
}

/** Milliseconds that the work takes. */
async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe("an org that nobody listens for", () => {
  test("is a coded error at once, for reading and for changing, and tools are still listed", async () => {
    const { client, fail } = await connectTo(await closedPort());
    const took = await timed(async () => {
      expect(await fail("list_users")).toMatch(/^network_unreachable: .*\nNext: /);
      expect(await fail("create_group", GROUP)).toMatch(/^network_unreachable: .*\nNext: /);
    });
    expect(took).toBeLessThan(2_000);
    expect((await client.listTools()).tools.length).toBeGreaterThan(40);
  });
});

describe("an org that says nothing", () => {
  test("is a timeout after OKTA_TIMEOUT; a change that was sent has an unknown outcome", async () => {
    const { client, fail } = await connectTo(await silentOrg());
    const took = await timed(async () => {
      const [read, change, tools] = await Promise.all([
        fail("list_users"),
        fail("create_group", GROUP),
        client.listTools(),
      ]);
      expect(read).toMatch(/^timeout: 127\.0\.0\.1:\d+ did not answer within 2 s\.\nNext: /);
      expect(change).toMatch(/^outcome_unknown: .*\nNext: Read the object/);
      expect(tools.tools.length).toBeGreaterThan(40);
    });
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(4_000);
  });
});

test("an org that is killed between two calls is a coded error, and back again it answers", async () => {
  const session = await startSession({ env: { OKTA_TIMEOUT: "2" } });
  onTestFinished(() => session.client.close());
  await session.ok("list_users", { limit: 1 });
  const port = Number(new URL(session.sandbox.url).port);
  await session.sandbox.close();
  expect(await session.fail("list_users", { limit: 1 })).toMatch(/^network_unreachable: .*\nNext: /);
  expect((await session.client.listTools()).tools.length).toBeGreaterThan(40);
  const again = await startSession({ sandbox: { port } });
  onTestFinished(() => again.close());
  expect(await session.ok("list_users", { limit: 1 })).toMatchObject({ count: 1 });
});
