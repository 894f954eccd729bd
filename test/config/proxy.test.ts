import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/config/problem.js";
import { readProxy } from "../../src/config/proxy.js";
import { readConfig, readStoreConfig } from "../../src/config.js";
import { failureOf } from "../failure.js";

const ORG = "https://acme.okta.com";
const P = "http://proxy.example.com:8080";

const urlOf = (env: Record<string, string>, orgUrl = ORG) => readProxy(env, orgUrl, [])?.url;

describe("the proxy for an org", () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ["none", {}, undefined],
    ["an empty variable", { HTTPS_PROXY: " " }, undefined],
    ["HTTPS_PROXY", { HTTPS_PROXY: P }, P],
    ["in lower case, which stands above", { https_proxy: P, HTTPS_PROXY: "http://other" }, P],
    ["HTTP_PROXY where there is no other", { HTTP_PROXY: P }, P],
    ["not HTTP_PROXY where there is", { HTTP_PROXY: "http://other", HTTPS_PROXY: P }, P],
    ["without a scheme", { HTTPS_PROXY: "proxy.example.com:8080" }, P],
    ["over TLS", { HTTPS_PROXY: "https://proxy.example.com" }, "https://proxy.example.com"],
    ["by an IPv6 address", { HTTPS_PROXY: "http://[2001:db8::1]:3128/" }, "http://[2001:db8::1]:3128"],
    ["without its credentials", { HTTPS_PROXY: "http://u:p@proxy.example.com:8080" }, P],
  ])("%s", (_, env, wanted) => {
    expect(urlOf(env)).toBe(wanted);
  });

  it.each([
    ["*", false],
    ["acme.okta.com", false],
    ["OKTA.com", false],
    [".okta.com", false],
    ["*.okta.com", false],
    ["localhost, 10.0.0.1 okta.com", false],
    ["okta.com:443", false],
    ["okta.com:8443", true],
    ["cme.okta.com", true],
    ["okta.com.example.com", true],
    ["", true],
  ])("NO_PROXY=%s", (list, isUsed) => {
    expect(urlOf({ HTTPS_PROXY: P, NO_PROXY: list })).toBe(isUsed ? P : undefined);
    expect(urlOf({ HTTPS_PROXY: P, no_proxy: list })).toBe(isUsed ? P : undefined);
  });

  it.each([
    "http://localhost:4000",
    "http://127.0.0.1:4000",
    "https://127.9.9.9",
    "http://[::1]:4000",
    "http://org.localhost",
  ])("never for %s", (org) => {
    expect(urlOf({ HTTPS_PROXY: P, HTTP_PROXY: P }, org)).toBeUndefined();
  });
});

describe("a senseless value", () => {
  const SECRET = "SECRETpassword";

  it.each([
    [`http://u:${SECRET}@`, "is not a URL"],
    [`socks5://u:${SECRET}@proxy.example.com`, "is not an HTTP proxy"],
    [`http://u:${SECRET}@proxy.example.com:port`, "is not a URL"],
  ])("%s", (value, what) => {
    const problems: Problem[] = [];
    expect(readProxy({ HTTPS_PROXY: value }, ORG, problems)).toBeUndefined();
    expect(problems).toMatchObject([{ variable: "HTTPS_PROXY", what: expect.stringContaining(what) }]);
    expect(JSON.stringify(problems)).not.toContain(SECRET);
  });

  it("is no problem where the proxy is not used", () => {
    const problems: Problem[] = [];
    readProxy({ HTTPS_PROXY: "nonsense:", NO_PROXY: "okta.com" }, ORG, problems);
    expect(problems).toEqual([]);
  });
});

describe("the configuration", () => {
  const env = { OKTA_ORG_URL: ORG, OKTA_API_TOKEN: "00t", HTTPS_PROXY: P };

  it("carries the proxy", () => {
    expect(readConfig(env, {}, String).proxy).toEqual({ url: P, variable: "HTTPS_PROXY" });
    expect(readStoreConfig(env, {}).proxyFor(ORG)?.url).toBe(P);
  });

  it("is refused with one that is none", async () => {
    const bad = { ...env, HTTPS_PROXY: "ftp://x" };
    expect((await failureOf(() => readConfig(bad, {}, String))).code).toBe("config_invalid");
    expect((await failureOf(() => readStoreConfig(bad, {}).proxyFor(ORG))).code).toBe("config_invalid");
  });
});
