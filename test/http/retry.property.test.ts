import fc from "fast-check";
import { expect, it } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { type Attempt, networkError } from "../../src/http/network-error.js";
import { backoff, judge, type Outcome } from "../../src/http/retry.js";

const CODES = [
  "ECONNREFUSED",
  "ECONNRESET",
  "UND_ERR_SOCKET",
  "EPIPE",
  "EAI_AGAIN",
  "ENOTFOUND",
  "CERT_HAS_EXPIRED",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_DESTROYED",
];
const READS = ["GET", "HEAD", "OPTIONS"];

const method = fc.constantFrom(...READS, "POST", "PUT", "PATCH", "DELETE");
/** A failed exchange, with what really became of it: `sent` is the truth that the verdict must not contradict. */
const failure = fc.record({
  code: fc.constantFrom(...CODES),
  sent: fc.boolean(),
  stopped: fc.constantFrom("timeout" as const, "cancelled" as const, undefined),
});
const fail = (
  name: string,
  { code, sent, stopped }: { code: string; sent: boolean; stopped?: Attempt["stopped"] },
) => {
  const cause = Object.assign(new Error("broken"), { code });
  const error = networkError(cause, {
    method: name,
    host: "acme.okta.com",
    timeoutMs: 1000,
    sent,
    ...(stopped && { stopped }),
  });
  return judge(name, { error });
};

it("nothing that may have happened and cannot be repeated is sent again", () => {
  fc.assert(
    fc.property(method, failure, (name, each) => {
      const mayHappenTwice = each.sent && (name === "POST" || name === "PATCH");
      expect(mayHappenTwice && fail(name, each).verdict !== "final").toBe(false);
    }),
  );
});

it("a change in doubt is called so, and a read never", () => {
  fc.assert(
    fc.property(method, failure, (name, each) => {
      const { doubtful } = fail(name, each);
      if (READS.includes(name) || !each.sent) expect(doubtful).toBe(false);
      else if (each.code === "ECONNRESET" && !each.stopped) expect(doubtful).toBe(true);
    }),
  );
});

it("what was stopped, by the caller or its time limit, is not sent again", () => {
  fc.assert(
    fc.property(method, failure, (name, each) => {
      if (each.stopped) expect(fail(name, each).verdict).toBe("final");
    }),
  );
});

it("of the answers, 429 alone lets a POST go out again", () => {
  fc.assert(
    fc.property(method, fc.integer({ min: 200, max: 599 }), (name, status) => {
      const body = new Response(null, { status });
      const { verdict } = judge(name, { response: body });
      if (status === 429) expect(verdict).toBe("limited");
      else if (name === "POST" || name === "PATCH") expect(verdict).toBe("final");
      else expect(verdict).toBe([500, 502, 503, 504].includes(status) ? "again" : "final");
    }),
  );
});

it.each([500, 502, 503, 504])("HTTP %i leaves a change in doubt, and is worth three tries more", (status) => {
  const outcome = { response: new Response(null, { status }) };
  for (const name of READS)
    expect(judge(name, outcome)).toEqual({ verdict: "again", retries: 3, doubtful: false });
  for (const name of ["PUT", "DELETE"])
    expect(judge(name, outcome)).toEqual({ verdict: "again", retries: 3, doubtful: true });
  for (const name of ["POST", "PATCH"])
    expect(judge(name, outcome)).toEqual({ verdict: "final", retries: 3, doubtful: true });
});

it.each([200, 400, 404, 409, 412, 501, 505, 511])("HTTP %i stands", (status) => {
  for (const name of [...READS, "PUT", "DELETE", "POST"])
    expect(judge(name, { response: new Response(null, { status }) })).toEqual({
      verdict: "final",
      doubtful: false,
    });
});

it("what failed before it went out is left alone, whatever it was", () => {
  const error = new OktaMcpError("network_unreachable", "The token endpoint is away.", {
    cause: Object.assign(new Error(), { code: "ECONNRESET" }),
  });
  const outcome: Outcome = { error, before: true };
  expect(judge("GET", outcome)).toMatchObject({ verdict: "final", doubtful: false });
});

it("pauses grow, differ by chance, and have an end", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (retry, chance) => {
        for (const verdict of ["again", "limited"] as const) {
          const pause = backoff(retry, () => chance, verdict);
          expect(pause).toBeGreaterThanOrEqual(100);
          expect(pause).toBeLessThanOrEqual(10_000);
          expect(pause).toBeLessThanOrEqual(backoff(retry + 1, () => chance, verdict));
        }
      },
    ),
  );
});
