import { describe, expect, it, onTestFinished } from "vitest";
import { readProxy } from "../../src/config/proxy.js";
import { createTransport } from "../../src/http/transport.js";
import { failureOf } from "../failure.js";
import { startProxy } from "./connect-proxy.js";
import { closedPort } from "./loopback.js";

const ORG = "https://acme.okta.com";
const CREDENTIALS = "ada:lovelace%401843";
const SECRETS = /ada|lovelace|YWRh/;

/** A request to an org that only the proxy could reach. */
function send(proxyUrl: string, timeoutMs = 2_000): Promise<Response> {
  const proxy = readProxy({ HTTPS_PROXY: proxyUrl }, ORG, []);
  const transport = createTransport({ orgUrl: ORG, timeoutMs, version: "0", proxy });
  onTestFinished(() => transport.close());
  return transport.fetch(`${ORG}/api/v1/org`, { headers: { authorization: "SSWS 00secret" } });
}

describe("a proxy", () => {
  it("is asked for a tunnel to the org, and told nothing else", async () => {
    const proxy = await startProxy(0, () => 403);
    await failureOf(() => send(`http://${proxy.address}`));
    expect(proxy.tunnels).toEqual([
      {
        target: "acme.okta.com:443",
        headers: { host: "acme.okta.com", "proxy-connection": "keep-alive", connection: "close" },
      },
    ]);
    expect(proxy.others).toEqual([]);
  });

  it.each([
    ["both", CREDENTIALS, "ada:lovelace@1843"],
    ["a user name alone", "ada", "ada:"],
    ["a percent sign that encodes nothing", "ada:100%", "ada:100%"],
  ])("gets its credentials: %s", async (_, userinfo, wanted) => {
    const proxy = await startProxy(0, () => 403);
    await failureOf(() => send(`http://${userinfo}@${proxy.address}`));
    const [scheme, value = ""] = (proxy.tunnels[0]?.headers["proxy-authorization"] ?? "").split(" ");
    expect([scheme, Buffer.from(value, "base64").toString()]).toEqual(["Basic", wanted]);
  });
});

describe("a proxy that fails is named, with what to do, and without its credentials", () => {
  it.each([
    [407, "", "wants a user name and a password", "px or cntlm"],
    [407, `${CREDENTIALS}@`, "refused the user name or the password", "percent-encoded"],
    [403, "", "did not connect to acme.okta.com: it answered HTTP 403", "allow CONNECT to acme.okta.com"],
    [502, "", "it answered HTTP 502", "found no way to acme.okta.com"],
  ])("HTTP %i", async (status, userinfo, what, next) => {
    const proxy = await startProxy(0, () => status);
    const error = await failureOf(() => send(`http://${userinfo}${proxy.address}`));
    expect(error).toMatchObject({
      code: "network_unreachable",
      message: expect.stringContaining(`The proxy ${proxy.address} (HTTPS_PROXY) `),
      next: expect.stringContaining(next),
    });
    expect(error.message).toContain(what);
    expect(error.toText()).not.toMatch(SECRETS);
  });

  it("nobody there", async () => {
    const address = (await closedPort()).replace("http://", "");
    const error = await failureOf(() => send(`http://${CREDENTIALS}@${address}`));
    expect(error).toMatchObject({
      code: "network_unreachable",
      message: `The proxy ${address} (HTTPS_PROXY) could not be reached (ECONNREFUSED).`,
      next: expect.stringContaining("NO_PROXY"),
    });
    expect(error.toText()).not.toMatch(SECRETS);
  });

  it("no answer", async () => {
    const proxy = await startProxy(0, () => 0);
    const error = await failureOf(() => send(`http://${CREDENTIALS}@${proxy.address}`, 300));
    expect(error).toMatchObject({
      code: "timeout",
      message: `acme.okta.com did not answer through the proxy ${proxy.address} within 0.3 s. Nothing was sent.`,
    });
  });
});

describe("none of its failures leaves a change in doubt", () => {
  it.each([407, 502])("HTTP %i", async (status) => {
    const proxy = await startProxy(0, () => status);
    const transport = createTransport({
      orgUrl: ORG,
      timeoutMs: 2_000,
      version: "0",
      proxy: { url: `http://${proxy.address}`, variable: "HTTPS_PROXY" },
    });
    onTestFinished(() => transport.close());
    const error = await failureOf(() => transport.fetch(`${ORG}/api/v1/groups/00g1`, { method: "DELETE" }));
    expect(error.code).toBe("network_unreachable");
  });
});
