import { setImmediate as moment } from "node:timers/promises";
import { expect, test } from "vitest";
import { createObjectTurns } from "../../src/tool/object-turns.js";

/** Turns, and what happens in them; each action lasts until it is let go. */
function start() {
  const turns = createObjectTurns();
  const events: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    events,
    async end(name: string) {
      ends.get(name)?.();
      await moment();
    },
    begin: (object: string, name: string) =>
      turns(object, (hasWaited) => {
        events.push(`${name}${hasWaited ? " after a wait" : ""}`);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      }),
    fail: (object: string) => turns(object, () => Promise.reject(new Error("No."))),
  };
}

test("one object's actions come one after the other, in order, and are told that they had to wait", async () => {
  const { events, begin, end } = start();
  const all = Promise.all([begin("a", "first"), begin("a", "second"), begin("a", "third")]);
  await moment();
  expect(events).toEqual(["first"]);
  await end("first");
  expect(events).toEqual(["first", "second after a wait"]);
  await end("second");
  expect(events).toEqual(["first", "second after a wait", "third after a wait"]);
  await end("third");
  expect(await all).toEqual(["first", "second", "third"]);
});

test("who comes while others wait goes last, also once the first has ended", async () => {
  const { events, begin, end } = start();
  void begin("a", "first");
  void begin("a", "second");
  await end("first");
  void begin("a", "third");
  await moment();
  expect(events).toEqual(["first", "second after a wait"]);
  await end("second");
  expect(events.at(-1)).toBe("third after a wait");
});

test("another object's action does not wait", async () => {
  const { events, begin } = start();
  void begin("a", "first");
  void begin("b", "second");
  await moment();
  expect(events).toEqual(["first", "second"]);
});

test("an action that fails tells only its own caller, and lets the next one go", async () => {
  const { events, begin, fail, end } = start();
  const failing = fail("a");
  const next = begin("a", "next");
  await expect(failing).rejects.toThrow("No.");
  await moment();
  expect(events).toEqual(["next after a wait"]);
  await end("next");
  expect(await next).toBe("next");
});

test("nobody waits for what is over", async () => {
  const { events, begin, end } = start();
  void begin("a", "first");
  await end("first");
  void begin("a", "second");
  await moment();
  expect(events).toEqual(["first", "second"]);
});
