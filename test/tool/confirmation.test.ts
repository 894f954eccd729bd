import { describe, expect, test } from "vitest";
import {
  type Ask,
  type ConfirmationOptions,
  createConfirmations,
  type Waiting,
} from "../../src/tool/confirmation.js";
import { failureOf } from "../failure.js";

const input = { user_id: "00u1", send_email: true };
const request = { tool: "delete_user", input, question: 'Delete user "Jane"?', version: "v1" };

/** Confirmations with a clock that stands, and codes that count. */
function start(mode?: ConfirmationOptions["mode"]) {
  let time = 0;
  let codes = 0;
  const { confirm: confirmAny } = createConfirmations({
    ...(mode && { mode }),
    now: () => time,
    randomCode: () => `code-${++codes}`,
  });
  const confirm = (more: Partial<typeof request> = {}, ask?: Ask) => confirmAny({ ...request, ...more }, ask);
  return {
    confirm,
    /** A call with the code; of the same arguments unless others are given. */
    withCode: (code: unknown, { input: args = input, ...more }: Partial<typeof request> = {}) =>
      confirm({ ...more, input: { ...args, confirm: code } as typeof input }),
    wait: (minutes: number) => {
      time += minutes * 60_000;
    },
    /** The code that a first call is answered with. */
    async code(more: Partial<typeof request> = {}): Promise<string> {
      const error = await failureOf(() => confirm(more));
      expect(error.code).toBe("confirmation_required");
      return /confirm: "([^"]+)"/.exec(error.next)?.[1] ?? "none";
    },
  };
}

describe("in two steps", () => {
  test("the first call shows the question and a code, the second passes", async () => {
    const { confirm, withCode } = start();
    const error = await failureOf(() => confirm());
    expect(error.message).toBe(`This needs the user's consent; nothing was changed.\n${request.question}`);
    expect(error.next).toContain('confirm: "code-1" (valid once, for 5 minutes)');
    expect(await withCode("code-1")).toBe("code");
  });

  test("the order of the arguments, and of what is in them, does not matter", async () => {
    const { code, withCode } = start();
    const given = await code({ input: { a: 1, b: { x: 1, y: [{ p: 1, q: 2 }] } } as never });
    expect(await withCode(given, { input: { b: { y: [{ q: 2, p: 1 }], x: 1 }, a: 1 } as never })).toBe(
      "code",
    );
  });

  test("a code is good once: the replay gets the question again, and a new code", async () => {
    const { code, withCode } = start();
    const given = await code();
    await withCode(given);
    const replay = await failureOf(() => withCode(given));
    expect(replay.code).toBe("confirmation_required");
    expect(replay.message).toContain("used up, expired or for other arguments");
    expect(replay.message).toContain(request.question);
    expect(replay.next).not.toContain(`"${given}"`);
  });

  test("of 20 concurrent calls with one code, one passes", async () => {
    const { code, withCode } = start();
    const given = await code();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => withCode(given)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("20 concurrent first calls get a code each, and each is good for one call", async () => {
    const { code, withCode } = start();
    const codes = await Promise.all(Array.from({ length: 20 }, () => code()));
    expect(new Set(codes).size).toBe(20);
    expect(await Promise.all(codes.map((each) => withCode(each)))).toEqual(Array(20).fill("code"));
  });

  test.each<[string, Partial<typeof request>]>([
    ["another object", { input: { ...input, user_id: "00u2" } }],
    ["one argument more", { input: { ...input, more: 1 } as typeof input }],
    ["one argument less", { input: { user_id: "00u1" } as typeof input }],
    ["another value", { input: { ...input, send_email: false } }],
    ["another tool", { tool: "suspend_user" }],
  ])("a code is not good for %s, and still is for its own call", async (_, other) => {
    const { code, withCode } = start();
    const given = await code();
    const error = await failureOf(() => withCode(given, other));
    expect(error.code).toBe("confirmation_required");
    expect(await withCode(given)).toBe("code");
  });

  test("a code is not good for the object as it has become: that is asked anew", async () => {
    const { code, withCode } = start();
    const given = await code();
    const changed = { version: "v2", question: 'Delete user "Jane", an administrator?' };
    const error = await failureOf(() => withCode(given, changed));
    expect(error.code).toBe("confirmation_required");
    expect(error.message).toMatch(/^What it is about has changed since the code was given\./);
    expect(error.message).toContain(changed.question);
    const next = /confirm: "([^"]+)"/.exec(error.next)?.[1];
    expect(await withCode(next, changed)).toBe("code");
  });

  test("a code whose object has changed is gone, even if the object changes back", async () => {
    const { code, withCode } = start();
    const given = await code();
    await failureOf(() => withCode(given, { version: "v2" }));
    expect((await failureOf(() => withCode(given))).code).toBe("confirmation_required");
  });

  test("a code that waits where others can take it is good for the one who has used it up", async () => {
    const left = new Map<string, Waiting>();
    const { confirm } = createConfirmations({
      now: () => 0,
      randomCode: () => "code-1",
      // Another process takes it between the look and the use.
      waiting: {
        get: (code) => left.get(code),
        set: (code, entry) => void left.set(code, entry),
        delete: () => false,
      },
    });
    await failureOf(() => confirm(request));
    const error = await failureOf(() => confirm({ ...request, input: { ...input, confirm: "code-1" } }));
    expect(error.message).toMatch(/^The code given is used up\.\n/);
  });

  test("a code lasts five minutes", async () => {
    const { code, withCode, wait } = start();
    const [early, late] = [await code(), await code()];
    wait(4.9);
    expect(await withCode(early)).toBe("code");
    wait(0.1);
    const error = await failureOf(() => withCode(late));
    expect(error).toMatchObject({ code: "confirmation_required" });
    expect(error.message).toContain("has expired");
  });

  test.each(["", "code-99", "constructor", 5, null, ["code-1"]])(
    "the made-up code %j does not pass",
    async (made) => {
      const { code, withCode } = start();
      await code();
      expect((await failureOf(() => withCode(made))).code).toBe("confirmation_required");
    },
  );

  test("a hundred codes wait at one time", async () => {
    const { code, withCode } = start();
    const first = await code();
    for (let at = 1; at < 100; at++) await code({ version: String(at) });
    expect(await withCode(first)).toBe("code");
  });

  test("of very many codes only the latest are kept", async () => {
    const { code, withCode } = start();
    const first = await code();
    let last = "";
    for (let at = 0; at < 100; at++) last = await code({ version: String(at) });
    expect((await failureOf(() => withCode(first))).code).toBe("confirmation_required");
    expect(await withCode(last, { version: "99" })).toBe("code");
  });
});

