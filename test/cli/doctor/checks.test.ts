import { describe, expect, test } from "vitest";
import { ok, runCheck } from "../../../src/cli/doctor/check.js";
import { clock, dns, nodeVersion } from "../../../src/cli/doctor/machine-checks.js";
import { rateLimits, scopes } from "../../../src/cli/doctor/org-checks.js";
import type { ToolRow } from "../../../src/cli/tools.js";
import { OktaMcpError } from "../../../src/errors.js";

describe("a check", () => {
  test("that takes too long is broken off, and a problem", async () => {
    let broken = false;
    const result = await runCheck(
      "slow",
      (signal) =>
        new Promise(() => {
          signal.addEventListener("abort", () => {
            broken = true;
          });
        }),
      20,
    );
    expect([result.status, result.detail, broken]).toEqual(["problem", "gave no answer within 0.02 s", true]);
  });

  test("that fails is a problem with the error's next step", async () => {
    const error = new OktaMcpError("network_unreachable", "DNS knows no host.", { next: "Look." });
    expect(await runCheck("x", () => Promise.reject(error))).toEqual({
      check: "x",
      status: "problem",
      detail: "DNS knows no host.",
      fix: "Look.",
    });
  });

  test("that fails in an unknown way shows no text of the fault, which may hold anything", async () => {
    const { detail } = await runCheck("x", () => {
      throw new TypeError("token 00secret");
    });
    expect(detail).toBe("failed in a way okta-mcp does not know (TypeError)");
  });

  test("that finds nothing wrong is ok", async () => {
    expect(await runCheck("x", () => ok("fine"))).toEqual({ check: "x", status: "ok", detail: "fine" });
  });
});

test.each([
  ["20.18.1", "ok"],
  ["20.18.0", "problem"],
  ["18.20.5", "problem"],
  ["20.19.0", "ok"],
  ["24.0.0", "ok"],
])("Node %s: %s", (version, status) => {
  expect(nodeVersion(version).status).toBe(status);
});

test.each([
  [0, "ok"],
  [60_000, "ok"],
  [-60_000, "ok"],
  [61_000, "problem"],
  [-600_000, "problem"],
])("a clock that is off by %i ms: %s", (off, status) => {
  expect(clock(1_000_000, 1_000_000 + off).status).toBe(status);
});

describe("DNS", () => {
  test("of an address needs none", async () => {
    expect((await dns("http://[::1]:8080", false)).detail).toBe("::1 is an address already");
  });

  test("behind a proxy is the proxy's matter", async () => {
    expect((await dns("https://acme.okta.com", true)).status).toBe("ok");
  });

  test("of a host that does not exist is a problem", async () => {
    expect((await dns("https://okta-mcp.invalid", false)).status).toBe("problem");
  });
});

describe("rate limits", () => {
  const limit = (remaining: number) => ({
    bucket: "read/api/v1/users",
    limit: 100,
    remaining,
    resets: new Date(0),
  });
  test.each([
    [[50], "ok"],
    [[50, 5], "problem"],
    [[], "skipped"],
  ])("with %j left of 100: %s", (left, status) => {
    expect(rateLimits({ rateLimits: () => left.map(limit) }).status).toBe(status);
  });
});

test.each([
  ["unknown scopes", undefined, false, "ok"],
  ["scopes for some tools", ["okta.users.read"], true, "ok"],
  ["scopes for none", ["openid"], false, "problem"],
])("%s", (_, granted, on, status) => {
  const row: ToolRow = {
    name: "list_users",
    toolset: "users",
    safety: "read",
    scopes: ["okta.users.read"],
    on,
  };
  expect(scopes([row], granted).status).toBe(status);
});
