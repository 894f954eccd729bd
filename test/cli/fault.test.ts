import { describe, expect, test } from "vitest";
import { faultText } from "../../src/cli/fault.js";

const TOKEN = "00abcdefghijklmnopqrstuvwxyz0123456789ABCD";

/** An error whose stack is its first line alone. */
function faulty(message: string, more: object = {}): Error {
  const error = new TypeError(message);
  return Object.assign(error, { stack: `TypeError: ${message}\n    at run (/app/cli.js:1:2)` }, more);
}

describe("a fault is told by name, message and stack", () => {
  test.each<[string, unknown, string]>([
    ["as they are", faulty("boom"), "TypeError: boom\n    at run (/app/cli.js:1:2)"],
    [
      "without what else the error brings along",
      faulty("boom", { headers: { authorization: `SSWS ${TOKEN}` }, cause: new Error(TOKEN) }),
      "TypeError: boom\n    at run (/app/cli.js:1:2)",
    ],
    [
      "with credentials masked",
      faulty(`refused Authorization: SSWS ${TOKEN}`),
      "TypeError: refused Authorization: SSWS [hidden]\n    at run (/app/cli.js:1:2)",
    ],
    [
      "the message in one line",
      faulty("a\nokta-mcp: forged\u202e"),
      "TypeError: a okta-mcp: forged\\u{202e}\n    at run (/app/cli.js:1:2)",
    ],
    ["of a text the text", "boom", "Something was thrown that is no error: boom"],
    ["of an object nothing", { token: TOKEN }, "Something was thrown that is no error: object"],
    ["of nothing nothing", undefined, "Something was thrown that is no error: undefined"],
    [
      "of an error that does not let itself be read nothing",
      Object.defineProperty(new Error("x"), "message", {
        get() {
          throw new Error(TOKEN);
        },
      }),
      "Something was thrown that cannot be shown.",
    ],
  ])("%s", (_, fault, text) => {
    expect(faultText(fault)).toBe(text);
  });

  test("that end somewhere", () => {
    const error = faulty("x".repeat(10_000));
    error.stack = `Error\n${`    at ${"y".repeat(1_000)}\n`.repeat(100)}`;
    expect(faultText(error).length).toBeLessThan(5_000);
  });
});
