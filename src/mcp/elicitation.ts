import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Ask } from "../tool/confirmation.js";

/** People read before they agree; a question left unanswered this long is a no. */
const ANSWER_TIMEOUT_MS = 5 * 60_000;

/** A way to ask the user by form elicitation, where the client has it. Any failure counts as a no. */
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
      return action === "accept" && content?.confirm === true;
    } catch {
      return false;
    }
  };
}
