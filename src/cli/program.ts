import { Command } from "commander";
import type { Environment, Flags } from "../config/variables.js";
import { type Config, readStoreConfig } from "../config.js";
import type { CallFlags } from "./call/tool-command.js";
import { CLIENT_NAMES } from "./clients/names.js";
import type { InitFlags } from "./init.js";
import { thisMachine } from "./machine.js";
import { callOptions, withDemo, withSettings } from "./options.js";
import type { ServeFlags } from "./plain-serve.js";
import { serve } from "./serve.js";
import { configOf } from "./settings.js";
import type { SignInOptions } from "./sign-in.js";
import { EXIT, EXIT_CODES_HELP } from "./terminal/exit-code.js";
import { usageErrors } from "./usage-errors.js";

export interface ProgramOptions {
  readonly env: Environment;
  readonly version: string;
  readonly description: string;
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** The command line: every command, each loaded when it runs. */
export function createProgram({ env, version, description }: ProgramOptions): Command {
  const config = (flags: Flags): Config => configOf({ env }, flags);
  const signInOptions: SignInOptions = { version, print };

  const machine = thisMachine(env, version);
  const program = new Command("okta-mcp")
    .description(description)
    .version(version)
    // So that what stands behind a tool's name belongs to the tool.
    .enablePositionalOptions()
    .configureOutput(usageErrors)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
    .addHelpText("after", `\n${EXIT_CODES_HELP}`);

  withDemo(withSettings(program.command("serve", { isDefault: true })))
    .description("serve MCP over stdin and stdout (the default)")
    .action((flags: ServeFlags) => serve(flags, { env, version }));

  withSettings(program.command("login"))
    .description("sign in, and keep the sign-in for the server to use")
    .action(async (flags: Flags) =>
      (await import("./sign-in.js")).login(config(flags), { ...signInOptions, signal: interruption() }),
    );

  withSettings(program.command("logout"))
    .description("revoke the sign-in at Okta and forget it")
    .option("--all", "every sign-in kept on this machine")
    .action(async ({ all, ...flags }: Flags & { all?: boolean }) => {
      const { logout, logoutAll } = await import("./sign-in.js");
      return all
        ? logoutAll(readStoreConfig(env, flags), signInOptions)
        : logout(config(flags), signInOptions);
    });

  withSettings(program.command("whoami"))
    .description("show who is signed in to what, without any secret")
    .action(async (flags: Flags) => (await import("./sign-in.js")).whoami(config(flags), signInOptions));

  withSettings(program.command("tools"))
    .description("list the tools: toolset, safety, scopes, and whether each is on, or why not")
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: Flags & { json?: boolean }) =>
      (await import("./tools.js")).tools({ machine, flags, isJson: json === true }),
    );

  const call = withSettings(program.command("call"))
    .description("call one tool, as an MCP client would")
    .usage("[options] <tool> [--argument value … | --json '{…}' | -]")
    .argument("<tool>", "`okta-mcp call <tool> --help` shows its arguments")
    .argument("[arguments...]", "flags of the tool; - reads them as JSON from stdin")
    .passThroughOptions()
    .addHelpText("after", `\n${EXIT_CODES_HELP}`)
    .action(async (tool: string, words: string[], flags: Flags & CallFlags) =>
      (await import("./call.js")).call({ machine, flags, tool, words, signal: interruption() }),
    );
  for (const option of callOptions()) call.addOption(option);

  withSettings(program.command("init"))
    .description("check an org and a sign-in, and write them into the configuration of your MCP clients")
    .option("--client <names...>", CLIENT_NAMES.join(", "))
    .option("--name <name>", "name of the server in the client", "okta")
    .option("--demo", "configure the made-up org")
    .option("--yes", "ask nothing: all answers are given by flags and variables")
    .option("--print", "show the change, and write nothing")
    .option("--no-check", "do not ask the org whether the settings work")
    .option("--write-secret", "write the key or token itself into the client's file")
    .action(async (flags: Flags & InitFlags) =>
      (await import("./init.js")).init({ machine, flags, signal: interruption() }),
    );

  withSettings(program.command("doctor"))
    .description("check everything that a call depends on, and say how to mend what is wrong")
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: Flags & { json?: boolean }) =>
      (await import("./doctor.js")).doctor({ machine, flags, isJson: json === true }),
    );

  program
    .command("demo")
    .description("watch administrative requests being answered on a made-up org")
    .action(async () => (await import("./demo.js")).demo(machine));

  program
    .command("completion")
    .description("print a script that completes commands, flags, tools and their arguments")
    .argument("<shell>", "bash, zsh, fish or powershell")
    .action(async (shell: string) => print((await import("./completion.js")).completionScript(shell)));

  // What those scripts ask while somebody types.
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { completionLines } = await import("./completion.js");
      for (const line of completionLines(program, words)) print(line);
    });

  return program;
}

/** Ctrl-C, for what can be given up in good order; elsewhere, and a second time, it ends the process at once. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  // Not `once`: the lock files' package ends the process when it finds itself the only one to listen.
  process.on("SIGINT", () => {
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
    interrupted.abort();
  });
  return interrupted.signal;
}
