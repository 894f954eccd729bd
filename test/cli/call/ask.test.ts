import { describe, expect, test } from "vitest";
import { askAtTerminal } from "../../../src/cli/call/ask.js";
import { CTRL_C, ENTER, person } from "../prompt-streams.js";

const QUESTION = 'Delete group: group "Pilots"\nUsers: 3';

describe("consent at the terminal", () => {
  test.each([
    ["y", "yes"],
    ["n", "no"],
    [ENTER, "no"],
    [CTRL_C, "failed"],
  ])("by %j is %s", async (keys, reply) => {
    const user = person();
    let cleared = 0;
    const answer = askAtTerminal(user, new AbortController().signal, () => cleared++)(QUESTION);
    await user.types("Do it", keys);
    expect(await answer).toBe(reply);
    expect(user.seen()).toMatch(/Delete group: group "Pilots".*Users: 3/s);
    expect(cleared).toBe(1);
  });

  test("is not had once the call is given up", async () => {
    const user = person();
    const controller = new AbortController();
    const answer = askAtTerminal(user, controller.signal, () => undefined)(QUESTION);
    await user.types("Do it", "");
    controller.abort();
    expect(await answer).toBe("failed");
  });
});
