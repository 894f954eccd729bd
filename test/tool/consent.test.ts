import { describe, expect, test } from "vitest";
import { callTool } from "../../src/tool/call.js";
import { type Ask, createConfirmations } from "../../src/tool/confirmation.js";
import type { ToolContext } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { stage } from "./gate-stage.js";
import { testTool } from "./tools.js";

const options = { now: () => 0, randomCode: () => "code-1" };

describe("how consent is asked for", () => {
  const ask: Ask = async () => "yes";

  test.each([
    ["auto", ask, "elicitation"],
    ["auto", undefined, "code"],
    ["strict", ask, "elicitation"],
    ["strict", undefined, "unavailable"],
    ["off", ask, "off"],
    ["off", undefined, "off"],
  ] as const)("OKTA_CONFIRM=%s, dialog %s: %s", async (mode, dialog, wanted) => {
    const { how, confirm } = createConfirmations({ ...options, mode });
    expect(how(dialog)).toBe(wanted);
    const request = { tool: "delete_group", input: {}, question: "Delete it?", version: "1" };
    const end = await confirm(request, dialog).catch(({ code }) => code);
    const ends = { code: "confirmation_required", unavailable: "confirmation_unavailable" };
    expect(end).toBe({ elicitation: "elicitation", off: "off", ...ends }[wanted]);
  });

  test.each([
    ["strict", undefined, { code: "confirmation_unavailable", confirmation: "unavailable" }],
    ["strict", "no", { code: "confirmation_declined", confirmation: "elicitation" }],
    ["off", undefined, { confirmation: "off" }],
  ] as const)("is on the record: OKTA_CONFIRM=%s, answer %s", async (mode, reply, record) => {
    const { pass, records } = stage({ mode, ...(reply && { reply }) });
    await pass().catch(() => undefined);
    expect(records[0]).toMatchObject(record);
  });
});

describe("a call is the same, whether or not it says that it is no dry run", () => {
  test.each([
    [{}, { dry_run: false }],
    [{ dry_run: false }, {}],
  ])("asked with %j, repeated with %j", async (first, second) => {
    const { pass, events } = stage({ input: { send_email: true } });
    expect((await failureOf(() => pass({}, first))).code).toBe("confirmation_required");
    await pass({}, { ...second, confirm: "code-1" });
    expect(events).toContain("sent DELETE");
  });
});

describe("a code is taken", () => {
  const read = async (confirm: unknown) => {
    const outcome = await callTool(
      testTool("delete_group"),
      { user_id: '"00u1"', confirm },
      { context: async () => ({}) as ToolContext, guard: () => undefined },
    );
    return outcome.ok ? outcome.result : outcome.error.code;
  };

  test.each(['"abc-1_"', " abc-1_\n", "'abc-1_'", "`abc-1_`", ' "abc-1_" ', "abc-1_"])(
    "as %j",
    async (copied) => {
      expect(await read(copied)).toEqual({ user_id: '"00u1"', confirm: "abc-1_", untrusted: true });
    },
  );

  test.each(["abc 1", 'a"bc', `${" ".repeat(200)}abc`])(
    "but for what stands inside or far from it: %j",
    async (given) => {
      expect(await read(given)).toMatchObject({ confirm: given });
    },
  );

  test.each([5, null, ["abc"]])("only as text: not %j", async (given) => {
    expect(await read(given)).toBe("arguments_invalid");
  });

  test("in no time, however long what is given for one", async () => {
    const start = process.cpuUsage();
    await read(`a${" ".repeat(150_000)}a`);
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
