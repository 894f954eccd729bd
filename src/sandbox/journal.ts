import type { IncomingHttpHeaders } from "node:http";

/** One handled request, as it came, but for the secrets of sign-in and the credentials of the caller. */
export interface JournalEntry {
  readonly method: string;
  /** Still encoded, as the query is. */
  readonly path: string;
  readonly query: string;
  /** By names in lower case; of credentials only the scheme and a beginning. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body, its first 64 Ki characters; empty without one. */
  readonly body: string;
  /** 0 when the connection was ended without an answer. */
  readonly status: number;
}

const LONGEST_BODY = 65_536;
/** So much of a credential tells which one it was, and is of no use otherwise. */
const SHOWN_OF_SECRET = 4;

/** Parameters of sign-in that are no secret; codes, states, nonces, challenges, assertions and tokens are. */
const PLAIN = new Set([
  "client_assertion_type",
  "client_id",
  "code_challenge_method",
  "grant_type",
  "prompt",
  "redirect_uri",
  "response_type",
  "scope",
  "token_type_hint",
]);

export interface Asked {
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to keep of a request: all of it, but on the way of sign-in every secret reads `***`. */
export function journaled({ path, query, headers, body }: Asked): Omit<JournalEntry, "method" | "status"> {
  const signIn = path.startsWith("/oauth2/") || path === "/activate";
  return {
    path,
    query: signIn ? withoutSecrets(query) : query,
    headers: shownHeaders(headers),
    body: (signIn ? withoutSecrets(body) : body).slice(0, LONGEST_BODY),
  };
}

function withoutSecrets(form: string): string {
  if (form === "") return form;
  const parameters = new URLSearchParams(form);
  for (const name of new Set(parameters.keys())) if (!PLAIN.has(name)) parameters.set(name, "***");
  return parameters.toString();
}

function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
      return [name, SECRET_HEADERS.has(name) ? shortened(text) : text];
    }),
  );
}

const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "dpop", "cookie"]);

/** `SSWS 00ab…`: the scheme, where there is one, and the first characters. */
function shortened(text: string): string {
  const at = text.indexOf(" ") + 1;
  return `${text.slice(0, at + SHOWN_OF_SECRET)}…`;
}
