#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { type Flags, VARIABLES, type Variable } from "../config/variables.js";
import { type Config, readConfig, readDemoConfig, readStoreConfig } from "../config.js";
import { OktaMcpError } from "../errors.js";
import type { SignInOptions } from "./sign-in.js";

type ServeFlags = Flags & { demo?: boolean; demoUsers: number };

const { version, description } = packageJson;
const warn = (text: string) => process.stderr.write(`okta-mcp: ${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);
const signInOptions: SignInOptions = { version, warn, print };

const program = new Command("okta-mcp").description(description).version(version);

withSettings(program.command("serve", { isDefault: true }))
  .description("serve MCP over stdin and stdout (the default)")
  .option("--demo", "serve a made-up org that runs inside this process, instead of a real one")
  .addOption(
    new Option("--demo-users <count>", "users of the made-up org").argParser(positiveInteger).default(120),
  )
  .action(async ({ demo, demoUsers, ...flags }: ServeFlags) => {
    const { serveDemo, serveOrg } = await import("./serve.js");
    if (demo) return serveDemo({ ...readDemoConfig(process.env, flags), version, warn, users: demoUsers });
    return serveOrg(config(flags), { version, warn });
  });

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
      ? logoutAll(readStoreConfig(process.env, flags), signInOptions)
      : logout(config(flags), signInOptions);
  });

withSettings(program.command("whoami"))
  .description("show who is signed in to what, without any secret")
  .action(async (flags: Flags) => (await import("./sign-in.js")).whoami(config(flags), signInOptions));

program
  .command("demo")
  .description("watch three administrative requests being answered on a made-up org")
  .action(async () => {
    const { demo } = await import("./demo.js");
    await demo({ print, script: process.argv[1] ?? "", version });
  });

function config(flags: Flags): Config {
  return readConfig(process.env, flags, (path) => readFileSync(path, "utf8"));
}

/** Ctrl-C, for what can be given up in good order; elsewhere it ends the process at once, as it always does. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  // Not `once`: the lock files' package ends the process when it finds itself the only one to listen.
  process.on("SIGINT", () => interrupted.abort());
  return interrupted.signal;
}

/** Every setting that is no secret is a flag, too: a command line is open to every process of the machine. */
function withSettings(command: Command): Command {
  for (const [name, { option, what }] of Object.entries<Variable>(VARIABLES)) {
    if (option) command.option(`--${kebabCase(option)} <value>`, `${what} (${name})`);
  }
  return command;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a positive whole number.");
  return value;
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

// Whoever reads our output has gone (`okta-mcp demo | head`): there is nothing left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  // A mistake of the user's gets words; a fault of ours keeps its stack for the report.
  const known = error instanceof OktaMcpError;
  warn(known ? error.toText() : String(error instanceof Error ? error.stack : error));
  process.exitCode = known && error.code === "config_invalid" ? 2 : 1;
}
