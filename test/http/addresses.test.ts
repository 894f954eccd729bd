import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { readOrgUrl } from "../../src/config/org-url.js";
import { createTransport } from "../../src/http/transport.js";
import { userAgent } from "../../src/http/user-agent.js";

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

async function listen(address: string): Promise<number> {
  const server = createServer((_, response) => response.end("[]"));
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function statusOf(orgUrl: string): Promise<number> {
  const transport = createTransport({ orgUrl, timeoutMs: 2_000, version: "0" });
  onTestFinished(() => transport.close());
  return (await transport.fetch(`${orgUrl}/api/v1/org`)).status;
}

describe("an org is reached", () => {
  it("by whichever address of its name answers: IPv4", async () => {
    expect(await statusOf(`http://localhost:${await listen("127.0.0.1")}`)).toBe(200);
  });

  // Passed over where the machine has no IPv6.
  it.skipIf(!hasIPv6)("by an IPv6 address", async () => {
    const url = readOrgUrl(`http://[::1]:${await listen("::1")}/`, []);
    expect(await statusOf(url ?? "")).toBe(200);
  });
});

describe("custom domains and addresses are orgs like others", () => {
  it.each([
    ["https://login.example.com", "https://login.example.com"],
    ["https://login.example.com:8443/", "https://login.example.com:8443"],
    ["https://login.exämple.com", "https://login.xn--exmple-cua.com"],
    ["https://[2001:db8::1]", "https://[2001:db8::1]"],
    ["http://[::1]:4000", "http://[::1]:4000"],
  ])("%s", (value, wanted) => {
    expect(readOrgUrl(value, [])).toBe(wanted);
  });
});

describe("the user agent", () => {
  it.each(["linux", "darwin", "win32"] as const)("names us, Node and %s", (platform) => {
    expect(userAgent("1.2.3", { node: "22.1.0", platform })).toBe(`okta-mcp/1.2.3 node/22.1.0 ${platform}`);
  });
});
