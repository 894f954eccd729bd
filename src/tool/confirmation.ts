import { OktaMcpError } from "../errors.js";
import { canonical } from "./canonical.js";
import type { ToolDescriptor } from "./tool.js";

/** Asks the user whether the change may be made; true only for a clear yes. */
export type Ask = (question: string) => Promise<boolean>;

export interface Confirmations {
  /**
   * Resolves when the user has agreed to this very call: by answering `ask`, or, without it, by a second call with
   * the code of the first.
   * @throws OktaMcpError `confirmation_declined`, `confirmation_required`
   */
  confirm(tool: ToolDescriptor, input: Readonly<Record<string, unknown>>, ask?: Ask): Promise<void>;
}

export interface ConfirmationOptions {
  now: () => number;
  /** A code nobody can guess. */
  randomCode: () => string;
}

const LIFETIME_MS = 5 * 60_000;
/** Codes waiting at one time; the oldest go first, so that refused calls cannot fill the memory. */
const MAX_WAITING = 100;

interface Waiting {
  /** Tool and arguments the code was given for. */
  call: string;
  expires: number;
}

/** Codes are single-use, bound to tool and arguments, and last five minutes. */
export function createConfirmations({ now, randomCode }: ConfirmationOptions): Confirmations {
  const waiting = new Map<string, Waiting>();

  const redeem = (code: unknown, call: string): boolean => {
    const entry = typeof code === "string" ? waiting.get(code) : undefined;
    if (!entry || entry.call !== call) return false;
    waiting.delete(String(code));
    return entry.expires > now();
  };

  const issue = (call: string): string => {
    const [oldest] = waiting.keys();
    if (waiting.size >= MAX_WAITING && oldest !== undefined) waiting.delete(oldest);
    const code = randomCode();
    waiting.set(code, { call, expires: now() + LIFETIME_MS });
    return code;
  };

  return {
    async confirm(tool, { confirm: code, ...input }, ask) {
      const call = `${tool.name} ${canonical(input)}`;
      if (ask) {
        if (await ask(`${tool.title}: ${call}. ${tool.description}`)) return;
        throw new OktaMcpError("confirmation_declined", `The user did not agree to ${call}.`);
      }
      if (redeem(code, call)) return;
      const stale = code === undefined ? "" : " The code given is used up, expired or for other arguments.";
      throw new OktaMcpError("confirmation_required", `${call} needs the user's consent.${stale}`, {
        next: `Tell the user what this does and ask. Only if they agree, repeat the call with the same arguments and confirm: "${issue(call)}" (valid once, for 5 minutes).`,
      });
    },
  };
}
