import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ProgressParams, startProgress } from "../../src/mcp/progress.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const sent: ProgressParams[] = [];
  return { sent, ...startProgress((params) => sent.push(params)) };
}

test("a call of less than a second shows none", () => {
  const { sent, report, end } = start();
  report({ done: 1 });
  vi.advanceTimersByTime(999);
  end();
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([]);
});

test("from the first second on, the latest is shown", () => {
  const { sent, report } = start();
  report({ done: 1 });
  report({ done: 2, total: 10, message: "2 of 10" });
  vi.advanceTimersByTime(1_000);
  expect(sent).toEqual([{ progress: 2, total: 10, message: "2 of 10" }]);
});

test("at most four are sent in a second, however many are told", () => {
  const { sent, report } = start();
  for (let at = 0; at < 3_000; at++) {
    report({ done: at });
    vi.advanceTimersByTime(1);
  }
  expect(sent.length).toBeGreaterThan(4);
  expect(sent.length).toBeLessThanOrEqual(9);
});

describe("the number grows with each notification", () => {
  test.each<[string, readonly number[]]>([
    ["told the same place twice", [5, 5]],
    ["told an earlier place", [5, 3]],
    ["told nothing of the place", [0, 0, 0]],
  ])("%s", (_, told) => {
    const { sent, report } = start();
    vi.advanceTimersByTime(750);
    for (const done of told) {
      report({ done, message: "waiting" });
      vi.advanceTimersByTime(250);
    }
    const numbers = sent.map(({ progress }) => progress);
    expect(numbers).toHaveLength(told.length);
    expect(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))).toBe(true);
  });

  test("and never beyond the total", () => {
    const { sent, report } = start();
    vi.advanceTimersByTime(750);
    report({ done: 10, total: 10 });
    vi.advanceTimersByTime(250);
    report({ done: 10, total: 10, message: "still" });
    vi.advanceTimersByTime(250);
    expect(sent[0]).toEqual({ progress: 10, total: 10 });
    expect(sent[1]).not.toHaveProperty("total");
  });
});

test("a call that tells nothing is shown to be alive, now and then", () => {
  const { sent } = start();
  vi.advanceTimersByTime(11_000);
  expect(sent.map(({ message }) => message)).toEqual([
    "at work for 1 s",
    "at work for 6 s",
    "at work for 11 s",
  ]);
});

test("and by its last words, where it had some", () => {
  const { sent, report } = start();
  report({ done: 3, message: "waiting until noon" });
  vi.advanceTimersByTime(6_000);
  expect(sent).toEqual([
    { progress: 3, message: "waiting until noon" },
    { progress: 3.001, message: "waiting until noon" },
  ]);
});
