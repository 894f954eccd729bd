import type { Command, Option } from "commander";
import { descriptors as generated } from "../../../generated/catalog.js";
import { LOG_LEVELS } from "../../config/logging.js";
import { DPOP_MODES, TOKEN_STORES } from "../../config/sign-in.js";
import { CONFIRM_MODES } from "../../config/tools.js";
import { SIGN_IN_METHODS } from "../../config/variables.js";
import type { ToolDescriptor } from "../../tool/tool.js";
import { descriptors as composites } from "../../tools/composites.js";
import { argumentFlags } from "../call/arguments.js";
import { CLIENT_NAMES } from "../clients/names.js";
import { SHELLS } from "./scripts.js";

export interface Candidate {
  readonly value: string;
  readonly what: string;
}

/** A flag, and what can stand behind it: nothing, some known words, or anything. */
interface Flag extends Candidate {
  readonly takesValue: boolean;
  readonly choices: readonly Candidate[];
}

const TOOLS: readonly ToolDescriptor[] = [...Object.values(generated), ...Object.values(composites)];
const TOOL_NAMES = TOOLS.map(({ name, title, safety }) => ({ value: name, what: `${title} (${safety})` }));

/** What the last word can become, by what stands before it. Empty where only a file or free text fits. */
export function candidates(program: Command, words: readonly string[]): Candidate[] {
  const before = words.slice(0, -1).filter((word) => word !== "=");
  const last = words.at(-1) ?? "";
  const typed = last === "=" ? "" : last;
  const { flags, operands } = placeOf(program, before);

  const open = flags.find(({ value, takesValue }) => takesValue && value === before.at(-1));
  if (open) return starting(open.choices, typed);
  const [, name = "", start = ""] = /^(--[^=]+)=(.*)$/.exec(typed) ?? [];
  if (name !== "") {
    const choices = flags.find(({ value }) => value === name)?.choices ?? [];
    return starting(choices, start).map((each) => ({ ...each, value: `${name}=${each.value}` }));
  }
  if (typed.startsWith("-")) {
    const unused = flags.filter(({ value }) => !before.includes(value));
    return starting(unused, typed).map(({ value, what }) => ({ value, what }));
  }
  return starting(operands, typed);
}

interface Place {
  readonly flags: readonly Flag[];
  readonly operands: readonly Candidate[];
}

/** What can stand where the typing has come to. */
function placeOf(program: Command, before: readonly string[]): Place {
  const commands = program.createHelp().visibleCommands(program);
  const named = commands.find((command) => command.name() === before[0]);
  if (!named) {
    // Without a name it is `serve`, whose flags stand alone.
    const serve = commands.find((command) => command.name() === "serve");
    const isFirst = before.length === 0;
    return {
      flags: [...(isFirst ? flagsOf(program) : []), ...(serve ? flagsOf(serve) : [])],
      operands: isFirst ? commands.map((each) => ({ value: each.name(), what: each.description() })) : [],
    };
  }
  const flags = flagsOf(named);
  if (named.name() === "completion") {
    return { flags, operands: before.length === 1 ? SHELLS.map((value) => ({ value, what: "" })) : [] };
  }
  if (named.name() !== "call") return { flags, operands: [] };
  const tool = TOOLS.find(({ name }) => operandsOf(before.slice(1), flags)[0]?.replaceAll("-", "_") === name);
  if (!tool) return { flags, operands: TOOL_NAMES };
  const own = toolFlags(tool);
  const taken = new Set(own.map(({ value }) => value));
  return { flags: [...own, ...flags.filter(({ value }) => !taken.has(value))], operands: [] };
}

/** The words that are neither flags nor their values. */
function operandsOf(words: readonly string[], flags: readonly Flag[]): string[] {
  return words.filter((word, at) => {
    const isValue = flags.some(({ value, takesValue }) => takesValue && value === words[at - 1]);
    return !word.startsWith("-") && !isValue;
  });
}

function flagsOf(command: Command): Flag[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap((option: Option) => {
      if (option.long == null) return [];
      const choices = option.argChoices ?? KNOWN[option.attributeName()] ?? [];
      return {
        value: option.long,
        what: option.description,
        // A value that may be left out stands behind a `=`.
        takesValue: option.required,
        choices: choices.map((value) => ({ value, what: "" })),
      };
    });
}

const toolsets = [...new Set(TOOLS.map(({ toolset }) => toolset))];
const toolNames = TOOLS.map(({ name }) => name);

/** Words that a setting takes, by the name of its flag. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  auth: SIGN_IN_METHODS,
  confirm: CONFIRM_MODES,
  logLevel: LOG_LEVELS,
  dpop: DPOP_MODES,
  tokenStore: TOKEN_STORES,
  toolsets,
  tools: toolNames,
  exclude: toolNames,
  client: CLIENT_NAMES,
  readOnly: ["true", "false"],
  outputSchemas: ["true", "false"],
};

function toolFlags(tool: ToolDescriptor): Flag[] {
  return argumentFlags(tool).map(({ flag, words, value, choices }) => ({
    value: `--${flag}`,
    what: words,
    takesValue: value !== undefined,
    choices: choices.map((each) => ({ value: each, what: "" })),
  }));
}

function starting<C extends Candidate>(all: readonly C[], start: string): C[] {
  return all.filter(({ value }) => value.startsWith(start));
}
