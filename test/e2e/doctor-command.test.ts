import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { run } from "./support/command.js";
import { newHome, personEnv, startOrg } from "./support/person.js";
import { serviceEnv, startServiceOrg } from "./support/service-app.js";

interface Check {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
  readonly fix?: string;
}

async function doctor(env: Readonly<Record<string, string>>) {
  const home = newHome();
  const { code, stdout, stderr } = await run(["doctor", "--json"], {
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    ...env,
  });
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Check[] };
  const found = (name: string) => checks.find(({ check }) => check === name);
  return { code, stdout, stderr, ok, checks, found };
}

describe("doctor", () => {
  test("finds a good service good, and shows no secret", async () => {
    const org = await startServiceOrg();
    const { code, ok, checks, found, stdout } = await doctor(serviceEnv(org));
    expect([code, ok, checks.filter(({ status }) => status === "problem")]).toEqual([0, true, []]);
    expect(checks.map(({ check }) => check)).toEqual([
      "node",
      "variables",
      "dns",
      "connection",
      "clock",
      "token store",
      "sign-in",
      "scopes",
      "admin role",
      "rate limits",
      "clients",
    ]);
    expect(found("scopes")?.detail).toMatch(/^\d+ of 50 tools on by 2 scopes$/);
    expect(found("rate limits")?.detail).toMatch(/\d+ of \d+ left/);
    expect(stdout).not.toContain("PRIVATE KEY-----");
  });

  test("tells a missing admin role from a missing scope", async () => {
    const org = await startServiceOrg({ client: { adminRole: false } });
    const { code, found } = await doctor(serviceEnv(org));
    expect(code).toBe(1);
    expect(found("sign-in")?.status).toBe("ok");
    expect(found("admin role")).toMatchObject({
      status: "problem",
      fix: expect.stringMatching(/^Assign an admin role/),
    });
  });

  test("tells that nobody is signed in, and asks nobody to", async () => {
    const org = await startOrg();
    const { code, found } = await doctor(personEnv(org, newHome()));
    expect(code).toBe(1);
    expect(found("sign-in")).toMatchObject({
      status: "problem",
      fix: expect.stringMatching(/okta-mcp login/),
    });
    expect(found("admin role")?.status).toBe("skipped");
    expect(org.requests.map(({ path }) => path)).not.toContain("/oauth2/v1/device/authorize");
  });

  test("tells a clock that is off", async () => {
    const org = await startServiceOrg();
    org.faults.add({ fault: { kind: "clock", aheadMs: 600_000 }, path: "/.well-known/*" });
    const { found } = await doctor(serviceEnv(org));
    expect(found("clock")).toMatchObject({
      status: "problem",
      detail: expect.stringMatching(/clock is \d+ s behind/),
    });
  });

  test("tells what the variables lack, and goes on with what needs no org", async () => {
    const { code, found, checks } = await doctor({ OKTA_ORG_URL: "https://acme.okta.com" });
    expect(code).toBe(1);
    expect(found("variables")).toMatchObject({
      status: "problem",
      fix: expect.stringMatching(/OKTA_CLIENT_ID/),
    });
    expect(checks.at(-1)?.check).toBe("clients");
  });

  test("tells a host that is no Okta org", async () => {
    const server = createServer((_, response) => response.end("<html>")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const { found } = await doctor({ OKTA_ORG_URL: `http://127.0.0.1:${port}`, OKTA_API_TOKEN: "00x" });
    expect(found("connection")).toMatchObject({
      status: "problem",
      detail: expect.stringMatching(/does not answer as an Okta org/),
    });
    expect(found("sign-in")?.status).toBe("skipped");
  });

  test("tells a client that would start what is not there", async () => {
    const home = newHome();
    mkdirSync(join(home, ".cursor"));
    const entry = { command: process.execPath, args: ["/gone/okta-mcp/dist/cli.js", "serve"] };
    writeFileSync(join(home, ".cursor", "mcp.json"), JSON.stringify({ mcpServers: { okta: entry } }));
    const { found } = await doctor({ HOME: home });
    expect(found("Cursor")).toMatchObject({
      status: "problem",
      detail: expect.stringContaining("/gone/okta-mcp/dist/cli.js"),
      fix: expect.stringMatching(/init --client cursor/),
    });
  });

  test("is readable, each problem with its fix", async () => {
    const { code, stdout } = await run(["doctor"], { HOME: newHome() });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {7}node +Node \d+/);
    expect(stdout).toMatch(/\nproblem {2}variables +OKTA_ORG_URL is missing.*\n +Fix: Set OKTA_ORG_URL/);
    expect(stdout).toMatch(/\n1 of \d+ checks found a problem\.\n$/);
  });
});
