import { describe, expect, test } from "vitest";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { failureOf } from "../failure.js";
import { testTool } from "./tools.js";

const remove = testTool("delete_user", "destructive");
const input = { user_id: "00u1", send_email: true };

/** Confirmations with a clock that stands, and codes that count. */
function start() {
  let time = 0;
  let codes = 0;
  const { confirm } = createConfirmations({ now: () => time, randomCode: () => `code-${++codes}` });
  return {
    confirm,
    wait: (minutes: number) => {
      time += minutes * 60_000;
    },
    /** The code that a first call is answered with. */
    async code(args: object = input, tool = remove): Promise<string> {
      const error = await failureOf(() => confirm(tool, { ...args }));
      expect(error.code).toBe("confirmation_required");
      return /confirm: "([^"]+)"/.exec(error.next)?.[1] ?? "none";
    },
  };
}

describe("in two steps", () => {
  test("the first call names tool, arguments and code, the second passes", async () => {
    const { confirm } = start();
    const error = await failureOf(() => confirm(remove, input));
    expect(error.message).toBe('delete_user {"send_email":true,"user_id":"00u1"} needs the user\'s consent.');
    expect(error.next).toContain('confirm: "code-1"');
    await expect(confirm(remove, { ...input, confirm: "code-1" })).resolves.toBeUndefined();
  });

  test("the order of the arguments, and of what is in them, does not matter", async () => {
    const { confirm, code } = start();
    const given = await code({ a: 1, b: { x: 1, y: [{ p: 1, q: 2 }] } });
    const reordered = { b: { y: [{ q: 2, p: 1 }], x: 1 }, confirm: given, a: 1 };
    await expect(confirm(remove, reordered)).resolves.toBeUndefined();
  });

  test("a code is good once: the replay gets a new one", async () => {
    const { confirm, code } = start();
    const given = await code();
    await confirm(remove, { ...input, confirm: given });
    const replay = await failureOf(() => confirm(remove, { ...input, confirm: given }));
    expect(replay.code).toBe("confirmation_required");
    expect(replay.message).toContain("used up, expired or for other arguments");
    expect(replay.next).not.toContain(`"${given}"`);
  });

  test("of concurrent calls with one code, one passes", async () => {
    const { confirm, code } = start();
    const given = await code();
    const calls = Array.from({ length: 20 }, () => confirm(remove, { ...input, confirm: given }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ["another object", { ...input, user_id: "00u2" }, "delete_user"],
    ["one argument more", { ...input, more: 1 }, "delete_user"],
    ["one argument less", { user_id: "00u1" }, "delete_user"],
    ["another tool", input, "suspend_user"],
  ])("a code is not good for %s, and still is for its own call", async (_, args, name) => {
    const { confirm, code } = start();
    const given = await code();
    const tool = testTool(name, "destructive");
    const error = await failureOf(() => confirm(tool, { ...args, confirm: given }));
    expect(error.code).toBe("confirmation_required");
    await expect(confirm(remove, { ...input, confirm: given })).resolves.toBeUndefined();
  });

  test("a code lasts five minutes", async () => {
    const { confirm, code, wait } = start();
    const [early, late] = [await code(), await code()];
    wait(4.9);
    await expect(confirm(remove, { ...input, confirm: early })).resolves.toBeUndefined();
    wait(0.2);
    const error = await failureOf(() => confirm(remove, { ...input, confirm: late }));
    expect(error.code).toBe("confirmation_required");
  });

  test.each(["", "code-99", "constructor", 5, null])("the made-up code %j does not pass", async (made) => {
    const { confirm, code } = start();
    await code();
    expect((await failureOf(() => confirm(remove, { ...input, confirm: made }))).code).toBe(
      "confirmation_required",
    );
  });

  test("of very many codes only the latest are kept", async () => {
    const { confirm, code } = start();
    const first = await code();
    let last = "";
    for (let at = 0; at < 100; at++) last = await code({ user_id: String(at) });
    expect((await failureOf(() => confirm(remove, { ...input, confirm: first }))).code).toBe(
      "confirmation_required",
    );
    await expect(confirm(remove, { user_id: "99", confirm: last })).resolves.toBeUndefined();
  });
});

describe("by asking", () => {
  test("yes passes; the question names the tool, the arguments and what it does", async () => {
    const questions: string[] = [];
    const ask = async (question: string) => questions.push(question) > 0;
    await expect(start().confirm(remove, input, ask)).resolves.toBeUndefined();
    expect(questions).toEqual([
      'Title of delete_user: delete_user {"send_email":true,"user_id":"00u1"}. Describes delete_user.',
    ]);
  });

  test("no does not, and gives no code", async () => {
    const error = await failureOf(() => start().confirm(remove, input, async () => false));
    expect(error.code).toBe("confirmation_declined");
    expect(error.toText()).not.toContain("code-");
  });

  test("a code does not stand in for the answer", async () => {
    const { confirm, code } = start();
    const given = await code();
    const error = await failureOf(() => confirm(remove, { ...input, confirm: given }, async () => false));
    expect(error.code).toBe("confirmation_declined");
  });
});
