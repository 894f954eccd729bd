import { OktaMcpError } from "../errors.js";
import { parseArguments } from "./arguments.js";
import type { Tool, ToolContext, ToolResult } from "./tool.js";

/** How a call ended: a result, or an error that is complete as text. */
export type Outcome = { ok: true; result: ToolResult } | { ok: false; error: OktaMcpError };

export interface CallOptions {
  /** Makes the context once the arguments are good: only then is a client, and a token, needed. */
  context: () => Promise<ToolContext>;
  /**
   * Whether this very call may run: its scopes are granted, the user agrees to what is destructive.
   * @throws OktaMcpError `forbidden`, `confirmation_required`, `confirmation_declined`
   */
  guard: (input: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** validate -> guard -> run. Never rejects: whatever goes wrong is an error with a code. */
export async function callTool(
  tool: Tool,
  input: unknown,
  { context, guard }: CallOptions,
): Promise<Outcome> {
  try {
    const checked = parseArguments(tool.input, input ?? {});
    await guard(checked);
    return { ok: true, result: await tool.run(await context(), checked) };
  } catch (error) {
    return { ok: false, error: asCodedError(error) };
  }
}

function asCodedError(error: unknown): OktaMcpError {
  if (error instanceof OktaMcpError) return error;
  // The message of a foreign error may hold anything, a token included; the cause keeps it for debugging.
  const name = error instanceof Error ? error.name : typeof error;
  return new OktaMcpError("internal", `The tool failed in a way it does not know (${name}).`, {
    cause: error,
  });
}
