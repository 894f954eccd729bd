import { describe, expect, it } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { type Attempt, networkError, worthTrying } from "../../src/http/network-error.js";

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  method: "GET",
  host: "acme.okta.com",
  timeoutMs: 30_000,
  sent: true,
  ...more,
});
const failure = (code: string) => Object.assign(new Error("low level"), { code });

it.each([
  ["ENOTFOUND", "network_unreachable", /DNS/],
  ["ECONNREFUSED", "network_unreachable", /refused/],
  ["UND_ERR_CONNECT_TIMEOUT", "network_unreachable", /in time/],
  ["ECONNRESET", "network_unreachable", /broke/],
  ["UND_ERR_SOCKET", "network_unreachable", /broke/],
  ["CERT_HAS_EXPIRED", "network_unreachable", /expired/],
  ["SELF_SIGNED_CERT_IN_CHAIN", "network_unreachable", /not trusted/],
  ["ENOSUCHCODE", "network_unreachable", /ENOSUCHCODE/],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout", /30 s/],
  ["UND_ERR_BODY_TIMEOUT", "timeout", /30 s/],
  ["UND_ERR_HEADERS_OVERFLOW", "unexpected_response", /headers/],
  ["Z_DATA_ERROR", "unexpected_response", /not proper/],
  ["UND_ERR_DESTROYED", "cancelled", /shutting down/],
])("%s of a read is %s", (cause, code, words) => {
  const error = networkError(failure(cause), attempt());
  expect(error.code).toBe(code);
  expect(error.message).toMatch(words);
});

describe("the code is found", () => {
  it.each<[string, unknown]>([
    ["in the cause of fetch's error", new TypeError("fetch failed", { cause: failure("ENOTFOUND") })],
    ["deep within", new Error("a", { cause: new Error("b", { cause: failure("ENOTFOUND") }) })],
    ["in the first of several addresses", new AggregateError([failure("ENOTFOUND"), failure("ENETUNREACH")])],
  ])("%s", (_, error) => {
    expect(networkError(error, attempt()).message).toContain("DNS");
  });

  it("to be missing in an error that is its own cause", () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(networkError(error, attempt()).code).toBe("network_unreachable");
  });

  it.each([undefined, "text", new Error("no code")])(
    "to be missing in %s, which is a failed connection",
    (error) => {
      expect(networkError(error, attempt())).toMatchObject({ code: "network_unreachable" });
    },
  );
});

it.each([
  ["ECONNRESET", 3],
  ["UND_ERR_SOCKET", 3],
  ["EPIPE", 3],
  ["ECONNREFUSED", 2],
  ["EAI_AGAIN", 2],
  ["EHOSTUNREACH", 2],
  ["ENETUNREACH", 2],
  ["ENETDOWN", 2],
  ["ENOTFOUND", 0],
  ["CERT_HAS_EXPIRED", 0],
  ["ENOSUCHCODE", 0],
  ["UND_ERR_HEADERS_TIMEOUT", 0],
  ["UND_ERR_DESTROYED", 0],
])("%s is worth %i more tries, whether the answer was lost or not", (cause, tries) => {
  for (const method of ["GET", "PUT"])
    expect(worthTrying(networkError(failure(cause), attempt({ method })))).toBe(tries);
});

it.each([
  [false, "acme.okta.com did not answer through the proxy proxy.example:8080 within 30 s. Nothing was sent."],
  [true, "acme.okta.com did not answer within 30 s."],
])("a timeout names the proxy as long as nothing went through it: %s", (sent, message) => {
  const proxy = { url: "http://proxy.example:8080", variable: "HTTPS_PROXY" };
  expect(networkError(new Error("x"), attempt({ proxy, sent, stopped: "timeout" })).message).toBe(message);
});

it("a trusted root that is missing has its own next step", () => {
  expect(networkError(failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), attempt()).next).toContain(
    "NODE_EXTRA_CA_CERTS",
  );
});

it("a coded error passes unchanged", () => {
  const coded = new OktaMcpError("internal", "x");
  expect(networkError(coded, attempt({ method: "POST" }))).toBe(coded);
});

describe("a change", () => {
  it.each([
    ["that was not sent", false, "network_unreachable"],
    ["that was sent", true, "outcome_unknown"],
  ])("%s: %s, %s", (_, sent, code) => {
    expect(networkError(failure("ECONNRESET"), attempt({ method: "PUT", sent })).code).toBe(code);
  });

  it.each([
    ["ECONNRESET", "outcome_unknown"],
    ["UND_ERR_BODY_TIMEOUT", "outcome_unknown"],
    ["Z_DATA_ERROR", "outcome_unknown"],
    ["UND_ERR_DESTROYED", "cancelled"],
  ])("that was sent and ends in %s is %s", (cause, code) => {
    expect(networkError(failure(cause), attempt({ method: "DELETE" })).code).toBe(code);
  });

  it("whose answer began says with which status", () => {
    const { message } = networkError(failure("ECONNRESET"), attempt({ method: "POST", status: 201 }));
    expect(message).toContain("HTTP 201");
  });
});
