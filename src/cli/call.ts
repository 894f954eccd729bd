import { text as readAll } from "node:stream/consumers";
import { descriptors as generated } from "../../generated/catalog.js";
import type { Flags } from "../config/variables.js";
import type { Config } from "../config.js";
import { OktaMcpError } from "../errors.js";
import { nearestNames } from "../nearest.js";
import type { ToolDescriptor, ToolResult } from "../tool/tool.js";
import { descriptors as composites } from "../tools/composites.js";
import { visibleText } from "../visible-text.js";
import { readJsonArguments } from "./call/arguments.js";
import { askAtTerminal } from "./call/ask.js";
import { forCommandLine, signInFirst } from "./call/command-line-error.js";
import { confirmationsDirectory } from "./call/confirmations-directory.js";
import { resultLines } from "./call/result.js";
import { type CallFlags, parseToolCall } from "./call/tool-command.js";
import { fileCodes } from "./call/waiting-codes.js";
import { withLog } from "./log.js";
import type { Machine } from "./machine.js";
import { openService } from "./service.js";
import { withOrg } from "./settings.js";
import { progressLine } from "./terminal/progress-line.js";
import { openTerminal, type Terminal } from "./terminal/terminal.js";

const TOOLS: readonly ToolDescriptor[] = [...Object.values(generated), ...Object.values(composites)];

export interface CallOptions {
  readonly machine: Machine;
  readonly flags: Flags & CallFlags;
  readonly tool: string;
  /** What stands behind the tool's name on the command line. */
  readonly words: readonly string[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Calls one tool as an MCP client would, and prints what it answers.
 * @throws OktaMcpError as the tool does
 */
export async function call({ machine, flags, tool: name, words, signal }: CallOptions): Promise<void> {
  const tool = findTool(name);
  const parsed = parseToolCall(tool, words);
  const { json, output, ...settings } = { ...flags, ...parsed.settings };
  const input = {
    ...(parsed.fromStdin && readJsonArguments(await readAll(machine.stdin), "stdin")),
    ...(json !== undefined && readJsonArguments(json, "--json")),
    ...parsed.arguments,
  };
  const terminal = openTerminal(machine);
  const result = await withOrg(machine, settings, (config) =>
    run({ config, machine, terminal, tool, input, signal }),
  );
  const isText = output === undefined ? terminal.isRead : output === "text";
  const lines = isText ? resultLines({ ...result }, terminal) : [JSON.stringify(result)];
  for (const line of lines) terminal.print(line);
}

interface Run {
  readonly config: Config;
  readonly machine: Machine;
  readonly terminal: Terminal;
  readonly tool: ToolDescriptor;
  readonly input: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

function run({ config, machine, terminal, tool, input, signal }: Run): Promise<ToolResult> {
  return withLog(config, async (log) => {
    let code: string | undefined;
    const { service, close } = openService(config, {
      version: machine.version,
      log,
      // Whoever has interrupted the call hears of its end all the same.
      warn: () => undefined,
      waiting: fileCodes(await confirmationsDirectory(), Date.now),
      onCode: (given) => {
        code = given;
      },
    });
    const progress = progressLine(machine.stderr);
    try {
      if (needsPerson(config, tool) && !(await service.isSignedIn())) throw signInFirst();
      const outcome = await service.call({
        name: tool.name,
        arguments: input,
        signal,
        progress: progress.show,
        ...(terminal.canAsk && { ask: askAtTerminal(machine, signal, progress.end) }),
      });
      if (!outcome) throw unknownTool(tool.name);
      if (outcome.ok) return outcome.result;
      throw forCommandLine(outcome.error, code);
    } finally {
      progress.end();
      await close();
    }
  });
}

/** @throws OktaMcpError `arguments_invalid`, with the names most like it */
function findTool(name: string): ToolDescriptor {
  const wanted = name.replaceAll("-", "_");
  const tool = TOOLS.find((each) => each.name === wanted);
  if (!tool) throw unknownTool(name);
  return tool;
}

function unknownTool(name: string): OktaMcpError {
  const near = nearestNames(
    name,
    TOOLS.map((tool) => tool.name),
  );
  const words = near.length > 0 ? `Did you mean ${near.join(", ")}? ` : "";
  return new OktaMcpError("arguments_invalid", `There is no tool named "${visibleText(name, 64)}".`, {
    next: `${words}\`okta-mcp tools\` lists them.`,
  });
}

/** A device or browser sign-in that a call began would end with the command, before anybody could follow it. */
function needsPerson({ auth: { method } }: Config, { annotations }: ToolDescriptor): boolean {
  return (method === "device" || method === "browser") && annotations.openWorldHint;
}
