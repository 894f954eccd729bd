import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { ask, errorOf } from "./client.js";

const NOW = new Date("2026-05-20T12:00:30.000Z");
let clock = NOW;
let sandbox: Sandbox;
const failures: unknown[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({
    events: 20,
    now: () => clock,
    log: (_, error) => error && failures.push(error),
  });
});
afterAll(async () => {
  await sandbox.close();
  expect(failures).toEqual([]);
});

/** A path as it stands: fetch would tidy it up. */
function raw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    socket.on("error", reject);
    socket.once("data", (data) => {
      socket.destroy();
      resolve(Number(data.toString().split(" ")[1]));
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: SSWS ${sandbox.apiToken}\r\nConnection: close\r\n\r\n`,
    );
  });
}

describe("refusals", () => {
  it.each([
    ["GET", "/", 404, "E0000008"],
    ["GET", "/api/v1/nosuch", 404, "E0000008"],
    ["GET", "/api/v1/users/a/b/c", 404, "E0000008"],
    ["DELETE", "/api/v1/users", 405, "E0000022"],
    ["PUT", "/api/v1/logs", 405, "E0000022"],
  ])("%s %s: %i %s", async (method, path, status, code) => {
    const reply = await ask(sandbox, method, path);
    expect(errorOf(reply)).toEqual({ status, code, causes: [] });
    if (status === 405) expect(reply.headers.get("allow")).toBeTruthy();
  });

  it.each([
    ["a broken body", "{", {}, 400, "E0000003"],
    ["a list", "[]", {}, 400, "E0000003"],
    ["no body", "", {}, 400, "E0000003"],
    ["a very deep body", `{"profile":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, {}, 400, "E0000003"],
    ["another media type", "{}", { "content-type": "text/plain" }, 415, "E0000021"],
    ["3 MB", `{"a":"${"x".repeat(3_000_000)}"}`, {}, 413, "E0000003"],
  ])("%s", async (_, body, headers, status, code) => {
    const reply = await ask(sandbox, "POST", "/api/v1/groups", {
      body,
      headers: headers as Record<string, string>,
    });
    expect(errorOf(reply)).toMatchObject({ status, code });
  });

  it("every error has its own id", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => ((await ask(sandbox, "GET", "/nosuch")).body as { errorId: string }).errorId),
    );
    expect(ids[0]).toMatch(/^oae\w{22}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each([
    ["/api/v1/users/../groups", 404],
    ["/api/v1/users/%2e%2e", 404],
    ["/api/v1/users/%2e%2e%2fgroups", 404],
    ["/api/v1/users/%E0%A4%A", 404],
    ["/api/v1//users", 404],
    ["/api/v1/users/", 404],
    ["/api/v1/users/__proto__", 404],
    ["/api/v1/meta/schemas/user/constructor", 404],
  ])("%s leads nowhere", async (path, status) => {
    expect(await raw(path)).toBe(status);
  });
});

describe("headers", () => {
  it("say when, which request, and how much is left", async () => {
    clock = new Date(NOW.getTime() + 60_000);
    const first = await ask(sandbox, "GET", "/api/v1/groups");
    const second = await ask(sandbox, "GET", "/api/v1/groups/nosuch");
    const third = await ask(sandbox, "GET", "/api/v1/groups");
    const left = (reply: typeof first) => Number(reply.headers.get("x-rate-limit-remaining"));
    expect(first.headers.get("date")).toBe("Wed, 20 May 2026 12:01:30 GMT");
    expect(first.headers.get("content-type")).toMatch(/^application\/json/);
    expect(first.headers.get("x-okta-request-id")).toMatch(/^\w{27}$/);
    expect(first.headers.get("x-okta-request-id")).not.toBe(second.headers.get("x-okta-request-id"));
    expect(first.headers.get("x-rate-limit-limit")).toBe("500");
    expect(first.headers.get("x-rate-limit-reset")).toBe(String(Date.parse("2026-05-20T12:02:00Z") / 1000));
    expect([left(first), left(third)]).toEqual([499, 498]);
    clock = new Date(NOW.getTime() + 120_000);
    expect(left(await ask(sandbox, "GET", "/api/v1/groups"))).toBe(499);
  });

  it("a limit that is enforced refuses until the next minute", async () => {
    let time = NOW;
    const strict = await startSandbox({
      events: 20,
      now: () => time,
      rateLimit: { perMinute: 2, enforce: true },
    });
    const get = () => ask(strict, "GET", "/api/v1/groups");
    await get();
    await get();
    const refused = await get();
    expect(errorOf(refused)).toMatchObject({ status: 429, code: "E0000047" });
    expect(refused.headers.get("x-rate-limit-remaining")).toBe("0");
    time = new Date(NOW.getTime() + 60_000);
    expect((await get()).status).toBe(200);
    await strict.close();
  });
});

describe("the journal", () => {
  it("keeps method, raw path and query, headers, body and status", async () => {
    const body = { profile: { title: "Tester" } };
    await ask(sandbox, "POST", "/api/v1/users/a%2Fb?x=%20", { body, headers: { "X-Wish": "a" } });
    const entry = sandbox.requests.at(-1);
    expect(entry).toEqual({
      method: "POST",
      path: "/api/v1/users/a%2Fb",
      query: "x=%20",
      headers: expect.objectContaining({ "content-type": "application/json", "x-wish": "a" }),
      body: JSON.stringify(body),
      status: 404,
    });
  });

  it("keeps of credentials the beginning, in headers and in the body of a sign-in", async () => {
    const secret = "top-secret-assertion";
    await fetch(`${sandbox.url}/oauth2/v1/token`, {
      method: "POST",
      headers: { authorization: `DPoP ${secret}`, dpop: `eyJh.${secret}`, cookie: `sid=${secret}` },
      body: new URLSearchParams({ grant_type: "client_credentials", client_assertion: secret }),
    });
    const entry = sandbox.requests.at(-1);
    expect(entry).toMatchObject({
      headers: { authorization: "DPoP top-…", dpop: "eyJh…", cookie: "sid=…" },
      body: "grant_type=client_credentials&client_assertion=***",
    });
    expect(JSON.stringify(entry)).not.toContain(secret);
  });

  it("keeps a request whose caller went away while sending it", async () => {
    const before = sandbox.requests.length;
    const { hostname, port } = new URL(sandbox.url);
    const socket = connect(Number(port), hostname);
    const head = "POST /api/v1/groups HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
    socket.write(head, () => socket.destroy());
    await vi.waitFor(() =>
      expect(sandbox.requests.slice(before)).toEqual([
        expect.objectContaining({ path: "/api/v1/groups", status: 0 }),
      ]),
    );
  });
});

describe("the server", () => {
  it("says so when its port is taken", async () => {
    await expect(startSandbox({ port: Number(new URL(sandbox.url).port), events: 20 })).rejects.toMatchObject(
      { code: "EADDRINUSE" },
    );
  });

  it("closes with a client still connected", async () => {
    const other = await startSandbox({ events: 20 });
    await ask(other, "GET", "/api/v1/groups");
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
