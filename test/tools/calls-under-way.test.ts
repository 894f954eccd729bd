import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ErrorCode, OktaMcpError } from "../../src/errors.js";
import type { Outcome } from "../../src/tool/call.js";
import type { Progress } from "../../src/tool/tool.js";
import { type CallUnderWay, createCallsUnderWay } from "../../src/tools/calls-under-way.js";

const WRITE = { name: "update_user", safety: "write" } as const;
const READ = { name: "list_users", safety: "read" } as const;
const DONE: Outcome = { ok: true, result: {} };
const DRY_RUN: Outcome = { ok: true, result: { dry_run: true } };
const UNCHANGED: Outcome = { ok: true, result: { changed: [], id: "00u1" } };
const failed = (code: ErrorCode, message: string): Outcome => ({
  ok: false,
  error: new OktaMcpError(code, message),
});

function start() {
  const warnings: string[] = [];
  const calls = createCallsUnderWay({ warn: (text) => warnings.push(text) });
  return { calls, warnings };
}

/** Ends with the outcome once it is aborted. */
const untilAborted =
  (outcome: Outcome) =>
  ({ signal }: CallUnderWay): Promise<Outcome> =>
    new Promise((resolve) => signal.addEventListener("abort", () => resolve(outcome)));

describe("a cancelled call, whose answer reaches nobody, says what it leaves behind", () => {
  test.each<[string, typeof WRITE | typeof READ, Outcome, string[]]>([
    ["nothing for a dry run", WRITE, DRY_RUN, []],
    ["nothing for an update that had nothing to change", WRITE, UNCHANGED, []],
    [
      "an update that changed something",
      WRITE,
      { ok: true, result: { changed: [{ field: "profile.name", from: "a", to: "b" }] } },
      ["update_user was cancelled too late: the change is made."],
    ],
    ["a change that was made", WRITE, DONE, ["update_user was cancelled too late: the change is made."]],
    [
      "a change that may have been made",
      WRITE,
      failed("outcome_unknown", "It may have been made."),
      ["update_user was broken off. outcome_unknown: It may have been made."],
    ],
    [
      "what it says of itself",
      READ,
      failed("cancelled", "3 rows are kept."),
      ["list_users was broken off. cancelled: 3 rows are kept."],
    ],
    [
      "but not what Okta says, which may name a person",
      WRITE,
      failed("not_found", "Okta did not find it: jane@example.com."),
      ["update_user was broken off. not_found."],
    ],
    ["nothing for a read that had ended", READ, DONE, []],
  ])("%s", async (_, tool, outcome, wanted) => {
    const { calls, warnings } = start();
    const controller = new AbortController();
    const run = calls.run(tool, { signal: controller.signal }, untilAborted(outcome));
    controller.abort();
    expect(await run).toBe(outcome);
    expect(warnings).toEqual(wanted);
  });

  test("but a call that nobody cancelled tells its client, and nobody else", async () => {
    const { calls, warnings } = start();
    const { signal } = new AbortController();
    await calls.run(WRITE, { signal }, async () => failed("outcome_unknown", "Lost."));
    expect(warnings).toEqual([]);
  });
});

test("a call cancelled before it began starts aborted", async () => {
  const { calls } = start();
  const aborted: boolean[] = [];
  await calls.run(READ, { signal: AbortSignal.abort() }, async ({ signal }) => {
    aborted.push(signal.aborted);
    return DONE;
  });
  expect(aborted).toEqual([true]);
});

test("a call that is over leaves nothing behind on its client's signal", async () => {
  const { calls } = start();
  const { signal } = new AbortController();
  await calls.run(READ, { signal }, async () => DONE);
  await expect(calls.run(READ, { signal }, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

describe("ending", () => {
  test("aborts every call, and waits for them", async () => {
    const { calls } = start();
    const { signal } = new AbortController();
    const ended: string[] = [];
    for (const name of ["a", "b"]) {
      calls
        .run({ ...READ, name }, { signal }, untilAborted(DONE))
        .then(() => ended.push(name))
        .catch(() => undefined);
    }
    const started = performance.now();
    await calls.end(10_000);
    expect(performance.now() - started).toBeLessThan(5_000);
    await Promise.resolve();
    expect(ended).toEqual(["a", "b"]);
  });

  test("does not wait for ever", async () => {
    const { calls } = start();
    const run = calls.run(READ, { signal: new AbortController().signal }, () => new Promise(() => undefined));
    run.catch(() => undefined);
    const started = performance.now();
    await calls.end(50);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("leaves no timer that would keep the process from ending", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { calls } = start();
    const run = calls.run(READ, { signal: new AbortController().signal }, untilAborted(DONE));
    await calls.end(60_000);
    await run;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is at once where nothing runs", async () => {
    await start().calls.end(60_000);
  });
});

describe("a wait of the connection", () => {
  const NOON = Date.parse("2026-11-23T12:00:00Z");

  /** What a call's user is shown, told these things one after the other; a number sets the clock, in seconds. */
  async function shown(...events: (Progress | "rate_limit" | "retry" | number)[]) {
    let now = NOON;
    const calls = createCallsUnderWay({ warn: () => undefined, now: () => now });
    const told: Progress[] = [];
    const request = {
      signal: new AbortController().signal,
      progress: (progress: Progress) => void told.push(progress),
    };
    await calls.run(READ, request, async ({ progress }) => {
      await Promise.resolve();
      for (const event of events) {
        if (typeof event === "number") now = NOON + event * 1_000;
        else if (typeof event === "object") progress(event);
        else calls.tell({ until: new Date(NOON + 5_400), reason: event });
      }
      return DONE;
    });
    calls.tell({ until: new Date(NOON + 60_000), reason: "retry" });
    return told;
  }

  test.each([
    ["rate_limit", "waiting for the rate limit until 12:00:05 UTC"],
    ["retry", "Okta failed; trying again at 12:00:05 UTC"],
  ] as const)("for %s is shown in words, while the call runs", async (reason, message) => {
    expect(await shown(reason)).toEqual([{ done: 0, message }]);
  });

  test("is shown at the place that the call has reached, and not hidden by what it says meanwhile", async () => {
    const place = { done: 200, total: 900, message: "200 items" };
    const message = "200 items; waiting for the rate limit until 12:00:05 UTC";
    expect(await shown(place, "rate_limit", place)).toEqual([
      place,
      { ...place, message },
      { ...place, message },
    ]);
  });

  test.each([5.4, 6])("is forgotten when it is over: after %d s", async (seconds) => {
    const place = { done: 200, message: "200 items" };
    expect((await shown("rate_limit", seconds, place)).at(-1)).toEqual(place);
  });
});
