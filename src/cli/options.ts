import { type Command, InvalidArgumentError, Option } from "commander";
import { flagName, VARIABLES, type Variable } from "../config/variables.js";

/** Every setting that is no secret is a flag, too: a command line is open to every process of the machine. */
export function settingOptions(): Option[] {
  return Object.entries<Variable>(VARIABLES).flatMap(
    ([name, { option, what, isSwitch, default: standard }]) => {
      if (!option) return [];
      const flag = `--${flagName(option)}`;
      const words = `${what} (${standard === undefined ? name : `${name}; default: ${standard}`})`;
      return isSwitch
        ? new Option(`${flag} [true|false]`, words).preset("true")
        : new Option(`${flag} <value>`, words);
    },
  );
}

export function withSettings(command: Command): Command {
  for (const option of settingOptions()) command.addOption(option.helpGroup("Settings:"));
  return command;
}

/** What a command needs to run on the made-up org as well. */
export function withDemo(command: Command): Command {
  return command
    .option("--demo", "a made-up org that runs inside this process, instead of a real one")
    .addOption(
      new Option("--demo-users <count>", "users of the made-up org").argParser(positiveInteger).default(120),
    );
}

/** `--json`, `--output` and the made-up org: before the name of the tool or behind it. */
export function callOptions(): Option[] {
  return [
    new Option("--json <object>", "the arguments as one JSON object; flags stand above it"),
    new Option("--output <form>", "text or json (default: text in a terminal, json in a pipe)").choices([
      "text",
      "json",
    ]),
    new Option("--demo", "a made-up org that runs inside this process, instead of a real one"),
    new Option("--demo-users <count>", "users of the made-up org (default: 120)").argParser(positiveInteger),
  ];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a positive whole number.");
  return value;
}
