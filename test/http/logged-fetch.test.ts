import { expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { loggedFetch } from "../../src/http/logged-fetch.js";
import { createLogger, type LogRecord } from "../../src/log/logger.js";
import { startOrg } from "./org.js";

function listen() {
  const records: LogRecord[] = [];
  const sink = { wants: () => true, write: (record: LogRecord) => void records.push(record) };
  return { log: createLogger([sink], (value) => value), records };
}

test("a request is told by method, path, status, time and try; never by its query or body", async () => {
  const { log, records } = listen();
  const fetch = loggedFetch(async () => new Response("{}", { status: 201 }), log, 2);
  await fetch(new URL("https://acme.okta.com/api/v1/users?q=ada"), { method: "POST", body: "{}" });
  await fetch(new Request("https://acme.okta.com/oauth2/v1/token?code=1", { method: "PUT" }));
  const ms = expect.any(Number);
  expect(records).toEqual(
    [
      { method: "POST", path: "/api/v1/users" },
      { method: "PUT", path: "/oauth2/v1/token" },
    ].map((facts) => ({
      level: "debug",
      message: "request",
      fields: { ...facts, status: 201, ms, attempt: 2 },
    })),
  );
});

test("a request that failed is told by its code, and fails as it did", async () => {
  const { log, records } = listen();
  const error = new OktaMcpError("timeout", "Too late.");
  const fetch = loggedFetch(() => Promise.reject(error), log);
  await expect(fetch("https://acme.okta.com/a")).rejects.toBe(error);
  expect(records[0]?.fields).toMatchObject({ method: "GET", path: "/a", error: "timeout" });
});

test("each try of a call is told", async () => {
  const { log, records } = listen();
  const org = await startOrg({ log });
  org.fault({ kind: "status", status: 503 });
  await org.okta.GET("/api/v1/groups", {});
  expect(records.map(({ fields: { status, attempt } }) => ({ status, attempt }))).toEqual([
    { status: 503, attempt: 1 },
    { status: 200, attempt: 2 },
  ]);
});
