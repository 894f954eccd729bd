/** One handled request. Path and query are as they came, still encoded, but for the secrets of sign-in. */
export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0 when the connection was ended without an answer. */
  readonly status: number;
}

/** Parameters of sign-in pages that are no secret; codes, states, nonces and challenges are. */
const PLAIN = new Set([
  "client_id",
  "code_challenge_method",
  "prompt",
  "redirect_uri",
  "response_type",
  "scope",
]);

/** The query to keep of a request: as it came, but on the way of sign-in every secret reads `***`. */
export function journalQuery(path: string, query: string): string {
  if (query === "" || !(path.startsWith("/oauth2/") || path === "/activate")) return query;
  const parameters = new URLSearchParams(query);
  for (const name of new Set(parameters.keys())) if (!PLAIN.has(name)) parameters.set(name, "***");
  return parameters.toString();
}
