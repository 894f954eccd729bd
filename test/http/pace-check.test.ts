import { setImmediate as moment } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ErrorCode, OktaMcpError } from "../../src/errors.js";
import { noteOf } from "../../src/http/doubt.js";
import { createPace, type PaceOptions } from "../../src/http/pace.js";
import { failureOf } from "../failure.js";
import { startOrg } from "./org.js";

const url = "https://acme.okta.com/api/v1/groups/00g1";
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });
const LOST = new OktaMcpError("outcome_unknown", "Lost.", {
  cause: new OktaMcpError("network_unreachable", "It broke.", {
    cause: Object.assign(new Error("x"), { code: "ECONNRESET" }),
  }),
});

/** A pace whose clock its waits move; Okta's answers come in the order given, and then 204. */
function start(answers: readonly (Response | Error)[] = [], options: PaceOptions = {}) {
  let time = Date.parse("2026-05-20T12:00:00Z");
  const [left, events, pauses] = [[...answers], [] as string[], [] as number[]];
  const pace = createPace({
    now: () => time,
    random: () => 0,
    async wait(milliseconds, signal) {
      signal.throwIfAborted();
      pauses.push(milliseconds);
      time += milliseconds;
    },
    ...options,
  });
  const fetch = async (): Promise<Response> => {
    events.push("sent");
    const next = left.shift() ?? answer(204);
    if (next instanceof Error) throw next;
    return next;
  };
  return {
    pace,
    events,
    pauses,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Sends the change, and asks `check` where it has to be asked. */
    run: (method: string, check: () => unknown = () => undefined) => {
      const asked = async () => {
        events.push("asked");
        await check();
      };
      return pace.run({ method, url, signal: undefined, check: asked }, fetch, (send) => send(url));
    },
  };
}

/** Holds the only place there is until it is let go. */
function occupy({ pace }: ReturnType<typeof start>): () => Promise<unknown> {
  let leave = (): void => undefined;
  const held = new Promise<Response>((resolve) => {
    leave = () => resolve(answer(204));
  });
  const done = pace.run({ method: "GET", url, signal: undefined }, globalThis.fetch, () => held);
  return () => {
    leave();
    return done;
  };
}

describe("whether a change may still be made is asked", () => {
  it.each([429, 503])("before each try but the first, after HTTP %i", async (status) => {
    const { run, events } = start([answer(status), answer(status)]);
    expect((await run("PUT")).status).toBe(204);
    expect(events).toEqual(["sent", "asked", "sent", "asked", "sent"]);
  });

  it.each([
    [1_999, ["sent"]],
    [2_000, ["asked", "sent"]],
  ])("before the first as well where it had to wait: after %i ms", async (waited, order) => {
    const org = start([], { concurrency: 1 });
    const leave = occupy(org);
    // To ask takes a request of its own, and there is one place for all.
    const look = () =>
      org.pace.run({ method: "GET", url, signal: undefined }, globalThis.fetch, async () => answer(200));
    const sent = org.run("PUT", look);
    await moment();
    org.pass(waited);
    await leave();
    expect((await sent).status).toBe(204);
    expect(org.events).toEqual(order);
  });
});

describe("a change that may not be made any more", () => {
  const refusing = (code: ErrorCode, status?: number) => {
    const error = new OktaMcpError(code, "No.", {
      ...(status && { okta: { status } }),
      cause: Object.assign(new Error("x"), { code: "ECONNRESET" }),
    });
    return () => Promise.reject(error);
  };

  it.each<[string, ErrorCode, number | undefined]>([
    ["has changed", "conflict", undefined],
    ["cannot be read", "network_unreachable", undefined],
    ["is not found", "not_found", 404],
  ])("because its object %s is not sent, and the question not repeated", async (_, code, status) => {
    const { run, events } = start([answer(429)]);
    expect((await failureOf(() => run("PUT", refusing(code, status)))).code).toBe(code);
    expect(events).toEqual(["sent", "asked"]);
  });

  it("but may have been made is in doubt", async () => {
    const { run, events } = start([LOST]);
    expect((await failureOf(() => run("PUT", refusing("conflict")))).code).toBe("outcome_unknown");
    expect(events).toEqual(["sent", "asked"]);
  });

  it("because what was to be deleted is gone is as if Okta had said so", async () => {
    const refused = start([answer(429)]);
    expect((await refused.run("DELETE", refusing("not_found", 404))).status).toBe(404);
    const lost = start([LOST]);
    const response = await lost.run("DELETE", refusing("not_found", 404));
    expect([response.status, noteOf(response)]).toEqual([204, expect.stringContaining("gone")]);
  });

  it("because of something else that is not found says so", async () => {
    const { run } = start([answer(429)]);
    expect((await failureOf(() => run("DELETE", refusing("not_found")))).code).toBe("not_found");
  });
});

