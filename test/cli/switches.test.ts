import { describe, expect, test } from "vitest";
import { descriptors } from "../../generated/catalog.js";
import { parseToolCall } from "../../src/cli/call/tool-command.js";
import { plainServe } from "../../src/cli/plain-serve.js";
import { withSwitchesSpelledOut } from "../../src/cli/switches.js";

describe("a switch among the settings", () => {
  test.each<[string, string]>([
    ["", ""],
    ["serve --read-only", "serve --read-only=true"],
    ["serve --read-only=false", "serve --read-only=false"],
    ["serve --read-only false --demo", "serve --read-only=false --demo"],
    ["--output-schemas TRUE --read-only", "--output-schemas=TRUE --read-only=true"],
    ["call --read-only list_users --limit 5", "call --read-only=true list_users --limit 5"],
    ["--read-only --read-only false", "--read-only=true --read-only=false"],
    ["call get_user --user-id false", "call get_user --user-id false"],
    ["call -- --read-only", "call -- --read-only"],
  ])("%j says %j", (typed, wanted) => {
    const words = typed.split(" ").filter(Boolean);
    expect(withSwitchesSpelledOut(words).join(" ")).toBe(wanted);
  });

  test.each([
    [["--read-only"], "true"],
    [["--read-only=false"], "false"],
    [["--read-only", "false"], "false"],
    [["--read-only", "--read-only=false"], "false"],
  ])("%j means %s to the server and behind a tool's name alike", (typed, readOnly) => {
    const words = withSwitchesSpelledOut(typed);
    expect(plainServe(words)).toEqual({ readOnly });
    expect(parseToolCall(descriptors.list_users, words).settings).toEqual({ readOnly });
  });
});
