import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Attempt, createAuditLog, noAudit } from "../../src/audit/audit-log.js";
import { failureOf } from "../failure.js";

const ATTEMPT: Attempt = {
  tool: "delete_group",
  objects: [{ kind: "group", id: "00g1", name: "Engineering" }],
  arguments: { group_id: "00g1" },
  request: { method: "DELETE", path: "/api/v1/groups/00g1" },
  who: { method: "device", client_id: "0oa1", subject: "ada@example.com" },
  org: "acme.okta.com",
  confirmation: "elicitation",
};

async function start(given?: string) {
  const directory = await mkdtemp(join(tmpdir(), "okta-mcp-audit-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = given ?? join(directory, "audit.jsonl");
  const errors: string[] = [];
  let ids = 0;
  let seconds = 0;
  const audit = createAuditLog({
    path,
    log: { error: (text) => errors.push(text) },
    now: () => new Date(Date.UTC(2026, 4, 20, 12, 0, seconds++)),
    randomId: () => `id-${++ids}`,
  });
  onTestFinished(() => audit.close());
  const records = () =>
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { audit, path, errors, records, directory };
}

test("a change is written down before and after it, under one id", async () => {
  const { audit, records } = await start();
  const entry = await audit.begin(ATTEMPT);
  const attempt = { time: "2026-05-20T12:00:00.000Z", id: "id-1", event: "attempt", ...ATTEMPT };
  expect(records()).toEqual([attempt]);
  const outcome = { outcome: "done", http_status: 204, okta_request_id: "req-1" } as const;
  expect(await entry.complete(outcome)).toBe(true);
  expect(records()).toEqual([
    attempt,
    { time: "2026-05-20T12:00:01.000Z", id: "id-1", event: "outcome", tool: "delete_group", ...outcome },
  ]);
});

test("the attempt is on the disk when the change may be sent, and its outcome when it is told", async () => {
  const { audit, records } = await start();
  const handle = await open(import.meta.filename);
  await handle.close();
  const seen: number[] = [];
  const sync = vi.spyOn(Object.getPrototypeOf(handle), "datasync").mockImplementation(async () => {
    seen.push(records().length);
  });
  onTestFinished(() => sync.mockRestore());
  const entry = await audit.begin(ATTEMPT);
  expect(seen).toEqual([1]);
  await entry.complete({ outcome: "done" });
  expect(seen).toEqual([1, 2]);
});

test("after the end no change may be sent", async () => {
  const { audit, records } = await start();
  await audit.begin(ATTEMPT);
  await audit.close();
  expect((await failureOf(() => audit.begin(ATTEMPT))).code).toBe("audit_failed");
  expect(records()).toHaveLength(1);
});

test("what was refused before anything was sent is one line, complete by itself", async () => {
  const { audit, records } = await start();
  await audit.refused(ATTEMPT, { outcome: "declined", code: "confirmation_declined" });
  expect(records()).toEqual([
    {
      time: "2026-05-20T12:00:00.000Z",
      id: "id-1",
      event: "refused",
      ...ATTEMPT,
      outcome: "declined",
      code: "confirmation_declined",
    },
  ]);
});

test("changes side by side keep their pairs apart", async () => {
  const { audit, records } = await start();
  await Promise.all(
    Array.from({ length: 40 }, async (_, at) => {
      const entry = await audit.begin({ ...ATTEMPT, tool: `tool_${at}` });
      await entry.complete({ outcome: at % 2 === 0 ? "done" : "failed" });
    }),
  );
  const all = records();
  expect(all).toHaveLength(80);
  for (const { id, tool, event } of all.filter((record) => record.event === "attempt")) {
    const pair = all.filter((record) => record.id === id);
    expect(pair.map((record) => [record.event, record.tool])).toEqual([
      [event, tool],
      ["outcome", tool],
    ]);
  }
});

describe("while it cannot be written", () => {
  const places: [string, (directory: string) => string, string][] = [
    ["its directory is missing", (directory) => join(directory, "gone", "audit"), "ENOENT"],
    ["it is a directory", (directory) => directory, "EISDIR"],
  ];
  if (process.platform === "linux") places.push(["it is a device", () => "/dev/full", "not a regular file"]);

  test.each(places)("as %s, a change is refused with the reason", async (_, place, code) => {
    const { directory } = await start();
    const { audit, errors } = await start(place(directory));
    const error = await failureOf(() => audit.begin(ATTEMPT));
    expect(error.code).toBe("audit_failed");
    expect(error.message).toContain(`could not be written (${code}). The change was not sent.`);
    expect(error.next).toContain("OKTA_AUDIT_LOG");
    expect(errors).toEqual([`The audit log could not be written (${code}): delete_group was refused.`]);
  });

  test("the reason names the file in one visible line, and keeps its cause", async () => {
    const { directory } = await start();
    const { audit } = await start(join(directory, "gone\n\u202e", "audit"));
    const error = await failureOf(() => audit.begin(ATTEMPT));
    expect(error.message).toContain("gone \\u{202e}/audit could not be written");
    expect(error.cause).toMatchObject({ code: "ENOENT" });
  });

  test("as the arguments are no JSON, a change is refused", async () => {
    const { audit } = await start();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect((await failureOf(() => audit.begin({ ...ATTEMPT, arguments: circular }))).code).toBe(
      "audit_failed",
    );
  });

  test("a change that was sent is told to be without its end, and a refusal stays one", async () => {
    const { audit, directory, errors } = await start();
    const entry = await audit.begin(ATTEMPT);
    rmSync(directory, { recursive: true });
    expect(await entry.complete({ outcome: "done" })).toBe(false);
    await audit.refused(ATTEMPT, { outcome: "declined" });
    await audit.reopen();
    expect(errors).toEqual([
      "The audit log could not be written (ENOENT): how delete_group ended is missing for the attempt id-1.",
      "The audit log could not be written (ENOENT): that delete_group was refused is missing.",
      "The audit log could not be written (ENOENT): changes are refused until it can be.",
    ]);
  });

  test("and can be again, changes go on", async () => {
    const { directory } = await start();
    const { audit, records } = await start(join(directory, "later", "audit"));
    await failureOf(() => audit.begin(ATTEMPT));
    mkdirSync(join(directory, "later"));
    await audit.begin(ATTEMPT);
    expect(records()).toHaveLength(1);
  });
});

test("without an audit log every change may be sent", async () => {
  const entry = await noAudit.begin(ATTEMPT);
  expect(await entry.complete({ outcome: "done" })).toBe(true);
  await Promise.all([noAudit.refused(ATTEMPT, { outcome: "declined" }), noAudit.reopen(), noAudit.close()]);
});
