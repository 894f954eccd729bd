#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { type Flags, VARIABLES, type Variable } from "../config/variables.js";
import { readConfig } from "../config.js";
import { OktaMcpError } from "../errors.js";

type ServeFlags = Flags & { demo?: boolean; demoUsers: number };

const { version, description } = packageJson;
const warn = (text: string) => process.stderr.write(`okta-mcp: ${text}\n`);

const program = new Command("okta-mcp").description(description).version(version);

const serve = program
  .command("serve", { isDefault: true })
  .description("serve MCP over stdin and stdout (the default)")
  .option("--demo", "serve a made-up org that runs inside this process, instead of a real one")
  .addOption(
    new Option("--demo-users <count>", "users of the made-up org").argParser(positiveInteger).default(120),
  )
  .action(async ({ demo, demoUsers, ...flags }: ServeFlags) => {
    const { serveDemo, serveOrg } = await import("./serve.js");
    if (demo) return serveDemo({ version, warn, users: demoUsers });
    const readFile = (path: string) => readFileSync(path, "utf8");
    return serveOrg(readConfig(process.env, flags, readFile), { version, warn });
  });
for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
  if (variable.option) serve.option(`--${kebabCase(variable.option)} <value>`, `${variable.what} (${name})`);
}

program
  .command("demo")
  .description("watch three administrative requests being answered on a made-up org")
  .action(async () => {
    const { demo } = await import("./demo.js");
    await demo({
      print: (text) => process.stdout.write(`${text}\n`),
      script: process.argv[1] ?? "",
      version,
    });
  });

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a positive whole number.");
  return value;
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

try {
  await program.parseAsync();
} catch (error) {
  // A mistake of the user's gets words; a fault of ours keeps its stack for the report.
  const known = error instanceof OktaMcpError;
  warn(known ? error.toText() : String(error instanceof Error ? error.stack : error));
  process.exitCode = known && error.code === "config_invalid" ? 2 : 1;
}
