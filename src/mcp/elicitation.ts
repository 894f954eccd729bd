import { randomUUID } from "node:crypto";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { SignInPrompt } from "../errors.js";
import type { Ask } from "../tool/confirmation.js";

/** People read before they agree; a question left unanswered this long is a no. */
const ANSWER_TIMEOUT_MS = 5 * 60_000;

/** A way to ask the user by form elicitation, where the client has it. Whatever is no clear yes is none. */
export function askByElicitation(server: Server, signal: AbortSignal): Ask | undefined {
  const elicitation = server.getClientCapabilities()?.elicitation;
  // An empty capability means form mode, as in the protocol's revision 2025-06-18.
  if (!elicitation || (elicitation.url && !elicitation.form)) return undefined;
  return async (question) => {
    try {
      const { action, content } = await server.elicitInput(
        {
          message: question,
          requestedSchema: {
            type: "object",
            properties: { confirm: { type: "boolean", title: "Yes, do it", default: false } },
            required: ["confirm"],
          },
        },
        { signal, timeout: ANSWER_TIMEOUT_MS },
      );
      if (action === "cancel") return "failed";
      return action === "accept" && content?.confirm === true ? "yes" : "no";
    } catch {
      return "failed";
    }
  };
}

/**
 * A way to open the sign-in page by URL elicitation, where the client has it; each page once. It waits for nothing:
 * the answer of the call names the page as well, and the sign-in itself tells when it is done.
 */
export function signInByElicitation(server: Server): (prompt: SignInPrompt) => void {
  let shown = "";
  return ({ url, code }) => {
    if (!server.getClientCapabilities()?.elicitation?.url || url === shown) return;
    shown = url;
    const message = `Sign in to Okta${code === undefined ? "" : ` and check that the page shows the code ${code}`}.`;
    server
      .elicitInput({ mode: "url", url, message, elicitationId: randomUUID() }, { timeout: ANSWER_TIMEOUT_MS })
      .catch(() => undefined);
  };
}
