import { describe, expect, test } from "vitest";
import { type Ask, createConfirmations } from "../../src/tool/confirmation.js";
import { startSandboxService } from "../mcp/sandbox-service.js";

const { signal } = new AbortController();
const CODE = /confirm: "([\w-]+)"/;

/** An org with two groups to lose, and what an attacker tries at them. */
async function stage() {
  let codes = 0;
  const confirmations = createConfirmations({
    now: Date.now,
    randomCode: () => `k-${++codes}`,
  });
  const { sandbox, service } = await startSandboxService({ confirmations });
  const call = async (name: string, args: object, ask?: Ask) => {
    const outcome = await service.call({ name, arguments: args, signal, ...(ask && { ask }) });
    if (!outcome) throw new Error(`no tool ${name}`);
    return outcome.ok
      ? { code: "ok", text: "", id: String(outcome.result.id) }
      : { code: outcome.error.code as string, text: outcome.error.toText(), id: "" };
  };
  const made = async (name: string) => (await call("create_group", { group: { profile: { name } } })).id;
  const [mine, theirs] = [await made("Mine"), await made("Theirs")];
  const codeFor = async (group_id: string) =>
    CODE.exec((await call("delete_group", { group_id })).text)?.[1] ?? "";
  const deleted = () => sandbox.requests.filter(({ method }) => method === "DELETE").length;
  const isThere = (id: string) => sandbox.org.groups.get(id) !== undefined;
  return { call, mine, theirs, codeFor, deleted, isThere, sandbox };
}

describe("a consent", () => {
  test("is good once: replayed, it is asked for anew", async () => {
    const { call, mine, codeFor, deleted } = await stage();
    const confirm = await codeFor(mine);
    expect((await call("delete_group", { group_id: mine, confirm })).code).toBe("ok");
    expect((await call("delete_group", { group_id: mine, confirm })).code).toBe("not_found");
    expect(deleted()).toBe(1);
  });

  test.each<[string, (mine: string, theirs: string) => [tool: string, args: object]]>([
    ["another object", (_, theirs) => ["delete_group", { group_id: theirs }]],
    ["another tool", (mine, theirs) => ["remove_user_from_group", { group_id: mine, user_id: theirs }]],
    ["an argument more", (mine) => ["delete_group", { group_id: mine, force: true }]],
  ])("is not good for %s", async (_, changed) => {
    const { call, mine, theirs, codeFor, deleted } = await stage();
    const confirm = await codeFor(mine);
    const [tool, args] = changed(mine, theirs);
    expect((await call(tool, { ...args, confirm })).code).not.toBe("ok");
    expect(deleted()).toBe(0);
  });

  test("is not good for the object once it is another", async () => {
    const { call, mine, codeFor, deleted } = await stage();
    const confirm = await codeFor(mine);
    await call("update_group", { group_id: mine, changes: { profile: { name: "Everybody important" } } });
    expect((await call("delete_group", { group_id: mine, confirm })).code).toBe("confirmation_required");
    expect(deleted()).toBe(0);
  });

  test("of 20 calls at once lets one through", async () => {
    const { call, mine, codeFor, deleted } = await stage();
    const confirm = await codeFor(mine);
    const calls = Array.from({ length: 20 }, () => call("delete_group", { group_id: mine, confirm }));
    expect((await Promise.all(calls)).filter(({ code }) => code === "ok")).toHaveLength(1);
    expect(deleted()).toBe(1);
  });

  test("to one of two questions asked at once is none to the other", async () => {
    const { call, mine, theirs, isThere } = await stage();
    const ask: Ask = async (question) => (question.includes('"Mine"') ? "yes" : "no");
    const [one, other] = await Promise.all([
      call("delete_group", { group_id: mine }, ask),
      call("delete_group", { group_id: theirs }, ask),
    ]);
    expect([one.code, other.code]).toEqual(["ok", "confirmation_declined"]);
    expect([isThere(mine), isThere(theirs)]).toEqual([false, true]);
  });

  test.each(["", "code", "null", "true", "yes", "*", "0".repeat(64)])(
    "cannot be guessed: %j",
    async (confirm) => {
      const { call, mine, codeFor, deleted } = await stage();
      await codeFor(mine);
      expect((await call("delete_group", { group_id: mine, confirm })).code).not.toBe("ok");
      expect(deleted()).toBe(0);
    },
  );
});
