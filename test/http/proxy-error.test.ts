import { describe, expect, test } from "vitest";
import { ProxyUnreachable, proxyError } from "../../src/http/proxy-error.js";

const HTTP = { url: "http://proxy.example:3128", variable: "HTTPS_PROXY" };
const HTTPS = { url: "https://proxy.example:3129", variable: "https_proxy" };
const HOST = "acme.okta.com";

describe("a proxy that cannot be reached", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1"), { code: "ECONNREFUSED" });
  const error = new ProxyUnreachable("x", { cause: refused });

  test("is told by the name of the failure, which stays its cause", () => {
    const told = proxyError(error, HTTP, HOST);
    expect(told?.message).toBe(
      "The proxy proxy.example:3128 (HTTPS_PROXY) could not be reached (ECONNREFUSED).",
    );
    expect(told?.cause).toBe(error);
    expect(told?.next).not.toContain("certificate");
  });

  test("over TLS may have a certificate of its own", () => {
    const told = proxyError(new ProxyUnreachable("x", { cause: new Error("no code") }), HTTPS, HOST);
    expect(told?.message).toBe("The proxy proxy.example:3129 (https_proxy) could not be reached.");
    expect(told?.next).toContain("NODE_EXTRA_CA_CERTS");
  });
});

describe("what only speaks of a proxy is none of its failures", () => {
  test.each([
    new Error("Okta said: Proxy response (407) !== 200"),
    new Error("Proxy response (4070) !== 200"),
    new Error("other"),
    "Proxy response (407) !== 200",
    undefined,
  ])("%s", (error) => {
    expect(proxyError(error, HTTP, HOST)).toBeUndefined();
  });
});
