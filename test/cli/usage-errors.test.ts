import { Command, InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import { usageErrors } from "../../src/cli/usage-errors.js";

/** What a small program says of a mistake. */
function said(words: readonly string[]): string {
  let text = "";
  const writeErr = (part: string) => {
    text += part;
  };
  const program = new Command("p").configureOutput({ ...usageErrors, writeErr }).exitOverride();
  const refuse = () => {
    throw new InvalidArgumentError("It must be 'a'.");
  };
  program.command("serve").option("--api-token <token>").option("--size <n>", "", refuse);
  program.command("call").argument("<tool>", "", refuse);
  expect(() => program.parse([...words], { from: "user" })).toThrow();
  return text;
}

describe("a mistake on the command line is told", () => {
  test.each<[string, readonly string[], string]>([
    [
      "a flag's name without the value behind it",
      ["serve", "--api-tokne=00S3cret"],
      "error: unknown option '--api-tokne=…'\n",
    ],
    [
      "however that looks",
      ["serve", "--usre={'password':'S3cret'\n' is invalid}"],
      "error: unknown option '--usre=…'\n",
    ],
    [
      "a flag without a value",
      ["serve", "--sise"],
      "error: unknown option '--sise'\n(Did you mean --size?)\n",
    ],
    ["a letter's value never", ["serve", "-pS3cret"], "error: unknown option '…'\n"],
    ["a command", ["serv"], "error: unknown command 'serv'\n(Did you mean serve?)\n"],
    ["what is no word never", ["00S3cretS3cret"], "error: unknown command '…'\n"],
    [
      "an option, not what it was given",
      ["serve", "--size", "S3cret' is 'x"],
      "error: option '--size <n>' argument '…' is invalid. It must be 'a'.\n",
    ],
    [
      "an argument, not what it was given",
      ["call", "S3cret"],
      "error: command-argument value '…' is invalid for argument 'tool'. It must be 'a'.\n",
    ],
    ["what is missing", ["call"], "error: missing required argument 'tool'\n"],
    [
      "what stands there for nothing",
      ["serve", "--api-token"],
      "error: option '--api-token <token>' argument missing\n",
    ],
  ])("%s", (_, words, text) => {
    expect(said(words)).toBe(text);
  });
});
