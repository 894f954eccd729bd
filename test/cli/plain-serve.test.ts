import { describe, expect, it } from "vitest";
import { plainServe, type ServeFlags } from "../../src/cli/plain-serve.js";
import { createProgram } from "../../src/cli/program.js";
import { withSwitchesSpelledOut } from "../../src/cli/switches.js";
import { flagName, VARIABLES, type Variable } from "../../src/config/variables.js";

const SETTINGS = Object.values<Variable>(VARIABLES).flatMap(({ option, isSwitch }) =>
  option ? [{ flag: flagName(option), isSwitch }] : [],
);

/** What commander makes of the same words. */
async function byCommander(words: readonly string[]): Promise<ServeFlags> {
  const program = createProgram({ env: {}, version: "1.2.3", description: "" });
  let flags: ServeFlags | undefined;
  const serve = program.commands.find((command) => command.name() === "serve");
  serve?.action((given: ServeFlags) => {
    flags = given;
  });
  await program.parseAsync(words, { from: "user" });
  if (!flags) throw new Error("Commander did not serve.");
  return flags;
}

describe("a command line that plainly asks for serving means what it means to commander", () => {
  it.each<[string, string[]]>([
    ["nothing", []],
    ["the command", ["serve"]],
    ["the made-up org", ["--demo"]],
    ["an empty value", ["--tools", ""]],
    ["the last of two", ["--tools", "list_*", "--tools=get_*"]],
    ...SETTINGS.map(({ flag, isSwitch }): [string, string[]] => [
      flag,
      ["serve", `--${flag}`, ...(isSwitch ? [] : ["some value"])],
    ]),
    ...SETTINGS.map(({ flag }): [string, string[]] => [`${flag}, joined`, [`--${flag}=a=b`]]),
    ...SETTINGS.filter(({ isSwitch }) => isSwitch).flatMap(({ flag }): [string, string[]][] => [
      [`${flag}, off`, [`--${flag}`, `--${flag}=false`]],
      [`${flag} and another flag`, [`--${flag}`, "--demo"]],
    ]),
  ])("%s", async (_, typed) => {
    const words = withSwitchesSpelledOut(typed);
    const { demoUsers, ...wanted } = await byCommander(words);
    expect(plainServe(words)).toEqual(wanted);
  });
});

describe("all else is commander's", () => {
  it.each([
    ["help", ["--help"]],
    ["the version", ["--version"]],
    ["help for serving", ["serve", "--help"]],
    ["another command", ["whoami"]],
    ["another command's flag", ["logout", "--all"]],
    ["a word too many", ["serve", "now"]],
    ["an unknown flag", ["--bogus"]],
    ["a flag without its value", ["--org-url"]],
    ["users of the made-up org, which are counted", ["--demo", "--demo-users", "5"]],
    ["the command behind its flags", ["--demo", "serve"]],
  ])("%s", (_, words) => {
    expect(plainServe(words)).toBeUndefined();
  });
});
