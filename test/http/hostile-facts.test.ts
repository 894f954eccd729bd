import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { loggedFetch } from "../../src/http/logged-fetch.js";
import { oktaError } from "../../src/http/okta-error.js";
import { createLogger, type LogRecord } from "../../src/log/logger.js";

const failing = (status: number, body: string, headers: Record<string, string> = {}) =>
  oktaError("GET", new Response(null, { status, headers }), body);

/** What is neither to be seen nor obeyed, with a secret behind it, and very long. */
const HOSTILE = `a\u202e\u001b[31m\nBearer abcdefgh12345678 ${"x".repeat(2_000)}`;

const UNFIT = /abcdefgh|[\p{Cc}\p{Cf}]/u;

describe("what Okta, or whoever answers for it, says of an error", () => {
  const body = JSON.stringify({
    errorCode: HOSTILE,
    errorSummary: HOSTILE,
    errorId: HOSTILE,
    errorCauses: [{ errorSummary: HOSTILE }],
  });

  test.each([400, 401, 403, 404, 409, 500])(
    "with status %i is one visible line each, without secrets",
    (status) => {
      const error = failing(status, body);
      const { errorCode = "", errorId = "", causes = [] } = error.okta ?? {};
      for (const text of [error.message, errorCode, errorId, ...causes]) {
        expect(text).not.toMatch(UNFIT);
        expect(text).toContain("a\\u{202e}\\u{1b}[31m");
      }
      expect(errorCode.length).toBeLessThan(40 + 20);
      expect(errorId.length).toBeLessThan(80 + 20);
      for (const text of [error.message, ...causes]) expect(text.length).toBeLessThan(650);
    },
  );

  test("in a page is shown in part alone", () => {
    const { message } = failing(502, HOSTILE);
    expect(message).not.toMatch(UNFIT);
    expect(message.length).toBeLessThan(250);
  });

  test("in the id of a request is no text of its own", () => {
    const { okta } = failing(400, "{}", {
      "x-okta-request-id": `a\u00ad Bearer abcdefghijklmno7 ${"x".repeat(500)}`,
    });
    expect(okta?.requestId).toMatch(/^a\\u\{ad\} Bearer \[hidden\] x{50,80}…$/);
  });
});

describe("a scope is named as Okta writes it, and nothing else is", () => {
  test.each<[string, string]>([
    ["a character that cannot be seen", 'Bearer scope="okta.users\u00ad.read"'],
    ["more than a page could hold", `Bearer scope="${"x".repeat(501)}"`],
    ["a field whose name ends so", 'Bearer no_scope="okta.users.read"'],
    ["no quotes", "Bearer scope=okta.users.read"],
  ])("%s", (_, challenge) => {
    const error = failing(403, "{}", { "www-authenticate": challenge });
    expect(error.message).toBe("Okta does not allow this call.");
  });

  test("up to its limit", () => {
    const scope = "x".repeat(500);
    const { message } = failing(403, "{}", { "www-authenticate": `Bearer scope="${scope}"` });
    expect(message).toBe(`The access token lacks the scope ${scope}.`);
  });
});

test.each<[unknown, string]>([
  [new OktaMcpError("timeout", "acme.okta.com/users/ada"), "timeout"],
  [new Error("ada@example.com"), "unknown"],
  ["ada@example.com", "unknown"],
])("the log is told of a failed request by its code alone: %s", async (failure, code) => {
  const records: LogRecord[] = [];
  const sink = { wants: () => true, write: (record: LogRecord) => void records.push(record) };
  const log = createLogger([sink], (value) => value);
  const fetch = loggedFetch(() => Promise.reject(failure), log);
  await expect(fetch("https://acme.okta.com/a")).rejects.toBe(failure);
  expect(records[0]?.fields).toEqual({
    method: "GET",
    path: "/a",
    error: code,
    ms: expect.any(Number),
    attempt: undefined,
  });
});
