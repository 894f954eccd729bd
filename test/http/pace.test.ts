import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import type { OktaMcpError } from "../../src/errors.js";
import { noteOf } from "../../src/http/doubt.js";
import { nextCursor } from "../../src/http/links.js";
import { createTransport } from "../../src/http/transport.js";
import type { Fault } from "../../src/sandbox/index.js";
import { pem, rsaKey } from "../auth/keys.js";
import { failureOf } from "../failure.js";
import { closedPort } from "./loopback.js";
import { startOrg } from "./org.js";

type Org = Awaited<ReturnType<typeof startOrg>>;

const list = ({ okta }: Org) => okta.GET("/api/v1/groups", { params: { query: { limit: 5 } } });
const create = ({ okta }: Org) => okta.POST("/api/v1/groups", { body: { profile: { name: "New" } } });
const created = ({ sandbox }: Org) =>
  sandbox.org.groups.all.filter(({ profile }) => profile.name === "New").length;
const someGroup = ({ sandbox }: Org) => {
  const group = sandbox.org.groups.all.find(({ type }) => type === "OKTA_GROUP");
  if (group === undefined) throw new Error("The sandbox has no group.");
  return group.id;
};
const remove = (org: Org, groupId = someGroup(org)) =>
  org.okta.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId } } });
const rename = (org: Org, groupId = someGroup(org)) =>
  org.okta.PUT("/api/v1/groups/{groupId}", {
    params: { path: { groupId } },
    body: { profile: { name: "Renamed" } },
  });

/** Some may fail; what they leave behind is the question. */
const failed = ({ code }: OktaMcpError) => expect(code).toBe("okta_unavailable");

const TROUBLE: readonly Fault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 502 },
  { kind: "status", status: 503 },
  { kind: "status", status: 504 },
  { kind: "reset", when: "before" },
  { kind: "reset", when: "after" },
];

describe.each(TROUBLE)("after %j", (fault) => {
  it("a read is sent again, and its caller sees nothing of it", async () => {
    const org = await startOrg();
    org.fault(fault, { times: 3 });
    expect((await list(org)).data).toHaveLength(5);
    expect(org.pauses).toEqual([100, 200, 400]);
  });

  it("a PUT is sent again", async () => {
    const org = await startOrg();
    org.fault(fault);
    expect((await rename(org)).data?.profile).toMatchObject({ name: "Renamed" });
    expect(org.sandbox.requests).toHaveLength(2);
  });

  it("a POST is not", async () => {
    const org = await startOrg();
    org.fault(fault);
    const { code, next } = await failureOf(() => create(org));
    expect(code).toBe(fault.kind === "reset" ? "outcome_unknown" : "okta_unavailable");
    expect(next).toMatch(/Read the object to see whether the change was made/);
    expect(created(org)).toBe(fault.kind === "reset" && fault.when === "after" ? 1 : 0);
    expect(org.sandbox.requests).toHaveLength(1);
  });

  it("that goes on, a read fails in the end", async () => {
    const org = await startOrg();
    org.fault(fault, {});
    const { code } = await failureOf(() => list(org));
    expect(code).toBe(fault.kind === "reset" ? "network_unreachable" : "okta_unavailable");
    expect(org.sandbox.requests).toHaveLength(4);
  });
});

describe("a DELETE whose answer was lost", () => {
  it("and that is then told 404 was done, and says so", async () => {
    const org = await startOrg();
    org.fault({ kind: "reset", when: "after" });
    const { response } = await remove(org);
    expect(response.status).toBe(204);
    expect(noteOf(response)).toContain("gone");
    expect(org.statuses()).toEqual([0, 404]);
  });

  it("without taking effect is done by the second try", async () => {
    const org = await startOrg();
    org.fault({ kind: "reset", when: "before" });
    const { response } = await remove(org);
    expect(noteOf(response)).toBeUndefined();
    expect(org.statuses()).toEqual([0, 204]);
  });

  it("is not found when nothing was lost", async () => {
    expect(await failureOf(async () => remove(await startOrg(), "00gnone"))).toMatchObject({
      code: "not_found",
    });
  });
});

describe("a PUT that may have worked", () => {
  it.each<[string, Fault]>([
    ["is refused", { kind: "expired_token" }],
    ["runs into the rate limit for good", { kind: "rate_limit", resetIn: 3_600 }],
    ["meets trouble without end", { kind: "status", status: 503 }],
    ["meets a redirecting proxy", { kind: "html", status: 403 }],
  ])("and then %s has an unknown outcome", async (_, then) => {
    const org = await startOrg();
    org.fault({ kind: "reset", when: "after" });
    org.fault(then, {});
    const error = await failureOf(() => rename(org));
    expect(error.code).toBe("outcome_unknown");
    expect(error.message).toContain("answer to an earlier try was lost");
  });

  it("and whose caller then leaves is cancelled, with the doubt in words", async () => {
    const controller = new AbortController();
    const org = await startOrg({ transport: { wait: async () => controller.abort() } });
    org.fault({ kind: "reset", when: "after" }, {});
    const error = await failureOf(() =>
      org.okta.PUT("/api/v1/groups/{groupId}", {
        params: { path: { groupId: someGroup(org) } },
        body: { profile: { name: "Renamed" } },
        signal: controller.signal,
      }),
    );
    expect(error.code).toBe("cancelled");
    expect(error.message).toContain("may have been made");
  });
});

