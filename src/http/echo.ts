import { OktaMcpError } from "../errors.js";
import { MASK } from "../presentable/credentials.js";
import { WholeResponse } from "./whole-response.js";

/** So much of a token is a trace of it: a proxy may show no more, or cut it off. */
const TRACE = 16;

export interface EchoFilter {
  /** The response without them. A success in JSON passes as it is: the org's data is no page about the request. */
  response(response: Response): Promise<Response>;
  /** The error without them; the same one where there were none, for its cause decides what is tried again. */
  error(error: unknown): unknown;
}

/**
 * Takes the credentials that a request carried out of what comes back: error pages of proxies repeat them. Where text
 * is shown, all that has the form of a credential is masked; an opaque token has none, so here its own text is sought.
 * @param credentials headers, each a secret with or without a scheme in front
 */
export function createEchoFilter(credentials: Readonly<Record<string, string>>): EchoFilter {
  let echo: RegExp | undefined;
  // Made when it is needed: nearly every answer passes as it is.
  const clean = (text: string): string => {
    echo ??= echoOf(credentials);
    return text.replace(echo, MASK);
  };

  return {
    async response(response) {
      const { ok, status, headers } = response;
      if (ok && /\bjson\b/i.test(headers.get("content-type") ?? "")) return response;
      const body = Buffer.from(clean(await response.text()));
      const cleaned = new Headers([...headers].map(([name, value]) => [name, clean(value)]));
      if (headers.has("content-length")) cleaned.set("content-length", String(body.length));
      return new WholeResponse(body, status, cleaned);
    },
    error(error) {
      if (!(error instanceof OktaMcpError) || clean(error.message) === error.message) return error;
      const { code, message, next } = error;
      return new OktaMcpError(code, clean(message), { next });
    },
  };
}

function echoOf(credentials: Readonly<Record<string, string>>): RegExp {
  const secrets = Object.values(credentials).map((value) => value.slice(value.indexOf(" ") + 1));
  const traces = secrets
    .filter((secret) => secret.length >= TRACE)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .map((form) => form.slice(0, TRACE).replace(/[^\w]/g, "\\$&"));
  // In any case: a host name, as the target of a redirect has, loses its own. Without a secret, what never matches.
  return traces.length === 0 ? /(?!)/g : new RegExp(`(?:${traces.join("|")})[\\w.~+/=%-]*`, "gi");
}
