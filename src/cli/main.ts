#!/usr/bin/env node
import packageJson from "../../package.json" with { type: "json" };
import { OktaMcpError } from "../errors.js";
import { plainServe } from "./plain-serve.js";
import { serve } from "./serve.js";
import { exitCodeOf } from "./terminal/exit-code.js";

const { env } = process;
const { version, description } = packageJson;

// Whoever reads our output has gone (`okta-mcp demo | head`): there is nothing left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  const flags = plainServe(process.argv.slice(2));
  if (flags) await serve(flags, { env, version });
  else await (await import("./program.js")).createProgram({ env, version, description }).parseAsync();
} catch (error) {
  // A mistake of the user's gets words; a fault of ours keeps its stack for the report.
  const known = error instanceof OktaMcpError;
  const text = known ? error.toText() : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`okta-mcp: ${text}\n`);
  process.exitCode = exitCodeOf(error);
}
