import { notJson, rateLimited, serverError } from "../answer-errors.js";
import { type OktaErrorFacts, OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { isRead } from "./network-error.js";

const SENDER = "Okta";
const MAX_CAUSES = 20;
const MAX_TEXT = 500;

/** An answer outside 2xx as a coded error, with what Okta's error body says. `body` is the answer's text. */
export function oktaError(method: string, { status, headers }: Response, body: string): OktaMcpError {
  const json = parseError(body);
  const okta = readFacts(status, headers, json);
  const summary = readText(json?.errorSummary);
  const answer = { sender: SENDER, status, headers, okta };
  if (status === 429) return rateLimited(answer);
  if (status >= 500) {
    const detail = summary ?? (body.trim() === "" || json ? undefined : visibleText(body, 100));
    // A gateway may give up while the request is still being carried out.
    return serverError({ ...answer, detail }, isRead(method) ? undefined : CHECK_FIRST);
  }
  if (!json && body.trim() !== "") return notJson(answer, body);
  const says = summary === undefined ? "." : `: ${summary}`;
  switch (status) {
    case 401:
      return new OktaMcpError("auth_failed", `Okta does not accept the credentials${says}`, { okta });
    case 403:
      return forbidden(headers, okta, says);
    case 404:
      return new OktaMcpError("not_found", `Okta did not find it${says}`, { okta });
    case 409:
    case 412:
      return new OktaMcpError("conflict", `The change collides with the object's state${says}`, { okta });
    default:
      return new OktaMcpError("okta_rejected", `Okta rejected the request${says}`, { okta });
  }
}

const CHECK_FIRST =
  "Read the object to see whether the change was made before calling again; see Okta's status page if it goes on.";

/** Okta names the scope a token lacks in `WWW-Authenticate` (RFC 6750, section 3); a missing admin role it does not. */
function forbidden(headers: Headers, okta: OktaErrorFacts, says: string): OktaMcpError {
  const challenge = headers.get("www-authenticate") ?? "";
  const scope = /\bscope="([\x21\x23-\x5b\x5d-\x7e ]{1,500})"/.exec(challenge)?.[1];
  if (scope === undefined) {
    return new OktaMcpError("forbidden", `Okta does not allow this call${says}`, {
      okta,
      next: "Okta names no missing scope, so it is most likely the admin role: assign the app or the user who signed in one that covers this call, in the Okta Admin Console.",
    });
  }
  return new OktaMcpError("forbidden", `The access token lacks the scope ${scope}${says}`, {
    okta,
    next: `Grant ${scope} to the app in the Okta Admin Console and add it to OKTA_SCOPES.`,
  });
}

type ErrorBody = Readonly<Record<string, unknown>>;

function parseError(body: string): ErrorBody | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readFacts(status: number, headers: Headers, body: ErrorBody | undefined): OktaErrorFacts {
  const causes = Array.isArray(body?.errorCauses) ? body.errorCauses : [];
  const texts = causes
    .slice(0, MAX_CAUSES)
    .map(readCause)
    .filter((text) => text !== undefined);
  const facts: OktaErrorFacts = {
    status,
    errorCode: readText(body?.errorCode, 40),
    errorId: readText(body?.errorId, 80),
    requestId: readText(headers.get("x-okta-request-id"), 80),
  };
  return texts.length === 0 ? facts : { ...facts, causes: texts };
}

function readCause(cause: unknown): string | undefined {
  return typeof cause === "object" && cause !== null && "errorSummary" in cause
    ? readText(cause.errorSummary)
    : undefined;
}

function readText(value: unknown, maxLength = MAX_TEXT): string | undefined {
  return typeof value === "string" && value !== "" ? visibleText(value, maxLength) : undefined;
}
