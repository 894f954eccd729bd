import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { LineOutput } from "../../src/mcp/line-output.js";

/** A stream that takes down each write, and takes more only when `release` is called if it is slow. */
function stream(isSlow = false) {
  const writes: string[] = [];
  let release = () => {};
  const writable = new Writable({
    highWaterMark: isSlow ? 1 : 1_000_000,
    write(chunk, _, done) {
      writes.push(String(chunk));
      if (isSlow) release = done;
      else done();
    },
  });
  return { writes, writable, release: () => release() };
}

describe("lines to a client", () => {
  test("of one turn of the event loop go out in one write, in order", async () => {
    const { writes, writable } = stream();
    const output = new LineOutput(writable);
    await Promise.all([output.send({ id: 1 }), output.send({ id: 2 }), output.send({ id: 3 })]);
    expect(writes).toEqual(['{"id":1}\n{"id":2}\n{"id":3}\n']);
  });

  test("of the next turn go out in the next write", async () => {
    const { writes, writable } = stream();
    const output = new LineOutput(writable);
    await output.send({ id: 1 });
    await output.send({ id: 2 });
    expect(writes).toEqual(['{"id":1}\n', '{"id":2}\n']);
  });

  test("wait for nobody else: one line alone goes out by itself", async () => {
    const { writes, writable } = stream();
    void new LineOutput(writable).send({ id: 1 });
    await nextTurn();
    expect(writes).toEqual(['{"id":1}\n']);
  });

  test("that wait are written at once by a flush, and not again", async () => {
    const { writes, writable } = stream();
    const output = new LineOutput(writable);
    const sent = output.send({ id: 1 });
    output.flush();
    expect(writes).toEqual(['{"id":1}\n']);
    await sent;
    output.flush();
    expect(writes).toHaveLength(1);
  });

  test("are sent when a stream that was full has room again", async () => {
    const { writes, writable, release } = stream(true);
    let isSent = false;
    const sent = new LineOutput(writable).send({ id: 1 }).then(() => {
      isSent = true;
    });
    await nextTurn();
    await nextTurn();
    expect([writes.length, isSent]).toEqual([1, false]);
    release();
    await sent;
    expect(isSent).toBe(true);
  });
});
