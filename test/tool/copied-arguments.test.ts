import { describe, expect, test } from "vitest";
import { z } from "zod";
import { OktaMcpError } from "../../src/errors.js";
import { presentable } from "../../src/presentable.js";
import { parseArguments } from "../../src/tool/arguments.js";

const input = z.strictObject({ changes: z.record(z.string(), z.unknown()) });

function failureOf(changes: unknown): { code?: string; field?: string; message: string } {
  try {
    parseArguments(input, { changes });
  } catch (error) {
    if (error instanceof OktaMcpError) return error;
  }
  return { message: "passed" };
}

describe("what an answer showed does not go back to Okta", () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      "the mask of a secret",
      { credentials: { oauthClient: { client_secret: "[hidden]" } } },
      "changes.credentials.oauthClient.client_secret",
      /is \[hidden\], which stands for a secret in an answer: leave the field out/,
    ],
    ["the mask with space around it", { note: " [hidden]\n" }, "changes.note", /is \[hidden\]/],
    [
      "a text that was shown with a part of it masked, and added to",
      { description: `${presentable("see https://x.example/?token=abcdef12345")} now` },
      "changes.description",
      /holds \[hidden\], which stands for a secret in an answer: leave the field out/,
    ],
    ["a mask within a key", { "api_key=[hidden]": 1 }, "changes", /has a key that holds \[hidden\]/],
    ["the mask in a list", { list: ["a", "[hidden]"] }, "changes.list.1", /is \[hidden\]/],
    [
      "an escaped character",
      { label: "Pay\\u{202e}roll" },
      "changes.label",
      /holds \\u\{202e\}, which stands for an invisible character in an answer.*leave the field out/,
    ],
    ["one of those that emoji may have", { label: "a\\u{200D}b" }, "changes.label", /holds \\u\{200D\}/],
    ["in a key", { "a\\u{200b}": 1 }, "changes", /has a key that holds \\u\{200b\}/],
    ["whatever was shown", presentable({ label: "x\u{E0041}" }), "changes.label", /holds \\u\{e0041\}/],
  ])("%s", (_, changes, field, message) => {
    expect(failureOf(changes)).toMatchObject({
      code: "arguments_invalid",
      field,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    ["the word alone", { label: "Payroll (hidden) [Hidden] hidden" }],
    ["the escape of what can be seen", { pattern: "\\u{41}\\u{1F600}\\u{fffffff}" }],
    ["a tab's escape", { pattern: "\\u{9}" }],
    ["emoji themselves", { label: "👩‍🚒 می\u200Cخواهم" }],
  ])("left alone: %s", (_, changes) => {
    expect(failureOf(changes).message).toBe("passed");
  });
});
