#!/usr/bin/env node
import { writeSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { OktaMcpError } from "../errors.js";
import { faultText } from "./fault.js";
import { plainServe } from "./plain-serve.js";
import { serve } from "./serve.js";
import { withSwitchesSpelledOut } from "./switches.js";
import { EXIT, exitCodeOf } from "./terminal/exit-code.js";

const { env } = process;
const { version, description } = packageJson;

// Left to Node, these print whatever the error brings along. A rejection that nobody hears ends up here as well.
process.on("uncaughtException", (fault) => {
  try {
    // At once, whatever stderr is: nothing runs after it.
    writeSync(process.stderr.fd, `okta-mcp: ${faultText(fault)}\n`);
  } catch {
    // Nobody reads stderr.
  }
  process.exit(EXIT.failed);
});

// Whoever reads our output has gone (`okta-mcp demo | head`): there is nothing left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  const words = withSwitchesSpelledOut(process.argv.slice(2));
  const flags = plainServe(words);
  if (flags) await serve(flags, { env, version });
  else
    await (await import("./program.js"))
      .createProgram({ env, version, description })
      .parseAsync(words, { from: "user" });
} catch (error) {
  // A mistake of the user's gets words; a fault of ours keeps its stack for the report.
  const known = error instanceof OktaMcpError;
  const text = known ? error.toText() : faultText(error);
  process.stderr.write(`okta-mcp: ${text}\n`);
  process.exitCode = exitCodeOf(error);
}
