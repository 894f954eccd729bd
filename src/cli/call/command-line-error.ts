import { OktaMcpError } from "../../errors.js";

/**
 * The error in words for the person who typed the command, where its own are for a model that speaks to a user.
 * @param code of a confirmation in two steps, if the call was answered with one
 */
export function forCommandLine(error: OktaMcpError, code: string | undefined): OktaMcpError {
  switch (error.code) {
    case "sign_in_required":
      return signInFirst();
    case "confirmation_required":
      if (code === undefined) return error;
      return new OktaMcpError(error.code, error.message, {
        next: `Only if you agree, run the same command with --confirm ${code} (valid once, for 5 minutes). In a terminal you are asked instead.`,
      });
    case "confirmation_declined":
      // The question has just been on the screen.
      return new OktaMcpError(error.code, "You did not agree. Nothing was changed.", {
        next: "Run the same command again if you want it after all.",
      });
    case "confirmation_unavailable":
      return new OktaMcpError(error.code, error.message.replace(/^.*/, "You cannot be asked here:"), {
        next: "Run the same command in a terminal, where you are asked, or set OKTA_CONFIRM=auto for consent by a second command.",
      });
    default:
      return error;
  }
}

export function signInFirst(): OktaMcpError {
  return new OktaMcpError("sign_in_required", "Nobody is signed in.", {
    next: "Run `okta-mcp login` with the same settings, then call again.",
  });
}
