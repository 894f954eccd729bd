import { createServer, type ServerResponse } from "node:http";
import { OktaMcpError } from "../errors.js";

const HOST = "127.0.0.1";
const PATH = "/callback";

export interface RedirectListener {
  /** `http://127.0.0.1:<port>/callback` */
  readonly redirectUri: string;
  /** The authorization response's parameters, once they have come with the right state. Never rejects. */
  readonly parameters: Promise<URLSearchParams>;
  close(): void;
}

/**
 * Waits on the loopback interface for the browser to come back from Okta (RFC 8252, section 7.3), once. Requests with
 * another state are turned away without ending the wait: any page in the browser can send those.
 * @param port 0 for any free one
 * @throws OktaMcpError `config_invalid` when the port is taken
 */
export async function listenForRedirect(port: number, state: string): Promise<RedirectListener> {
  let arrive: (parameters: URLSearchParams) => void = () => {};
  const parameters = new Promise<URLSearchParams>((resolve) => {
    arrive = resolve;
  });
  let origin = "";
  const server = createServer((request, response) => {
    // Another Host header is a page that reaches this port through a DNS name of its own.
    if (request.headers.host !== new URL(origin).host) return send(response, 421, REFUSED);
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname !== PATH) return send(response, 404, REFUSED);
    if (request.method !== "GET") return send(response, 405, REFUSED);
    if (url.searchParams.get("state") !== state) return send(response, 400, REFUSED);
    send(response, 200, url.searchParams.has("error") ? NOT_SIGNED_IN : SIGNED_IN);
    arrive(url.searchParams);
    server.close();
  });
  server.unref();
  const listening = await new Promise<number>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(port, error.code)));
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
  origin = `http://${HOST}:${listening}`;
  return {
    redirectUri: origin + PATH,
    parameters,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Static pages: nothing of the request may appear in them. */
const SIGNED_IN = page(
  "You can close this window",
  "okta-mcp has received the answer and goes on by itself.",
);
const NOT_SIGNED_IN = page("The sign-in did not succeed", "okta-mcp says why. You can close this window.");
const REFUSED = page(
  "Nothing to see here",
  "This address answers the sign-in that okta-mcp has started, and no other.",
);

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "cache-control": "no-store",
    // The address of this page holds the code.
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(body);
}

function cannotListen(port: number, code = "no reason given"): OktaMcpError {
  return port === 0
    ? new OktaMcpError("internal", `No port could be opened on ${HOST} for the sign-in (${code}).`)
    : new OktaMcpError("config_invalid", `OKTA_REDIRECT_PORT ${port} cannot be opened (${code}).`, {
        field: "OKTA_REDIRECT_PORT",
        next: "End the program that uses the port, or register another port's address with the app and set it.",
      });
}
