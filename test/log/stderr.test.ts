import { Writable } from "node:stream";
import { expect, test } from "vitest";
import type { LogLevel } from "../../src/config/logging.js";
import type { LogRecord, Severity } from "../../src/log/logger.js";
import { stderrSink } from "../../src/log/stderr.js";

const LEVELS: readonly Severity[] = ["debug", "info", "warn", "error"];
const say = (message: string, fields: LogRecord["fields"] = {}, level: Severity = "warn"): LogRecord => ({
  level,
  message,
  fields,
});

/** A stream that somebody reads, or does not yet. */
function startStream({ isRead = true } = {}) {
  let text = "";
  let resume = () => undefined as unknown;
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      if (isRead) done();
      else resume = done;
    },
  });
  return {
    stream,
    text: () => text,
    read() {
      isRead = true;
      resume();
    },
  };
}

test.each<[LogRecord, string]>([
  [say("text"), "okta-mcp: text\n"],
  [say("text", {}, "error"), "okta-mcp: text\n"],
  [say("text", {}, "info"), "okta-mcp: info: text\n"],
  [
    say("call", { tool: "get_user", ms: 12, ok: true, none: undefined }, "debug"),
    "okta-mcp: debug: call tool=get_user ms=12 ok=true\n",
  ],
  [say("x", { a: "two words", b: { c: [1] }, d: "" }), 'okta-mcp: x a="two words" b={"c":[1]} d=""\n'],
  [say("x", { a: "1\nokta-mcp: forged" }), 'okta-mcp: x a="1\\nokta-mcp: forged"\n'],
  [say("a\nb\u2028c\u001b[31m"), "okta-mcp: a b c [31m\n"],
  [say("a\u2029b\u0085c\u009bd\u0007e\u007f"), "okta-mcp: a b c d e \n"],
])("%j is one line", (record, line) => {
  const { stream, text } = startStream();
  stderrSink(stream, "debug").write(record);
  expect(text()).toBe(line);
});

test("a line is at most 8,000 characters", () => {
  const { stream, text } = startStream();
  stderrSink(stream, "debug").write(say("x".repeat(20_000)));
  expect(text()).toHaveLength(8_002);
});

test.each<[LogLevel, readonly Severity[]]>([
  ["debug", LEVELS],
  ["info", ["info", "warn", "error"]],
  ["warn", ["warn", "error"]],
  ["error", ["error"]],
  ["silent", []],
])("at %s it wants %j", (least, wanted) => {
  const sink = stderrSink(startStream().stream, least);
  expect(LEVELS.filter((level) => sink.wants(level))).toEqual(wanted);
});

test("a client that does not read costs a megabyte, and is told what it missed", async () => {
  const { stream, text, read } = startStream({ isRead: false });
  const sink = stderrSink(stream, "warn");
  for (let at = 0; at < 500; at++) sink.write(say("x".repeat(7_000)));
  expect(stream.writableLength).toBeLessThan(1_010_000);
  read();
  await expect.poll(() => stream.writableLength).toBe(0);
  sink.write(say("again"));
  expect(text()).toMatch(/x\nokta-mcp: \d{3} lines were lost: nobody read stderr\.\nokta-mcp: again\n$/);
  sink.write(say("once more"));
  expect(text()).toMatch(/\nokta-mcp: again\nokta-mcp: once more\n$/);
});

test("a broken pipe ends the lines, and nothing else", async () => {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
  });
  const sink = stderrSink(stream, "debug");
  sink.write(say("text"));
  await expect.poll(() => sink.wants("error")).toBe(false);
});
