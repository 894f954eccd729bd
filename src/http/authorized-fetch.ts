import type { AuthProvider, Resend } from "../auth/provider.js";

/**
 * Sends a request with the provider's headers. A refusal of the credentials means that Okta did nothing, so whatever the method it is sent
 * again when the provider can have other credentials: once with a nonce Okta gave, once with another token. A refusal
 * after that is the answer.
 */
export function authorizedFetch(
  auth: AuthProvider,
  fetch: typeof globalThis.fetch,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { method, signal } = request;
    const url = new URL(request.url);
    const body = request.body === null ? undefined : await request.arrayBuffer();
    const resent = new Set<Resend>();

    for (;;) {
      const credentials = await auth.authorize({ method, url }, signal);
      const headers = new Headers(request.headers);
      for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
      const response = await fetch(url, { method, headers, body, signal });
      auth.observe(response);
      if (!isRefusal(response)) return response;
      const resend = auth.invalidate(credentials, response);
      if (resend === undefined || resent.has(resend)) return response;
      resent.add(resend);
    }
  };
}

/** 401; Okta has also been seen to ask for a DPoP nonce with 400. */
function isRefusal({ status, headers }: Response): boolean {
  return (
    status === 401 || (status === 400 && /\buse_dpop_nonce\b/.test(headers.get("www-authenticate") ?? ""))
  );
}
