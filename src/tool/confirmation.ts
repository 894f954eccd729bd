import type { ConfirmMode } from "../config/tools.js";
import { OktaMcpError } from "../errors.js";
import { canonical } from "./canonical.js";
import { digest } from "./digest.js";
import { isObject } from "./paths.js";

/** What the user made of the question. `failed`: the client broke, timed out, or answered something else. */
export type Reply = "yes" | "no" | "failed";

/** Asks the user whether the change may be made. Never rejects. */
export type Ask = (question: string) => Promise<Reply>;

/** How consent was given, for the audit log. */
export type Consent = "elicitation" | "code" | "off";

/** How consent would be asked for; `unavailable`: in no way. */
export type Asking = Consent | "unavailable";

export interface ConfirmationRequest {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What would happen to what, in words for the user. */
  readonly question: string;
  /** The same as long as nothing the question says has changed. */
  readonly version: string;
}

export interface Confirmations {
  /** How `confirm` goes about it, given the same `ask`. */
  how(ask?: Ask): Asking;
  /**
   * Resolves when the user has agreed to this very change: by answering `ask`, or, without it, by a second call with
   * the code of the first.
   * @throws OktaMcpError `confirmation_declined`, `confirmation_required`, `confirmation_unavailable`
   */
  confirm(request: ConfirmationRequest, ask?: Ask): Promise<Consent>;
}

export interface ConfirmationOptions {
  /** `auto`: by asking, else by a code in two steps. `strict`: by asking alone. */
  mode?: ConfirmMode;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A code nobody can guess. */
  randomCode: () => string;
  /** Where codes wait for the second call; the memory of this process unless given. */
  waiting?: WaitingCodes;
}

/** The codes given out and not used up yet. */
export interface WaitingCodes {
  get(code: string): Waiting | undefined;
  set(code: string, entry: Waiting): void;
  /** True for the one caller who has used the code up. */
  delete(code: string): boolean;
}

const LIFETIME_MS = 5 * 60_000;
/** Codes waiting at one time; the oldest go first, so that refused calls cannot fill the memory. */
const MAX_WAITING = 100;

export interface Waiting {
  /** Hash of the tool and the arguments that the code was given for. */
  readonly call: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Codes are single-use, bound to tool, arguments and the objects' version, and last five minutes. */
export function createConfirmations({
  mode = "auto",
  now,
  randomCode,
  waiting = codesInMemory(),
}: ConfirmationOptions): Confirmations {
  /** Why the code is no consent; undefined where it is, and then it is used up. */
  const faultOf = (code: unknown, call: string, version: string): string | undefined => {
    const entry = typeof code === "string" ? waiting.get(code) : undefined;
    if (!entry || entry.call !== call) return "The code given is used up, expired or for other arguments.";
    if (!waiting.delete(String(code))) return "The code given is used up.";
    if (entry.expires <= now()) return "The code given has expired.";
    if (entry.version !== version) return "What it is about has changed since the code was given.";
    return undefined;
  };

  const issue = (call: string, version: string): string => {
    const code = randomCode();
    waiting.set(code, { call, version, expires: now() + LIFETIME_MS });
    return code;
  };

  const how = (ask?: Ask): Asking => {
    if (mode === "off") return "off";
    if (ask) return "elicitation";
    return mode === "strict" ? "unavailable" : "code";
  };

  return {
    how,
    async confirm({ tool, input: { confirm: code, dry_run: _dryRun, ...input }, question, version }, ask) {
      const asking = how(ask);
      if (asking === "off") return asking;
      if (ask) {
        const reply = await ask(question);
        if (reply === "yes") return "elicitation";
        throw declined(reply, question);
      }
      if (asking === "unavailable") throw unavailable(question);
      // Only a call that is no dry run comes here, whether it says so or not.
      const call = digest(`${tool} ${canonical(input)}`);
      const fault = code === undefined ? undefined : faultOf(code, call, version);
      if (code !== undefined && fault === undefined) return "code";
      const words = [fault, "This needs the user's consent; nothing was changed.", question];
      throw new OktaMcpError("confirmation_required", words.filter(Boolean).join("\n"), {
        next: `Show the user exactly this and ask. Only if they agree, repeat the call with the same arguments and confirm: "${issue(call, version)}" (valid once, for 5 minutes).`,
      });
    },
  };
}

/** Longer than a code with what is copied along with it; what is longer is looked at no further. */
const MAX_COPIED = 200;

/** The arguments with the code as it was given out: models copy it with the quotes or blanks around it. */
export function withBareCode(input: unknown): unknown {
  if (!isObject(input) || !Object.hasOwn(input, "confirm")) return input;
  const { confirm: code } = input;
  if (typeof code !== "string" || code.length > MAX_COPIED) return input;
  return { ...input, confirm: code.replace(/^[\s"'`]+|[\s"'`]+$/g, "") };
}

function codesInMemory(): WaitingCodes {
  const codes = new Map<string, Waiting>();
  return {
    get: (code) => codes.get(code),
    delete: (code) => codes.delete(code),
    set(code, entry) {
      const [oldest] = codes.keys();
      if (codes.size >= MAX_WAITING && oldest !== undefined) codes.delete(oldest);
      codes.set(code, entry);
    },
  };
}

function declined(reply: "no" | "failed", question: string): OktaMcpError {
  if (reply === "no")
    return new OktaMcpError("confirmation_declined", `The user did not agree:\n${question}`);
  return new OktaMcpError("confirmation_declined", `The user gave no answer:\n${question}`, {
    next: "The client's dialog failed, was closed or timed out. Ask the user, and call again if they want it.",
  });
}

function unavailable(question: string): OktaMcpError {
  return new OktaMcpError(
    "confirmation_unavailable",
    `The user cannot be asked by this client:\n${question}`,
  );
}
