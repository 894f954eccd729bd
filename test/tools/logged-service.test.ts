import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createLogger, type LogRecord, reaches } from "../../src/log/logger.js";
import type { Outcome } from "../../src/tool/call.js";
import { loggedService } from "../../src/tools/logged-service.js";

async function recordsOf(outcome: Outcome | undefined, least: "debug" | "info"): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const sink = {
    wants: (level: LogRecord["level"]) => reaches(level, least),
    write: records.push.bind(records),
  };
  let time = 0;
  const service = loggedService(
    {
      list: () => [],
      call: async () => {
        time += 12.4;
        return outcome;
      },
      onListChanged: () => undefined,
      isSignedIn: async () => true,
      close: async () => undefined,
    },
    createLogger([sink], (value) => value),
    () => time,
  );
  const input = { user_id: "ada@example.com" };
  expect(await service.call({ name: "get_user", arguments: input, signal: AbortSignal.abort() })).toBe(
    outcome,
  );
  return records;
}

const NOT_FOUND = new OktaMcpError("not_found", "Okta did not find ada@example.com.", {
  okta: { status: 404, requestId: "req-1", causes: ["ada@example.com"] },
});

describe("the end of a call is told at info, without names, arguments and result", () => {
  test.each<[Outcome, object]>([
    [{ ok: true, result: { login: "ada@example.com" } }, { outcome: "ok" }],
    [
      { ok: false, error: NOT_FOUND },
      { outcome: "not_found", okta_request_id: "req-1" },
    ],
  ])("%#", async (outcome, facts) => {
    expect(await recordsOf(outcome, "info")).toEqual([
      { level: "info", message: "call", fields: { tool: "get_user", ms: 12, ...facts } },
    ]);
  });
});

test("its arguments are told at debug, before it runs", async () => {
  const [first, second] = await recordsOf({ ok: true, result: {} }, "debug");
  expect(first).toEqual({
    level: "debug",
    message: "call begins",
    fields: { tool: "get_user", arguments: { user_id: "ada@example.com" } },
  });
  expect(second?.level).toBe("info");
});

test("a tool that does not exist is nothing at info: its name is anybody's text", async () => {
  expect(await recordsOf(undefined, "info")).toEqual([]);
});