describe("the place of a request", () => {
  it("that never came to have one is not given back", async () => {
    const org = start([], { concurrency: 1 });
    const leave = occupy(org);
    const controller = new AbortController();
    const paced = { method: "GET", url, signal: controller.signal };
    const waiting = failureOf(() => org.pace.run(paced, globalThis.fetch, async () => answer(200)));
    controller.abort();
    expect((await waiting).code).toBe("cancelled");
    const next = org.run("PUT");
    await moment();
    expect(org.events).toEqual([]);
    await leave();
    await next;
  });

  it("that ends in a fault of ours is free again, and the fault is told as it is", async () => {
    const org = start([], { concurrency: 1 });
    const fault = new TypeError("x");
    const faulty = () => Promise.reject(fault);
    const paced = { method: "PUT", url, signal: undefined };
    await expect(org.pace.run(paced, globalThis.fetch, faulty)).rejects.toBe(fault);
    expect((await org.run("PUT")).status).toBe(204);
  });

  it("is waited for by very many of one call without a warning of Node's", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const org = start([], { concurrency: 1 });
    const leave = occupy(org);
    const paced = { method: "GET", url, signal: new AbortController().signal };
    const all = Array.from({ length: 30 }, () =>
      org.pace.run(paced, globalThis.fetch, async () => answer(200)),
    );
    await moment();
    await leave();
    await Promise.all(all);
    expect(warnings).toEqual([]);
  });
});

it("a caller that leaves ends its wait for the rate limit at once", async () => {
  const org = await startOrg({
    transport: {
      wait: (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    },
  });
  org.fault({ kind: "rate_limit", resetIn: 50 });
  const controller = new AbortController();
  const failed = failureOf(() => org.okta.GET("/api/v1/users", { params: {}, signal: controller.signal }));
  await expect.poll(() => org.waits).toHaveLength(1);
  controller.abort();
  expect(await failed).toMatchObject({ code: "cancelled", message: "The call was cancelled." });
});

describe("the pause after a 429", () => {
  const date = "Wed, 20 May 2026 12:00:00 GMT";
  const reset = String(Date.parse(date) / 1_000 + 20);
  const usedUp = {
    date,
    "x-rate-limit-limit": "10",
    "x-rate-limit-remaining": "0",
    "x-rate-limit-reset": reset,
  };
  it.each<[string, Record<string, string>, number, number]>([
    ["is that of a proxy that tells one", { "retry-after": "7" }, 0, 7_000],
    ["is never none", { "retry-after": "0" }, 0, 250],
    ["lasts to the reset", usedUp, 0, 20_000],
    ["is longer by chance, so that not all come back at once", usedUp, 0.5, 20_500],
  ])("%s", async (_, headers, chance, pause) => {
    const { run, pauses } = start([answer(429, headers)], { random: () => chance });
    await run("PUT");
    expect(pauses).toEqual([pause]);
  });
});

it.each([
  ["before", [LOST, answer(503), answer(400)]],
  ["after", [answer(503), LOST, answer(400)]],
])("a lost answer %s a server error is what is told of", async (_, answers) => {
  const { run } = start(answers);
  expect((await failureOf(() => run("PUT"))).message).toMatch(/^The answer to an earlier try was lost\./);
});

it("does not lose the doubt about a first try by a fault of this program's in the second", async () => {
  const tries = [LOST, new TypeError("x")];
  const pace = createPace({ wait: async () => undefined, random: () => 0 });
  const lost = () => Promise.reject(tries.shift());
  // The second fault is none of the transport's: it comes from what is done around it.
  const attempt = (send: typeof fetch) => (tries.length === 2 ? send(url) : Promise.reject(tries.shift()));
  const run = () => pace.run({ method: "PUT", url, signal: undefined }, lost, attempt);
  expect((await failureOf(run)).code).toBe("outcome_unknown");
});
