import { expect, test } from "vitest";
import { forCommandLine } from "../../../src/cli/call/command-line-error.js";
import { type ErrorCode, OktaMcpError } from "../../../src/errors.js";

const told = (code: ErrorCode, message: string, given?: string) =>
  forCommandLine(new OktaMcpError(code, message), given).toText();

test.each<[ErrorCode, string | undefined, RegExp]>([
  [
    "confirmation_declined",
    undefined,
    /^[^:]+: You did not agree\. Nothing was changed\.\nNext: Run the same/,
  ],
  [
    "confirmation_unavailable",
    undefined,
    /^[^:]+: You cannot be asked here:\nDelete "Pilots"\?\nNext: .*terminal/,
  ],
  [
    "confirmation_required",
    "the-code",
    /^[^:]+: The user .*\nDelete "Pilots"\?\nNext: .*--confirm the-code /s,
  ],
  ["sign_in_required", undefined, /^[^:]+: Nobody is signed in\.\nNext: Run `okta-mcp login`/],
])("%s speaks to the person who typed the command", (code, given, text) => {
  const words = told(code, 'The user is spoken of:\nDelete "Pilots"?', given);
  expect(words).toMatch(text);
  expect(words.slice(words.indexOf("Next:"))).not.toMatch(/the user/i);
});

test.each<ErrorCode>(["not_found", "confirmation_required"])("%s without a code stays as it is", (code) => {
  const error = new OktaMcpError(code, "As it is.");
  expect(forCommandLine(error, undefined)).toBe(error);
});
