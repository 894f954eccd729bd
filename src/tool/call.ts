import { OktaMcpError } from "../errors.js";
import { presentable } from "../presentable.js";
import { parseArguments } from "./arguments.js";
import { withBareCode } from "./confirmation.js";
import { toldArguments } from "./told-arguments.js";
import type { Tool, ToolContext, ToolResult } from "./tool.js";

/** How a call ended: a result, or an error that is complete as text. */
export type Outcome = { ok: true; result: ToolResult } | { ok: false; error: OktaMcpError };

type Input = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** The tool's name, where describe_schema tells of its body. */
  described?: string | undefined;
  /**
   * Whether the tool may run at all.
   * @throws OktaMcpError `forbidden`
   */
  guard: () => void;
  /** Makes the context once the arguments are good: only then is a client, and a token, needed. */
  context: (input: Input) => Promise<ToolContext>;
  /** Told the arguments before the tool runs, as a log may have them. */
  onChecked?: ((told: Input) => void) | undefined;
}

/** validate -> guard -> run -> present. Never rejects: whatever goes wrong is an error with a code. */
export async function callTool(
  tool: Tool,
  input: unknown,
  { context, guard, described, onChecked }: CallOptions,
): Promise<Outcome> {
  try {
    const given = withBareCode(input ?? {});
    const checked = parseArguments(tool.input, given, { body: tool.body?.schema, described });
    guard();
    onChecked?.(toldArguments(tool.input, checked));
    return { ok: true, result: present(tool, await tool.run(await context(checked), checked)) };
  } catch (error) {
    return { ok: false, error: withLookup(tool, asCodedError(error)) };
  }
}

/**
 * The answer without secrets and invisible characters, whoever put it together, and marked where it holds text that
 * others wrote: all but the bare word that something is done.
 */
function present({ reveals = [] }: Tool, result: ToolResult): ToolResult {
  const shown = presentable(result, { reveals }) as ToolResult;
  return shown.done === true ? shown : { ...shown, untrusted: true };
}

/** An id that is not found is mostly a name, or made up: the tool that finds the right one comes next. */
function withLookup({ lookups = [] }: Tool, error: OktaMcpError): OktaMcpError {
  if (error.code !== "not_found" || lookups.length === 0) return error;
  return new OktaMcpError(error.code, error.message, {
    ...error,
    next: `Find the right id with ${lookups.join(" or ")}, then call again.`,
  });
}

function asCodedError(error: unknown): OktaMcpError {
  if (error instanceof OktaMcpError) return error;
  // The message of a foreign error may hold anything, a token included; the cause keeps it for debugging.
  const name = error instanceof Error ? error.name : typeof error;
  return new OktaMcpError("internal", `The tool failed in a way it does not know (${name}).`, {
    cause: error,
  });
}
