import { OktaMcpError, type SignInPrompt } from "../errors.js";
import type { Binding } from "./oauth-client.js";
import type { SignInFlow, StartedSignIn } from "./sign-in-flow.js";
import type { TokenSet } from "./token-set.js";

/** The one sign-in that waits for a person, if any. */
export interface PendingSignIn {
  /**
   * The error that tells a caller to sign in. Starts a flow, which goes on in the background, unless one is waiting
   * already: callers are all told the same address and code.
   * @throws OktaMcpError when no flow can be started
   */
  required(): Promise<OktaMcpError>;
  /** Starts a flow in the place of any other, and waits for its end. */
  complete(show: (prompt: SignInPrompt) => void, signal?: AbortSignal): Promise<void>;
  /** Ends the waiting flow; somebody has signed in another way. */
  abandon(): void;
}

export interface PendingSignInOptions {
  readonly flow: SignInFlow;
  readonly now: () => number;
  readonly openUrl?: (url: string) => Promise<unknown>;
  readonly report: (text: string) => void;
  /** Ends whatever is waiting. */
  readonly closing: AbortSignal;
  readonly onSignedIn: (tokens: TokenSet) => Promise<void>;
}

interface Waiting {
  readonly prompt: SignInPrompt;
  readonly end: () => void;
}

export function createPendingSignIn(options: PendingSignInOptions): PendingSignIn {
  const { flow, now, openUrl, report, closing, onSignedIn } = options;
  let waiting: Waiting | undefined;
  /** Why the last flow failed, for the next one to say. */
  let failure: string | undefined;

  async function begin(signal: AbortSignal): Promise<StartedSignIn> {
    const binding: Binding = {};
    const started = await flow.start(binding, signal);
    // Whoever waits for it hears of a failure; it may also come when nobody does any more.
    started.tokens.catch(() => {});
    openUrl?.(started.prompt.url).catch(() => report("The browser could not be opened."));
    return started;
  }

  function inBackground({ prompt, tokens }: StartedSignIn, end: () => void): void {
    const mine: Waiting = { prompt, end };
    waiting = mine;
    const done = () => {
      if (waiting === mine) waiting = undefined;
    };
    tokens.then(onSignedIn).then(done, (error: unknown) => {
      done();
      const known = error instanceof OktaMcpError;
      if (known && error.code === "cancelled") return;
      failure = known ? error.message : "It failed for a reason within okta-mcp.";
      report(`The sign-in failed. ${failure}`);
    });
  }

  function abandon(): void {
    waiting?.end();
    waiting = undefined;
  }

  return {
    abandon,
    async required() {
      if (waiting && waiting.prompt.expiresAt > now()) return signInRequired(waiting.prompt);
      if (waiting) failure ??= "Nobody signed in before it expired.";
      abandon();
      const controller = new AbortController();
      const started = await begin(AbortSignal.any([closing, controller.signal]));
      inBackground(started, () => controller.abort());
      const last = failure;
      failure = undefined;
      return signInRequired(started.prompt, last);
    },
    async complete(show, signal) {
      abandon();
      const controller = new AbortController();
      // The flow's own timers and listeners keep no process alive; somebody waits for this one.
      const alive = setInterval(() => {}, 60_000);
      try {
        const { prompt, tokens } = await begin(
          AbortSignal.any([closing, controller.signal, ...(signal ? [signal] : [])]),
        );
        show(prompt);
        await onSignedIn(await tokens);
      } finally {
        clearInterval(alive);
        controller.abort();
      }
    },
  };
}

function signInRequired(prompt: SignInPrompt, failure?: string): OktaMcpError {
  const last = failure === undefined ? "" : ` The last sign-in failed: ${failure}`;
  const code = prompt.code === undefined ? "" : ` and the code there is ${prompt.code}`;
  return new OktaMcpError(
    "sign_in_required",
    `Somebody must sign in to Okta. The address is ${prompt.url}${code}.${last}`,
    { signIn: prompt },
  );
}
