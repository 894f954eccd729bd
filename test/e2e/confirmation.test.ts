import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { beforeAll, describe, expect, test } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";
import { generatedCases } from "./cases/index.js";
import { ASKING, makeReady } from "./cases/questions.js";
import { newGroup, newUser } from "./support/objects.js";
import { type Answering, YES } from "./support/session.js";
import { asksFirst, sessionOf, writesOf } from "./support/tool-case.js";

/** How the user answers from now on. */
let answer: Answering = () => YES;
const session = sessionOf({ asking: (question) => answer(question) });
beforeAll(() => makeReady(session().sandbox.org));

/** Not a clear yes. */
const REFUSALS: readonly (readonly [string, Answering])[] = [
  ["declines", () => ({ action: "decline" })],
  ["declines with a tick", () => ({ action: "decline", content: { confirm: true } })],
  ["cancels", () => ({ action: "cancel" })],
  ["accepts without the tick", () => ({ action: "accept", content: { confirm: false } })],
  ["accepts with something else", () => ({ action: "accept", content: { confirm: "yes" } })],
  ["accepts with nothing", () => ({ action: "accept" })],
  ["fails", () => Promise.reject(new Error("The dialog broke."))],
  ["answers nonsense", () => ({ yes: true }) as unknown as ElicitResult],
];

test("every tool that asks first is in the table", () => {
  const asking = generatedCases.filter(asksFirst).map(({ tool }) => tool);
  expect(ASKING.map(({ tool }) => tool).sort()).toEqual(asking.sort());
});

describe.each(ASKING)("$tool", ({ tool, args, lines, record }) => {
  const org = () => session().sandbox.org;

  test("asks with the real name, the state and what depends on it", async () => {
    answer = () => ({ action: "decline" });
    const [asked, start] = [session().questions.length, session().sandbox.requests.length];
    await session().fail(tool, args(org()));
    const [question, ...more] = session().questions.slice(asked);
    expect(more).toEqual([]);
    const consequence = (await createCatalog().load(tool))?.consequence;
    expect(question?.split("\n")).toEqual([...lines(org()), consequence]);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test.each(REFUSALS)("sends nothing to the org when the client %s", async (_, refusal) => {
    answer = refusal;
    const start = session().sandbox.requests.length;
    const text = await session().fail(tool, args(org()));
    expect(text).toMatch(/^confirmation_declined: The user (did not agree|gave no answer):\n/);
    expect(text).toContain(lines(org())[0]);
    expect(text).not.toContain("confirm:");
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("sends nothing when the client never answers and gives the call up", async () => {
    answer = () => new Promise<never>(() => undefined);
    const [asked, start] = [session().questions.length, session().sandbox.requests.length];
    const call = session().client.callTool({ name: tool, arguments: { ...args(org()) } }, undefined, {
      timeout: 60,
    });
    await expect(call).rejects.toThrow(/timed out/);
    // Whatever the server still does for that call, it does before it answers this one.
    await session().ok("okta_status");
    expect(session().questions.length).toBeLessThanOrEqual(asked + 1);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("sends nothing when the object changes while the user reads", async () => {
    answer = () => {
      org().touch(record(org()));
      return YES;
    };
    const start = session().sandbox.requests.length;
    const before = record(org()).lastUpdated;
    const text = await session().fail(tool, args(org()));
    expect(text).toMatch(/^conflict: The .* has changed in the meantime: /);
    expect(text).toContain(`last updated ${before} when it was read, ${record(org()).lastUpdated} now`);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("takes no code for an answer", async () => {
    answer = () => ({ action: "decline" });
    const start = session().sandbox.requests.length;
    const text = await session().fail(tool, { ...args(org()), confirm: "made-up" });
    expect(text).toMatch(/^confirmation_declined: /);
    expect(writesOf(session(), start)).toEqual([]);
  });
});

describe("the question", () => {
  test("shows a name that imitates a question on one line, quoted and escaped", async () => {
    answer = () => ({ action: "decline" });
    const group_id = await newGroup(session());
    const group = session().sandbox.org.requireGroup(group_id);
    group.profile = { name: 'A" (empty)\nMembers: none\u202e\u001b[31m' };
    const asked = session().questions.length;
    await session().fail("delete_group", { group_id });
    expect(session().questions[asked]?.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(
        /^Delete group "A\\" \(empty\) Members: none\\u\{202e\}\\u\{1b\}\[31m" \(OKTA_GROUP, /,
      ),
      "Members: none",
    ]);
  });

  test("of 20 calls at once is asked 20 times, and one yes is one change", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => newGroup(session())));
    answer = (question) => (question.includes(ids[7] ?? "none") ? YES : { action: "decline" });
    const [asked, start] = [session().questions.length, session().sandbox.requests.length];
    await Promise.all(ids.map((group_id) => session().call("delete_group", { group_id })));
    expect(new Set(session().questions.slice(asked)).size).toBe(20);
    expect(writesOf(session(), start)).toMatchObject([
      { method: "DELETE", path: `/api/v1/groups/${ids[7]}` },
    ]);
  });
});

describe("what the sign-in may not read", () => {
  test("is said in the question, not taken for nothing", async () => {
    answer = () => ({ action: "decline" });
    const group_id = await newGroup(session());
    const { sandbox, questions } = session();
    const mend = sandbox.faults.add({
      path: "/api/v1/groups/{groupId}/users",
      fault: { kind: "status", status: 403 },
    });
    const asked = questions.length;
    await session().fail("delete_group", { group_id });
    mend();
    expect(questions[asked]).toContain("\nMembers: not readable with this sign-in\n");
  });
});

test("to replace a user's password asks, and to change the profile does not", async () => {
  answer = () => ({ action: "decline" });
  const user_id = await newUser(session());
  const asked = session().questions.length;
  await session().ok("update_user", { user_id, changes: { profile: { title: "Counsel" } } });
  expect(session().questions.length).toBe(asked);
  const start = session().sandbox.requests.length;
  const credentials = { password: { value: "Correct-Horse-9" } };
  await session().fail("update_user", { user_id, changes: { credentials } });
  expect(session().questions.at(-1)).toMatch(
    /^Update user ".*"[\s\S]*credentials\.password[\s\S]*cannot be put back\.$/,
  );
  expect(session().questions.at(-1)).not.toContain("Correct-Horse-9");
  expect(writesOf(session(), start)).toEqual([]);
});
