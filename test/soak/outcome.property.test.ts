import fc from "fast-check";
import { expect, it } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import { type Attempt, networkError } from "../../src/http/network-error.js";
import { createPace } from "../../src/http/pace.js";
import { playAuth } from "../tools/support.js";
import { verdictOf } from "./verdict.js";

const ORG_URL = "https://acme.okta.com";

/** What becomes of one try: whether the org carries it out, and what the caller gets to see of that. */
type Fate =
  | { readonly is: "answered"; readonly broken: boolean }
  | { readonly is: "failed"; readonly status: number; readonly carriedOut: boolean }
  | { readonly is: "refused unread"; readonly status: 401 | 429 }
  | { readonly is: "lost"; readonly code: string; readonly carriedOut: boolean }
  | { readonly is: "never sent"; readonly code: string };

const codes = fc.constantFrom("ECONNRESET", "UND_ERR_SOCKET", "ECONNREFUSED", "EAI_AGAIN");
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ is: fc.constant("answered" as const), broken: fc.boolean() }),
  fc.record({
    is: fc.constant("failed" as const),
    status: fc.constantFrom(500, 502, 503, 504, 520),
    carriedOut: fc.boolean(),
  }),
  fc.record({
    is: fc.constant("refused unread" as const),
    status: fc.constantFrom(401 as const, 429 as const),
  }),
  fc.record({ is: fc.constant("lost" as const), code: codes, carriedOut: fc.boolean() }),
  fc.record({ is: fc.constant("never sent" as const), code: codes }),
);
type Method = "POST" | "PUT" | "DELETE";
const method = fc.constantFrom<Method>("POST", "PUT", "DELETE");

/** An org with one group to put or delete, whose every answer meets its fate; the last fate goes on. */
function playOrg(fates: readonly Fate[]) {
  let tries = 0;
  let effects = 0;
  const carryOut = (name: string): Response => {
    if (name === "DELETE" && effects > 0) return Response.json({ errorCode: "E0000007" }, { status: 404 });
    effects++;
    return name === "DELETE" ? new Response(null, { status: 204 }) : Response.json({ id: "00gSoak" });
  };
  const fetch = async (_: unknown, { method: name = "GET" }: RequestInit = {}): Promise<Response> => {
    const given = fates[Math.min(tries++, fates.length - 1)];
    if (!given) throw new Error("no fate");
    const fail = (code: string, sent: boolean) => {
      const attempt: Attempt = { method: name, host: "acme.okta.com", timeoutMs: 1000, sent };
      return networkError(Object.assign(new Error("broken"), { code }), attempt);
    };
    switch (given.is) {
      case "answered": {
        const answer = carryOut(name);
        const isCut = given.broken && answer.status === 200;
        return isCut ? new Response('{"id":"00g', { headers: answer.headers }) : answer;
      }
      case "failed":
        if (given.carriedOut) carryOut(name);
        return new Response("{}", { status: given.status });
      case "refused unread":
        return Response.json({}, { status: given.status });
      case "lost":
        if (given.carriedOut) carryOut(name);
        throw fail(given.code, true);
      case "never sent":
        throw fail(given.code, false);
    }
  };
  return { fetch, effects: () => effects, tries: () => tries };
}

async function send(name: Method, org: ReturnType<typeof playOrg>) {
  let time = 0;
  const pace = createPace({
    now: () => time,
    random: () => 0.5,
    wait: async (milliseconds) => {
      time += milliseconds;
    },
  });
  const okta = createOktaClient({ orgUrl: ORG_URL }, playAuth().provider, { fetch: org.fetch, pace });
  const body = { profile: { name: "Soak" } };
  const params = { path: { groupId: "00gSoak" } };
  try {
    if (name === "POST") await okta.POST("/api/v1/groups", { body });
    else if (name === "PUT") await okta.PUT("/api/v1/groups/{groupId}", { params, body });
    else await okta.DELETE("/api/v1/groups/{groupId}", { params });
    return verdictOf({ ok: true, result: {} });
  } catch (error) {
    if (error instanceof OktaMcpError) return verdictOf({ ok: false, error });
    throw error;
  }
}

it("whatever becomes of its tries, what a change's answer says of it is true, and none happens twice", async () => {
  await fc.assert(
    fc.asyncProperty(method, fc.array(fate, { minLength: 1, maxLength: 6 }), async (name, fates) => {
      const org = playOrg(fates);
      const verdict = await send(name, org);
      if (verdict === "done") expect(org.effects()).toBeGreaterThan(0);
      if (verdict === "not_done" || verdict === "refused") expect(org.effects()).toBe(0);
      if (name !== "PUT") expect(org.effects()).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1_000 },
  );
});

it("every try ends: a change meets an answer after a bounded number of them", async () => {
  await fc.assert(
    fc.asyncProperty(method, fc.array(fate, { minLength: 1, maxLength: 6 }), async (name, fates) => {
      const org = playOrg(fates);
      await send(name, org);
      // A minute of pauses between 429s, four tries of every other kind.
      expect(org.tries()).toBeLessThan(30);
    }),
    { numRuns: 300 },
  );
});
