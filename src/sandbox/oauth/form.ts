import { OAuthError } from "../errors.js";
import type { Json } from "../types.js";

/** The parameters of an OAuth request. */
export interface Form {
  /** Undefined when missing or empty. */
  get(name: string): string | undefined;
  /** @throws OAuthError invalid_request */
  need(name: string): string;
}

/** Parameters must not be repeated (RFC 6749, sections 3.1 and 3.2); an empty one counts as missing. */
export function readForm(body: Json): Form {
  const get = (name: string): string | undefined => {
    const value = body[name];
    if (Array.isArray(value))
      throw new OAuthError(400, "invalid_request", `The parameter ${name} is repeated.`);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    get,
    need(name) {
      const value = get(name);
      if (value === undefined)
        throw new OAuthError(400, "invalid_request", `The parameter ${name} is missing.`);
      return value;
    },
  };
}

/** The same for a query string. */
export function readQuery(query: URLSearchParams): Form {
  const body: Json = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    body[name] = values.length === 1 ? values[0] : values;
  }
  return readForm(body);
}
