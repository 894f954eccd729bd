import { notJson } from "../answer-errors.js";
import { OktaMcpError } from "../errors.js";
import { isRead } from "./network-error.js";
import { oktaError } from "./okta-error.js";

/**
 * Lets a usable answer pass: a success whose body, if any, is JSON. The body is parsed once, here.
 * @throws OktaMcpError what `oktaError` says for an answer outside 2xx; else `unexpected_response`
 */
export async function checkAnswer(method: string, response: Response): Promise<Response> {
  const text = await response.text();
  if (!response.ok) throw oktaError(method, response, text);
  if (text.trim() === "") {
    if (method === "GET") throw unreadable(method, response, "");
    return new ParsedResponse(undefined, response);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(method, response, text);
  }
  if (isDeeper(value, DEEPEST)) throw notTaken(method, response, `JSON deeper than ${DEEPEST} levels`);
  return new ParsedResponse(value, response);
}

/** More than any object of Okta's has; what goes over an answer after this may do so by recursion. */
const DEEPEST = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** A 2xx says that a change was made, if Okta said it: a proxy's sign-in page comes with 200 as well. */
function unreadable(method: string, response: Response, text: string): OktaMcpError {
  const answer = { sender: "Okta", status: response.status, headers: response.headers };
  const isJson = /\bjson\b/i.test(response.headers.get("content-type") ?? "");
  if (isRead(method)) {
    if (text === "")
      return new OktaMcpError("unexpected_response", "Okta answered without the object asked for.");
    return isJson ? notTaken(method, response, "broken JSON") : notJson(answer, text);
  }
  if (isJson) return notTaken(method, response, "broken JSON");
  return notJson(answer, text, "Read the object to see whether the change was made before calling again.");
}

/** JSON, and so Okta's word: a change was made, whatever is wrong with the rest. */
function notTaken(method: string, { status }: Response, what: string): OktaMcpError {
  if (isRead(method)) return new OktaMcpError("unexpected_response", `Okta's answer is ${what}.`);
  return new OktaMcpError(
    "unexpected_response",
    `The change was made: Okta answered HTTP ${status}, but with ${what}.`,
    { next: "Read the object to see its new state; do not repeat the call." },
  );
}

/** The response with its body already parsed: `json()` is all that openapi-fetch asks of it. */
class ParsedResponse extends Response {
  readonly #value: unknown;
  override readonly headers: Headers;

  constructor(value: unknown, { status, headers }: Response) {
    super(null, { status });
    this.#value = value;
    this.headers = headers;
    // openapi-fetch takes a length of 0 for "no body", and without a length calls text() instead of json().
    if (value === undefined) headers.set("content-length", "0");
    else if (!headers.has("content-length")) headers.set("content-length", "1");
  }

  override readonly json = async (): Promise<unknown> => this.#value;
}
