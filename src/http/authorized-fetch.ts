import type { AuthProvider, Resend } from "../auth/provider.js";
import { createEchoFilter } from "./echo.js";
import type { OutgoingRequest } from "./outgoing-request.js";

/**
 * Sends a request with the provider's headers. A refusal of the credentials means that Okta did nothing, so whatever the method it is sent
 * again when the provider can have other credentials: once with a nonce Okta gave, once with another token. A refusal
 * after that is the answer. The answer repeats neither the credentials nor the secrets of the body, and nor does an error.
 */
export function authorizedFetch(
  auth: AuthProvider,
  fetch: typeof globalThis.fetch,
): (request: OutgoingRequest) => Promise<Response> {
  return async (request) => {
    const { method, content, signal } = request;
    const url = new URL(request.url);
    const resent = new Set<Resend>();

    for (;;) {
      const credentials = await auth.authorize({ method, url }, signal);
      const headers = { ...request.headers, ...lowerCased(credentials) };
      const echo = createEchoFilter(credentials, content);
      const response = await fetch(url, { method, headers, body: content, signal }).catch(
        (error: unknown) => {
          throw echo.error(error);
        },
      );
      auth.observe(response);
      if (!isRefusal(response)) return echo.response(response);
      const resend = auth.invalidate(credentials, response);
      if (resend === undefined || resent.has(resend)) return echo.response(response);
      resent.add(resend);
    }
  };
}

/** Field names as those of the request are, so that each stands in the record once. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** 401; Okta has also been seen to ask for a DPoP nonce with 400. */
function isRefusal({ status, headers }: Response): boolean {
  return (
    status === 401 || (status === 400 && /\buse_dpop_nonce\b/.test(headers.get("www-authenticate") ?? ""))
  );
}
