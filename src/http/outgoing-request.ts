type Init = Pick<RequestInit, "method" | "headers" | "body" | "signal">;

/**
 * What openapi-fetch makes of a call, in place of the Fetch API's `Request`: that class clones the body into a
 * stream, and ties itself to the caller's signal for as long as the signal lives. A list of 500 pages would leave 500 listeners on it.
 */
export class OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text: JSON, or nothing. */
  readonly content: string | undefined;
  readonly signal: AbortSignal | undefined;

  constructor(url: string, { method = "GET", headers, body, signal }: Init = {}) {
    this.url = url;
    this.method = method;
    this.headers = Object.fromEntries(new Headers(headers));
    this.content = typeof body === "string" ? body : undefined;
    this.signal = signal ?? undefined;
  }
}