describe("by asking", () => {
  test("yes passes; the user is shown the question as it is", async () => {
    const questions: string[] = [];
    const ask: Ask = async (question) => {
      questions.push(question);
      return "yes";
    };
    expect(await start().confirm({}, ask)).toBe("elicitation");
    expect(questions).toEqual([request.question]);
  });

  test.each<["no" | "failed", RegExp]>([
    ["no", /^The user did not agree:\nDelete user "Jane"\?$/],
    ["failed", /^The user gave no answer:\nDelete user "Jane"\?$/],
  ])("%s does not, and gives no code", async (reply, message) => {
    const error = await failureOf(() => start().confirm({}, async () => reply));
    expect(error.code).toBe("confirmation_declined");
    expect(error.message).toMatch(message);
    expect(error.toText()).not.toContain("code-");
  });

  test.each(["no", "failed"] as const)("a code does not stand in for the answer %s", async (reply) => {
    const { confirm, code } = start();
    const given = await code();
    const args = { input: { ...input, confirm: given } };
    expect((await failureOf(() => confirm(args, async () => reply))).code).toBe("confirmation_declined");
  });

  test("20 concurrent calls are asked about one by one: what one user says is no word of another's", async () => {
    const { confirm } = start();
    let asked = 0;
    const ask: Ask = async () => (++asked === 7 ? "yes" : "no");
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => confirm({}, ask)));
    expect(asked).toBe(20);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("OKTA_CONFIRM=strict", () => {
  test("asks a client that can", async () => {
    expect(await start("strict").confirm({}, async () => "yes")).toBe("elicitation");
  });

  test("refuses one that cannot, shows what it was about, and gives no code", async () => {
    const error = await failureOf(() => start("strict").confirm());
    expect(error.code).toBe("confirmation_unavailable");
    expect(error.message).toContain(request.question);
    expect(error.toText()).not.toContain("code-");
  });

  test("takes no code", async () => {
    expect((await failureOf(() => start("strict").withCode("code-1"))).code).toBe("confirmation_unavailable");
  });
});

test("OKTA_CONFIRM=off asks nobody", async () => {
  const ask: Ask = () => Promise.reject(new Error("The user was asked."));
  const { confirm } = start("off");
  expect(await Promise.all([confirm(), confirm({}, ask)])).toEqual(["off", "off"]);
});
