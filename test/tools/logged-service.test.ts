import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createLogger, type LogRecord, reaches } from "../../src/log/logger.js";
import type { Outcome } from "../../src/tool/call.js";
import { loggedService } from "../../src/tools/logged-service.js";
import type { ToolService } from "../../src/tools/service.js";

const SERVICE: Omit<ToolService, "call"> = {
  list: () => [],
  onListChanged: () => undefined,
  isSignedIn: async () => true,
  close: async () => undefined,
};

/** @param told what the service says of the arguments, unless it refuses them */
async function recordsOf(
  outcome: Outcome | undefined,
  least: "debug" | "info",
  told?: Readonly<Record<string, unknown>>,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const sink = {
    wants: (level: LogRecord["level"]) => reaches(level, least),
    write: records.push.bind(records),
  };
  let time = 0;
  const service = loggedService(
    {
      ...SERVICE,
      call: async ({ onChecked }) => {
        time += 12.4;
        if (told) onChecked?.(told);
        return outcome;
      },
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

test("its arguments are told at debug as they were read, before it runs", async () => {
  const [first, second] = await recordsOf({ ok: true, result: {} }, "debug", { user_id: "00u1" });
  expect(first).toEqual({
    level: "debug",
    message: "call begins",
    fields: { tool: "get_user", arguments: { user_id: "00u1" } },
  });
  expect(second?.level).toBe("info");
});

test("of arguments that were refused the names alone are told, with the code", async () => {
  const error = new OktaMcpError("arguments_invalid", "user_id: is no id");
  const [first, second] = await recordsOf({ ok: false, error }, "debug");
  expect(first).toEqual({
    level: "debug",
    message: "call refused",
    fields: { tool: "get_user", outcome: "arguments_invalid", arguments: ["user_id"] },
  });
  expect(second?.level).toBe("info");
});

test("a tool that does not exist is nothing at info: its name is anybody's text", async () => {
  expect(await recordsOf(undefined, "info")).toEqual([]);
});

test("a call that hangs once it runs has been told at debug", async () => {
  const records: LogRecord[] = [];
  const sink = { wants: () => true, write: (record: LogRecord) => void records.push(record) };
  const log = createLogger([sink], (value) => value);
  const hanging: ToolService = {
    ...SERVICE,
    call({ onChecked }) {
      onChecked?.({});
      return new Promise<never>(() => undefined);
    },
  };
  const { signal } = new AbortController();
  void loggedService(hanging, log).call({ name: "get_user", arguments: {}, signal });
  expect(records.map(({ message }) => message)).toEqual(["call begins"]);
});
