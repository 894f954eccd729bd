import { Command, Option } from "commander";
import type { Flags } from "../../config/variables.js";
import type { ToolDescriptor } from "../../tool/tool.js";
import { callOptions, settingOptions } from "../options.js";
import { EXIT, EXIT_CODES_HELP } from "../terminal/exit-code.js";
import { usageErrors } from "../usage-errors.js";
import { type ArgumentFlag, argumentFlags, readArguments } from "./arguments.js";

/** The flags of `call` that are no setting and no argument of a tool. */
export interface CallFlags {
  readonly demo?: boolean;
  readonly demoUsers?: number;
  /** The arguments as one JSON object. */
  readonly json?: string;
  readonly output?: "text" | "json";
}

export interface ToolCall {
  readonly settings: Flags & CallFlags;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The arguments are to be read from stdin, as JSON. */
  readonly fromStdin: boolean;
}

/**
 * Reads what stands behind the tool's name. `--help` prints the tool's arguments and ends the process, as does what
 * is no flag of it.
 */
export function parseToolCall(tool: ToolDescriptor, words: readonly string[]): ToolCall {
  const flags = argumentFlags(tool);
  const command = toolCommand(tool, flags);
  command.parse([...words], { from: "user" });
  const values = command.opts<Record<string, unknown>>();
  const given = Object.fromEntries(
    flags.flatMap(({ name, flag }) => {
      const value = values[attributeName(flag)];
      // A switch without a value is `true`.
      return value === undefined ? [] : [[name, value === true ? ["true"] : (value as readonly string[])]];
    }),
  );
  const own = new Set(flags.map(({ flag }) => attributeName(flag)));
  const settings = Object.fromEntries(Object.entries(values).filter(([name]) => !own.has(name)));
  return {
    settings: settings as ToolCall["settings"],
    arguments: readArguments(flags, given),
    fromStdin: command.args[0] === "-",
  };
}

/** The name under which commander keeps a flag's value. */
function attributeName(flag: string): string {
  return new Option(`--${flag}`).attributeName();
}

function toolCommand(tool: ToolDescriptor, flags: readonly ArgumentFlag[]): Command {
  const command = new Command(`okta-mcp call ${tool.name}`)
    .description(`${tool.title} (${tool.safety}). ${tool.description}`)
    .usage("[arguments] [-]")
    .argument("[-]")
    .configureOutput(usageErrors)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
    .addHelpText(
      "after",
      `\n- reads the arguments as JSON from stdin. The settings (\`okta-mcp call --help\`) may stand here, too.\n\n${EXIT_CODES_HELP}`,
    );
  for (const flag of flags) command.addOption(optionOf(flag).helpGroup("Arguments of the tool:"));
  const taken = new Set(flags.map(({ flag }) => `--${flag}`));
  for (const option of [...callOptions(), ...settingOptions().map((each) => each.hideHelp())])
    if (!taken.has(option.long ?? "")) command.addOption(option);
  return command;
}

function optionOf({ flag, value, words, type }: ArgumentFlag): Option {
  const collect = (text: string, before: readonly string[] | undefined) => [...(before ?? []), text];
  return type === "boolean"
    ? new Option(`--${flag} [true|false]`, words).argParser(collect)
    : new Option(`--${flag} <${value}>`, words).argParser(collect);
}
