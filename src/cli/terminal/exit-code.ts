import { type ErrorCode, OktaMcpError } from "../../errors.js";

/** How a command has ended, for scripts. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** The command line, the arguments or the settings are at fault: nothing was sent. */
  usage: 2,
  /** The change needs the user's consent and has not got it: nothing was changed. */
  consent: 3,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

const CODES: Partial<Record<ErrorCode, number>> = {
  config_invalid: EXIT.usage,
  arguments_invalid: EXIT.usage,
  arguments_too_large: EXIT.usage,
  tool_off: EXIT.usage,
  confirmation_required: EXIT.consent,
  confirmation_declined: EXIT.consent,
  confirmation_unavailable: EXIT.consent,
  cancelled: EXIT.interrupted,
};

export function exitCodeOf(error: unknown): number {
  return (error instanceof OktaMcpError ? CODES[error.code] : undefined) ?? EXIT.failed;
}

/** For `--help`. */
export const EXIT_CODES_HELP = `Exit codes:
  0    done
  1    failed: Okta, the network or the sign-in refused it
  2    the command line, an argument or a setting is at fault; nothing was sent
  3    the change needs consent and has not got it; nothing was changed
  130  interrupted (Ctrl-C)`;
