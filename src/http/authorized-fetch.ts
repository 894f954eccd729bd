import type { AuthProvider } from "../auth/provider.js";

/**
 * Sends a request with the provider's headers. A 401 means that Okta did nothing, so whatever the method it is
 * sent once more when the provider can have other credentials; a second 401 is the answer.
 */
export function authorizedFetch(
  auth: AuthProvider,
  fetch: typeof globalThis.fetch,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { method, signal } = request;
    const url = new URL(request.url);
    const body = request.body === null ? undefined : await request.arrayBuffer();

    const send = async () => {
      const credentials = await auth.authorize({ method, url }, signal);
      const headers = new Headers(request.headers);
      for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
      return { credentials, response: await fetch(url, { method, headers, body, signal }) };
    };

    const { credentials, response } = await send();
    if (response.status !== 401 || !auth.invalidate(credentials)) return response;
    return (await send()).response;
  };
}
