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
  try {
    return new ParsedResponse(JSON.parse(text), response);
  } catch {
    throw unreadable(method, response, text);
  }
}

/** A 2xx says that a change was made, if Okta said it: a proxy's sign-in page comes with 200 as well. */
function unreadable(method: string, response: Response, text: string): OktaMcpError {
  const answer = { sender: "Okta", status: response.status, headers: response.headers };
  const isJson = /\bjson\b/i.test(response.headers.get("content-type") ?? "");
  if (isRead(method)) {
    if (text === "")
      return new OktaMcpError("unexpected_response", "Okta answered without the object asked for.");
    return isJson ? broken("Okta's answer is broken JSON.") : notJson(answer, text);
  }
  if (isJson) {
    return broken(
      `The change was made: Okta answered HTTP ${response.status}, but with broken JSON.`,
      "Read the object to see its new state; do not repeat the call.",
    );
  }
  return notJson(answer, text, "Read the object to see whether the change was made before calling again.");
}

function broken(message: string, next?: string): OktaMcpError {
  return new OktaMcpError("unexpected_response", message, { next });
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
