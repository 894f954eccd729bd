/**
 * Every failure that reaches a model or a user is one of these codes. Callers narrow on `code`, never on
 * message text; `cause` and `fix` are the general words for the code, the message tells the case at hand.
 */
export const ERROR_CODES = {
  config_invalid: {
    cause: "A setting is missing, half-set or malformed.",
    fix: "Set the variable the message names and start again.",
  },
  auth_failed: {
    cause: "Okta refused the credentials, or the token endpoint could not be used.",
    fix: "Check the client id, key and granted scopes (or the API token) in the Okta Admin Console.",
  },
  sign_in_required: {
    cause: "Nobody has signed in yet, or the sign-in has ended. Nothing was sent to Okta's API.",
    fix: "Show the user the address (and the code) in the message; call again once they have signed in.",
  },
  arguments_invalid: {
    cause: "The call's arguments do not fit the tool's input schema. Nothing was sent to Okta.",
    fix: "Mend the arguments the message names and call again.",
  },
  arguments_too_large: {
    cause: "The call's arguments are larger or deeper than any Okta request needs. Nothing was sent to Okta.",
    fix: "Send less in one call.",
  },
  precondition_failed: {
    cause: "The object is not in the state this tool needs. Nothing was changed.",
    fix: "Make the call the message names first.",
  },
  confirmation_required: {
    cause: "The change is destructive and the user has not agreed to it yet. Nothing was changed.",
    fix: "Show the user what would happen; repeat the call with the confirmation it names only if they agree.",
  },
  confirmation_unavailable: {
    cause:
      "OKTA_CONFIRM=strict wants the user asked in the client's own dialog, which this client does not have. Nothing was changed.",
    fix: "Use a client with elicitation, set OKTA_CONFIRM=auto for confirmation in two steps, or make the change in the Okta Admin Console.",
  },
  confirmation_declined: {
    cause: "The user did not agree to the change. Nothing was changed.",
    fix: "Ask the user how to go on.",
  },
  tool_off: {
    cause: "The configuration leaves this tool out: its name is right. Nothing was sent to Okta.",
    fix: "Go on without it, or tell the user which setting leaves it out.",
  },
  not_found: {
    cause: "Okta has no object with that identifier, or the credentials may not see it.",
    fix: "Look the object up with the list tool of its toolset.",
  },
  forbidden: {
    cause: "The token lacks the scope, or the app or user lacks the admin role, that this call needs.",
    fix: "Grant the scope and the admin role in the Okta Admin Console.",
  },
  okta_rejected: {
    cause: "Okta did not accept the request.",
    fix: "Mend what Okta's error causes name.",
  },
  conflict: {
    cause: "The object has changed since it was read, or the change collides with its state.",
    fix: "Read the object again, then decide.",
  },
  rate_limited: {
    cause: "The org's rate limit for this endpoint is used up.",
    fix: "Call again after the time the message gives.",
  },
  okta_unavailable: {
    cause: "Okta answered with a server error.",
    fix: "Try again later; see Okta's status page if it goes on.",
  },
  unexpected_response: {
    cause: "The answer is not what Okta's API sends, for example HTML from a proxy.",
    fix: "Check OKTA_ORG_URL and the network between this machine and Okta.",
  },
  network_unreachable: {
    cause: "No connection to the org could be made, or it broke.",
    fix: "Check OKTA_ORG_URL, DNS, proxy and firewall.",
  },
  timeout: {
    cause: "The org did not answer in time.",
    fix: "Try again; raise OKTA_TIMEOUT if the org is slow.",
  },
  outcome_unknown: {
    cause: "The connection failed after a change was sent: Okta may or may not have carried it out.",
    fix: "Read the object to see whether the change was made, before calling again.",
  },
  file_failed: {
    cause: "A file in the export directory could not be read or written.",
    fix: "Check the directory's permissions and the free space, then call again.",
  },
  audit_failed: {
    cause: "The audit log could not be written. The change was not sent.",
    fix: "Check the directory of OKTA_AUDIT_LOG, its permissions and the free space, then call again.",
  },
  cancelled: {
    cause: "The client cancelled the call.",
    fix: "Nothing; call again if it is still wanted.",
  },
  internal: {
    cause: "A fault in okta-mcp itself.",
    fix: "Report it with the steps that led there.",
  },
} as const satisfies Record<string, { cause: string; fix: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What Okta said, as it stands in an error body (`errorCode`, `errorId`, `errorCauses[].errorSummary`). */
export interface OktaErrorFacts {
  status: number;
  errorCode?: string;
  errorId?: string;
  causes?: readonly string[];
  requestId?: string;
}

/** Where the user signs in, for `sign_in_required`. */
export interface SignInPrompt {
  /** To be opened in a browser. */
  readonly url: string;
  /** What the page asks for, or shows for comparison; the device grant has one. */
  readonly code?: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly expiresAt: number;
}

export interface ErrorDetails {
  /** The argument or variable at fault, for example `application.settings.app.url`. */
  field?: string;
  okta?: OktaErrorFacts;
  /** What to do next in this very case; the code's general `fix` when absent. */
  next?: string;
  signIn?: SignInPrompt;
  /** A change was on its way and may have been made; for `cancelled`, whose code leaves it open. */
  mayBeMade?: boolean;
  cause?: unknown;
}

/** The one error class. `message` says what happened, in one or two sentences, without any secret. */
export class OktaMcpError extends Error {
  override readonly name = "OktaMcpError";
  readonly code: ErrorCode;
  readonly field?: string;
  readonly okta?: OktaErrorFacts;
  readonly next: string;
  readonly signIn?: SignInPrompt;
  readonly mayBeMade?: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.okta = details.okta;
    this.signIn = details.signIn;
    this.mayBeMade = details.mayBeMade;
    this.next = details.next ?? ERROR_CODES[code].fix;
  }

  /** The error as text that is complete by itself: code, what happened, field, Okta's facts, next step. */
  toText(): string {
    const lines = [`${this.code}: ${this.message}`];
    if (this.field) lines.push(`Field: ${this.field}`);
    if (this.okta) lines.push(`Okta: ${oktaLine(this.okta)}`);
    for (const cause of this.okta?.causes ?? []) lines.push(`- ${cause}`);
    lines.push(`Next: ${this.next}`);
    return lines.join("\n");
  }
}

function oktaLine({ status, errorCode, errorId, requestId }: OktaErrorFacts): string {
  const facts = [`HTTP ${status}`];
  if (errorCode) facts.push(`errorCode ${errorCode}`);
  if (errorId) facts.push(`errorId ${errorId}`);
  if (requestId) facts.push(`request ${requestId}`);
  return facts.join(", ");
}
