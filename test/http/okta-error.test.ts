import { describe, expect, it } from "vitest";
import { oktaError } from "../../src/http/okta-error.js";

function error(status: number, body: unknown = "", headers: Record<string, string> = {}, method = "GET") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return oktaError(method, new Response(null, { status, headers }), text);
}

const FACTS = {
  errorCode: "E0000001",
  errorSummary: "Api validation failed: login",
  errorLink: "E0000001",
  errorId: "oae1",
  errorCauses: [{ errorSummary: "login: already exists" }, { errorSummary: "email: required" }],
};

it.each([
  [400, "okta_rejected"],
  [401, "auth_failed"],
  [403, "forbidden"],
  [404, "not_found"],
  [405, "okta_rejected"],
  [409, "conflict"],
  [412, "conflict"],
  [429, "rate_limited"],
  [500, "okta_unavailable"],
  [503, "okta_unavailable"],
])("%i is %s, with Okta's facts", (status, code) => {
  expect(error(status, FACTS, { "x-okta-request-id": "req1" })).toMatchObject({
    code,
    okta: {
      status,
      errorCode: "E0000001",
      errorId: "oae1",
      requestId: "req1",
      causes: ["login: already exists", "email: required"],
    },
  });
});

it("the whole text says what Okta said", () => {
  const text = error(400, FACTS).toText();
  for (const part of [
    "okta_rejected",
    "Api validation failed: login",
    "E0000001",
    "oae1",
    "- email: required",
  ]) {
    expect(text).toContain(part);
  }
});

describe("403", () => {
  it("names the scope that the token lacks", () => {
    const challenge =
      'Bearer authorization_uri="http://x/oauth2/v1/authorize", realm="http://x", scope="okta.users.manage", error="insufficient_scope"';
    const forbidden = error(403, {}, { "www-authenticate": challenge });
    expect(forbidden.message).toContain("okta.users.manage");
    expect(forbidden.next).toContain("okta.users.manage");
  });

  it("names it also when the token is bound to a key", () => {
    const challenge = 'DPoP error="insufficient_scope", scope="okta.logs.read", algs="ES256"';
    expect(error(403, {}, { "www-authenticate": challenge }).message).toContain("okta.logs.read");
  });

  it("without a scope speaks of the admin role too", () => {
    expect(error(403, FACTS).next).toMatch(/no missing scope.*admin role/);
  });
});

describe("429", () => {
  const reset = { "x-rate-limit-reset": "1767323045" };

  it("says when the limit is renewed, and in how many seconds by the server's clock", () => {
    const { message } = error(429, {}, { ...reset, date: "Fri, 02 Jan 2026 03:03:23 GMT" });
    expect(message).toContain("2026-01-02T03:04:05.000Z (in 42 s)");
  });

  it.each<Record<string, string>>([{}, { "x-rate-limit-reset": "soon" }, { "x-rate-limit-reset": "-5" }])(
    "without a sensible time (%j) still says what to do",
    (headers) => {
      expect(error(429, "", headers).next).toBe("Call again in a minute.");
    },
  );

  it("leaves the seconds out where the server has no clock", () => {
    expect(error(429, {}, reset).message).toContain("at 2026-01-02T03:04:05.000Z.");
  });
});

describe("a body that is not Okta's", () => {
  const page = `<html>\r\n<b>Blocked\u202e</b>${"x".repeat(200)}`;

  it("is an unexpected response, shown in part and escaped", () => {
    const { code, message } = error(403, page, { "content-type": "text/html" });
    expect(code).toBe("unexpected_response");
    expect(message).toContain("<html> <b>Blocked\\u{202e}</b>xxx");
    expect(message.length).toBeLessThan(250);
  });

  it("of a server error is still Okta's unavailability", () => {
    const { code, message } = error(502, "<h1>Bad Gateway</h1>");
    expect(code).toBe("okta_unavailable");
    expect(message).toContain("Bad Gateway");
  });

  it("does not give back the credentials that it repeats", () => {
    const text = error(400, "Authorization: SSWS 00topsecret_token-x1 Bearer eyJa.eyJb.c2ln").toText();
    expect(text).not.toMatch(/topsecret|eyJ/);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a list", [1]],
    ["facts of the wrong type", { errorCode: 7, errorId: {}, errorSummary: [], errorCauses: "x" }],
    ["causes of the wrong type", { errorCauses: [null, 1, { errorSummary: 2 }] }],
  ])("%s does no harm", (_, body) => {
    expect(error(404, body).okta).toEqual({ status: 404 });
  });

  it("with thousands of causes is cut", () => {
    const errorCauses = Array.from({ length: 5000 }, (_, index) => ({
      errorSummary: `cause ${index} ${"x".repeat(900)}`,
    }));
    expect(error(400, { errorCauses }).toText().length).toBeLessThan(12_000);
  });
});

it.each(["POST", "PUT", "DELETE"])(
  "after a server error on %s says to look before trying again",
  (method) => {
    expect(error(504, "", {}, method).next).toContain("whether the change was made");
    expect(error(504).next).not.toContain("whether the change was made");
  },
);
