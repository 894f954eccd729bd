import { describe, expect, test } from "vitest";
import { createLogger, type LogRecord, type LogSink, reaches, type Severity } from "../../src/log/logger.js";
import { presentable } from "../../src/presentable.js";

const present = (value: unknown) => presentable(value);

function listen(least: Severity = "debug"): LogSink & { records: LogRecord[] } {
  const records: LogRecord[] = [];
  return { records, wants: (level) => reaches(level, least), write: (record) => void records.push(record) };
}

test("each sink hears what it wants to", () => {
  const [all, some] = [listen(), listen("warn")];
  const log = createLogger([all, some], present);
  for (const level of ["debug", "info", "warn", "error"] as const) log[level](`${level} text`, { a: 1 });
  expect(all.records.map(({ level }) => level)).toEqual(["debug", "info", "warn", "error"]);
  expect(some.records).toEqual([
    { level: "warn", message: "warn text", fields: { a: 1 } },
    { level: "error", message: "error text", fields: { a: 1 } },
  ]);
});

test("a sink may come later, and go", () => {
  const late = listen();
  const log = createLogger([], present);
  log.info("before");
  const detach = log.attach(late);
  log.info("while");
  detach();
  log.info("after");
  expect(late.records.map(({ message }) => message)).toEqual(["while"]);
});

test("what nobody wants is not looked at", () => {
  const log = createLogger([listen("error")], () => {
    throw new Error("looked at");
  });
  log.debug("text", { a: 1 });
});

test("secrets are masked, in the message as in the fields", () => {
  const sink = listen();
  const log = createLogger([sink], present);
  log.debug("sent Authorization: Bearer abcdefgh12345678", {
    arguments: { user: { credentials: { password: { value: "hunter2-secret" } } } },
  });
  const text = JSON.stringify(sink.records);
  expect(text).not.toMatch(/abcdefgh|hunter2/);
  expect(text.match(/hidden/g)).toHaveLength(2);
});

test("a secret is known by its name, however long what it stands in", () => {
  const sink = listen();
  const log = createLogger([sink], present);
  log.debug("call", { client_secret: "hunter2", arguments: { secret: "hunter2", text: "x".repeat(9_999) } });
  expect(sink.records[0]?.fields).toEqual({
    client_secret: "[hidden]",
    arguments: expect.stringMatching(/^\{"secret":"\[hidden\]","text":"x+…$/),
  });
});

test.each(["a\rb", "a \r\r b", "a\nb"])("%j is one line", (message) => {
  const sink = listen();
  createLogger([sink], present).warn(message);
  expect(sink.records[0]?.message).toBe("a b");
});

test("a message is one line", () => {
  const sink = listen();
  createLogger([sink], present).warn("first\r\nokta-mcp: forged\n\n  third");
  expect(sink.records[0]?.message).toBe("first okta-mcp: forged third");
});

test("a field of any size is cut", () => {
  const sink = listen();
  const log = createLogger([sink], present);
  log.debug("call", {
    text: "x".repeat(1_000_000),
    list: Array.from({ length: 9_999 }, (_, at) => at),
    n: 1,
  });
  expect(sink.records[0]?.fields).toMatchObject({
    text: expect.stringMatching(/^x{4000}…$/),
    list: expect.stringMatching(/^\[0,1,2.{3994}…$/),
    n: 1,
  });
});

describe("a log that fails", () => {
  test("is silent, and the others hear it all the same", () => {
    const sink = listen();
    const failing: LogSink = {
      wants: () => true,
      write() {
        throw new Error("disk");
      },
    };
    createLogger([failing, sink], present).error("text");
    expect(sink.records).toHaveLength(1);
  });

  test("for a value that cannot be shown says that it was one", () => {
    const sink = listen();
    const broken = () => {
      throw new RangeError("too deep");
    };
    createLogger([sink], broken).warn("secret", { secret: 1 });
    expect(sink.records).toHaveLength(1);
    expect(JSON.stringify(sink.records)).not.toContain("secret");
  });
});