it("a connection that was never made is tried again, for a POST too", async () => {
  const orgUrl = await closedPort();
  let tries = 0;
  const { fetch, pace, close } = createTransport({
    orgUrl,
    timeoutMs: 2_000,
    version: "0",
    wait: async () => undefined,
  });
  const error = await failureOf(() =>
    pace.run({ method: "POST", url: `${orgUrl}/api/v1/groups`, signal: undefined }, fetch, (send) => {
      tries++;
      return send(`${orgUrl}/api/v1/groups`, { method: "POST", body: "{}" });
    }),
  );
  await close();
  expect([error.code, tries]).toEqual(["network_unreachable", 3]);
});

describe("a rate limit", () => {
  it.each(["read", "POST"])("that refuses a %s is waited out to its reset", async (kind) => {
    const org = await startOrg();
    org.fault({ kind: "rate_limit", resetIn: 20 });
    await (kind === "read" ? list(org) : create(org));
    expect(org.statuses()).toEqual([429, 200]);
    expect(org.pauses).toEqual([20_000]);
    expect(org.waits).toEqual([{ until: new Date(org.now()), reason: "rate_limit" }]);
  });

  it("is waited out by the org's clock when that is wrong", async () => {
    const org = await startOrg();
    org.fault({ kind: "clock", aheadMs: 5 * 3_600_000 });
    await list(org);
    org.fault({ kind: "rate_limit", resetIn: 20 });
    await list(org);
    expect(org.pauses).toEqual([20_000]);
  });

  it("that lasts too long is an error with the time to come back", async () => {
    const org = await startOrg();
    org.fault({ kind: "rate_limit", resetIn: 300 });
    const error = await failureOf(() => list(org));
    expect(error.code).toBe("rate_limited");
    expect(error.next).toBe("Call again after 2026-05-20T13:05:30.000Z (in 300 s).");
    expect(org.pauses).toEqual([]);
  });

  it("known from the call before stops the next one unsent", async () => {
    const org = await startOrg();
    org.fault({ kind: "rate_limit", resetIn: 300 });
    await failureOf(() => list(org));
    const error = await failureOf(() => list(org));
    expect(error.toText()).toMatch(
      /^rate_limited: .*2026-05-20T13:05:30\.000Z .*Nothing was sent\.\nNext: Call again after/,
    );
    expect(org.sandbox.requests).toHaveLength(1);
  });

  it.each<Fault>([{ kind: "rate_limit" }, { kind: "concurrency" }])(
    "without a reset to rely on (%j) is tried again soon",
    async (fault) => {
      const org = await startOrg();
      org.fault(fault, { times: 3 });
      await create(org);
      expect(org.pauses).toEqual([250, 500, 1_000]);
    },
  );

  it("of the concurrency kind without end is rate_limited", async () => {
    const org = await startOrg();
    org.fault({ kind: "concurrency" }, {});
    expect((await failureOf(() => list(org))).code).toBe("rate_limited");
    expect(org.pauses.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(62_000);
  });

  it("that is enforced is never run into: 120 requests at 50 a minute, a fifth kept for others", async () => {
    const org = await startOrg({
      sandbox: { rateLimit: { perMinute: 50, enforce: true } },
      transport: { rateReserve: 20, maxWaitMs: 300_000 },
    });
    await Promise.all(Array.from({ length: 120 }, () => list(org)));
    expect(org.statuses().filter((status) => status !== 200)).toEqual([]);
    expect(org.statuses()).toHaveLength(120);
  });
});

describe("requests under way", () => {
  it("are no more than allowed, and the others come in their order", async () => {
    const org = await startOrg({ transport: { concurrency: 3 } });
    org.fault({ kind: "slow_headers", ms: 30 }, {});
    let underWay = 0;
    let most = 0;
    const order: number[] = [];
    const send: typeof fetch = async (input, init) => {
      most = Math.max(most, ++underWay);
      try {
        return await org.org.fetch(input, init);
      } finally {
        underWay--;
      }
    };
    const url = `${org.sandbox.url}/api/v1/groups`;
    await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        org.org.pace.run({ method: "GET", url, signal: undefined }, send, (paced) => {
          order.push(index);
          return paced(url, {});
        }),
      ),
    );
    expect(most).toBe(3);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("do not use up the time of those that wait for them", async () => {
    const org = await startOrg({ transport: { concurrency: 1, timeoutMs: 400 } });
    org.fault({ kind: "slow_headers", ms: 150 }, {});
    const results = await Promise.all([list(org), list(org), list(org), list(org)]);
    expect(results.map(({ data }) => data?.length)).toEqual([5, 5, 5, 5]);
  });

  it("can be cancelled while they wait, and free their place", async () => {
    const org = await startOrg({ transport: { concurrency: 1 } });
    org.fault({ kind: "slow_headers", ms: 100 });
    const controller = new AbortController();
    const first = list(org);
    const waiting = failureOf(() => org.okta.GET("/api/v1/users", { params: {}, signal: controller.signal }));
    controller.abort();
    expect(await waiting).toMatchObject({ code: "cancelled", message: "The call was cancelled." });
    await first;
    await list(org);
    expect(org.sandbox.requests).toHaveLength(2);
  });
});

it("closing ends a wait at once", async () => {
  const org = await startOrg({
    transport: {
      wait: (ms, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          void ms;
        }),
    },
  });
  org.fault({ kind: "rate_limit", resetIn: 50 });
  const failed = failureOf(() => list(org));
  while (org.waits.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await org.org.close();
  expect(await failed).toMatchObject({ code: "cancelled", message: "The server is shutting down." });
});

it("leaves nothing behind on the signal of a call that asks for many pages", async () => {
  const org = await startOrg();
  const { signal } = new AbortController();
  org.fault({ kind: "status", status: 503 }, { probability: 0.2 });
  await Promise.all(
    Array.from({ length: 40 }, () => org.okta.GET("/api/v1/users", { params: {}, signal }).catch(failed)),
  );
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

it("a token that ends in the middle of a list is renewed, and no page is lost", async () => {
  const key = rsaKey();
  const keys = [{ ...key.publicKey.export({ format: "jwk" }), kid: "k1" }];
  const scopes = ["okta.groups.read"];
  const org = await startOrg({
    sandbox: { users: 30, events: 20, clients: [{ clientId: "0oaService", scopes, jwks: { keys } }] },
    transport: { now: Date.now },
    auth: {
      method: "private_key_jwt",
      clientId: "0oaService",
      scopes,
      dpop: "auto",
      privateKey: pem(key),
      privateKeyVariable: "OKTA_PRIVATE_KEY",
      keyId: "k1",
    },
  });
  const ids: string[] = [];
  org.fault({ kind: "expired_token" }, { path: "/api/v1/groups", skip: 1, times: 1 });
  for (let after: string | undefined, page = 0; page === 0 || after !== undefined; page++) {
    const { data, response } = await org.okta.GET("/api/v1/groups", {
      params: { query: { limit: 5, after } },
    });
    ids.push(...(data ?? []).map(({ id }) => id ?? ""));
    after = nextCursor(response, org.sandbox.url);
  }
  expect(ids).toEqual(org.sandbox.org.groups.all.map(({ id }) => id));
  const pages = org.sandbox.requests.filter(({ path }) => path === "/api/v1/groups");
  expect(pages.filter(({ status }) => status === 401)).toHaveLength(1);
});

describe("answers that are not what they should be", () => {
  it.each<[Fault, RegExp]>([
    [{ kind: "truncated" }, /broken JSON/],
    [{ kind: "html" }, /not JSON.*Sign in to the network/],
  ])("%j to a read is said", async (fault, words) => {
    const org = await startOrg();
    org.fault(fault);
    const error = await failureOf(() => list(org));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toMatch(words);
  });

  it("a truncated answer to a POST says that the change was made", async () => {
    const org = await startOrg();
    org.fault({ kind: "truncated" });
    expect((await failureOf(() => create(org))).message).toContain("The change was made");
    expect(created(org)).toBe(1);
  });

  it.each<[Fault, string]>([
    [{ kind: "slow_headers", ms: 600 }, "GET"],
    [{ kind: "slow_body", ms: 600 }, "GET"],
    [{ kind: "slow_headers", ms: 600 }, "POST"],
    [{ kind: "slow_body", ms: 600 }, "POST"],
  ])("%j to a %s that takes too long is a timeout, and not tried again", async (fault, method) => {
    const org = await startOrg({ transport: { timeoutMs: 200 } });
    org.fault(fault);
    const { code } = await failureOf(() => (method === "GET" ? list(org) : create(org)));
    expect(code).toBe(method === "GET" ? "timeout" : "outcome_unknown");
    expect(org.pauses).toEqual([]);
  });

  it("a slow body in time is whole", async () => {
    const org = await startOrg();
    org.fault({ kind: "slow_body", ms: 50 });
    expect((await list(org)).data).toHaveLength(5);
  });
});
