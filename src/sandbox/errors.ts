/**
 * A refusal in Okta's error format. Codes and statuses follow Okta's published list of error codes
 * (developer.okta.com/docs/reference/error-codes).
 */
export class OktaError extends Error {
  override readonly name = "OktaError";
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly summary: string,
    readonly causes: readonly string[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${errorCode}: ${summary}`);
  }
}

/** A refusal of the authorization server (RFC 6749, section 5.2). */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  constructor(
    readonly status: 400 | 401,
    readonly error: string,
    readonly description: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${error}: ${description}`);
  }
}

/** @param causes one per problem, each `field: what is wrong with it`; the summary names the first field. */
export function invalid(...causes: string[]): OktaError {
  const field = causes[0]?.split(":", 1)[0] ?? "body";
  return new OktaError(400, "E0000001", `Api validation failed: ${field}`, causes);
}

export const blank = (field: string): string => `${field}: The field cannot be left blank`;
export const taken = (field: string): string =>
  `${field}: An object with this field already exists in the current organization`;

export function notFound(id: string, type: string): OktaError {
  return new OktaError(404, "E0000007", `Not found: Resource not found: ${id} (${type})`);
}

export const malformedBody = (): OktaError =>
  new OktaError(400, "E0000003", "The request body was not well-formed.");

/**
 * An expression that is refused. Okta says neither where nor why: of a `search` no more than one of these two
 * sentences, of a `filter` nothing (seen in okta-powershell-cli#48 and #60, okta-sdk-dotnet#323, okta-sdk-java#593).
 */
export const badExpression = (cause?: "Invalid search syntax." | "Invalid search query."): OktaError =>
  new OktaError(400, "E0000031", "Invalid search criteria.", cause === undefined ? [] : [cause]);

export const forbidden = (headers: Record<string, string> = {}): OktaError =>
  new OktaError(403, "E0000006", "You do not have permission to perform the requested action", [], headers);

/** System policies and rules, built-in and imported groups. */
export const readOnlyObject = (what: string): OktaError =>
  new OktaError(403, "E0000111", `Cannot modify the ${what} object because it is read-only.`);

export const wrongStatus = (): OktaError =>
  new OktaError(403, "E0000038", "This operation is not allowed in the user's current status.");

export const invalidToken = (headers: Record<string, string> = {}, status: 400 | 401 = 401): OktaError =>
  new OktaError(status, "E0000011", "Invalid token provided", [], headers);
