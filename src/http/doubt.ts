import { OktaMcpError } from "../errors.js";
import type { Outcome } from "./retry.js";

/** What this program has to add to an answer of Okta's. */
const NOTE = "x-okta-mcp-note";

/** What there is to say about an answer besides what is in it, one sentence; mostly nothing. */
export function noteOf({ headers }: { readonly headers: Headers }): string | undefined {
  return headers.get(NOTE) ?? undefined;
}

/**
 * The outcome of a change one of whose earlier tries may have taken effect. A success settles it, and so does
 * learning that what was to be deleted is not there. After anything else it is still open.
 * @param earlier the last doubtful try
 */
export function settle(method: string, earlier: Outcome, last: Outcome): Outcome {
  if ("response" in last) {
    const { ok, status } = last.response;
    if (ok) return last;
    if (method === "DELETE" && status === 404) return { response: goneAlready() };
    // Of a server error to a change it is always said that the change may have been made.
    if (status >= 500 && "response" in earlier) return last;
    return { error: unknown(earlier, `The last try was answered with HTTP ${status}.`) };
  }
  const { code, message } = last.error;
  if (code === "outcome_unknown") return last;
  if (code === "cancelled") {
    const words = `${message} An earlier try had been sent: the change may have been made.`;
    return { error: new OktaMcpError("cancelled", words, { mayBeMade: true }) };
  }
  // True of the last try alone, and no comfort.
  const told = message.replace(/ Nothing was (?:done|sent)\.$/, "");
  return { error: unknown(earlier, `Before or at the next try: ${told}`, last.error) };
}

function unknown(earlier: Outcome, last: string, cause?: OktaMcpError): OktaMcpError {
  const first =
    "response" in earlier
      ? `An earlier try was answered with server error ${earlier.response.status}.`
      : "The answer to an earlier try was lost.";
  const message = `${first} ${last} So the change may or may not have been made.`;
  return new OktaMcpError("outcome_unknown", message, { cause });
}

/** 404 to a repeated DELETE: whether by the first try or before it, the object is gone, which is what was asked for. */
function goneAlready(): Response {
  const note = "No answer to the first try told whether it worked; asked again, Okta says that it is gone.";
  return new Response(null, { status: 204, headers: { [NOTE]: note } });
}
