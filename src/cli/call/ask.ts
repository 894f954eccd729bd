import type { Ask } from "../../tool/confirmation.js";
import type { Machine } from "../machine.js";

/**
 * Asks the person at the terminal; anything but a clear yes is none. The prompt stands on stderr, so that stdout can
 * be piped.
 * @param before takes away what else is drawn there
 */
export function askAtTerminal(
  { stdin, stderr }: Pick<Machine, "stdin" | "stderr">,
  signal: AbortSignal,
  before: () => void,
): Ask {
  return async (question) => {
    before();
    const { confirm, isCancel, note } = await import("@clack/prompts");
    try {
      note(question, "This needs your consent", { output: stderr });
      const answer = await confirm({
        message: "Do it?",
        initialValue: false,
        input: stdin,
        output: stderr,
        signal,
      });
      if (isCancel(answer)) return "failed";
      return answer ? "yes" : "no";
    } catch {
      return "failed";
    }
  };
}
