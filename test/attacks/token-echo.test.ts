import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { hostileOrg, send, TOKEN } from "./support/hostile-org.js";

/** An API token, an OAuth access token that is opaque, and one that is a JWT. */
const OPAQUE = "opaqueAccessToken0123456789abcdefghijklmnopqrst";
const JWT = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('{"sub":"me"}').toString("base64url")}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;

type Echo = (response: ServerResponse, authorization: string) => void;

const html = (text: string) =>
  `<html><body><h1>Blocked</h1><pre>GET /\nAuthorization: ${text}\n</pre></body></html>`;
const page =
  (status: number): Echo =>
  (response, authorization) =>
    send(response, html(authorization), { "content-type": "text/html" }, status);
const oktaError =
  (status: number): Echo =>
  (response, authorization) => {
    const text = `Request with ${authorization} was refused`;
    const body = {
      errorCode: "E0000001",
      errorSummary: text,
      errorId: authorization,
      errorCauses: [{ errorSummary: text }],
    };
    send(response, JSON.stringify(body), {}, status);
  };

/** Proxies and gateways that repeat what they were sent. */
const ECHOES: Readonly<Record<string, Echo>> = {
  "a page with status 200": page(200),
  "a page with status 400": page(400),
  "a page with status 403": page(403),
  "a page with status 502": page(502),
  "an error of Okta's form with status 400": oktaError(400),
  "an error of Okta's form with status 403": oktaError(403),
  "an error of Okta's form with status 404": oktaError(404),
  "an error of Okta's form with status 500": oktaError(500),
  "plain text, the token alone": (response, authorization) =>
    send(response, authorization.split(" ")[1] ?? "", { "content-type": "text/plain" }, 500),
  "a page with the token in percent-encoding": (response, authorization) =>
    send(response, html(encodeURIComponent(authorization)), { "content-type": "text/html" }, 500),
  "a media type": (response, authorization) =>
    send(response, "x", { "content-type": `text/html; token="${authorization}"` }, 500),
  "a redirect": (response, authorization) => {
    const location = `http://${authorization.split(" ")[1]?.replaceAll(/[^\w.-]/g, "")}.evil.example/`;
    response.writeHead(302, { location }).end();
  },
  "a challenge": (response, authorization) =>
    send(response, "{}", { "www-authenticate": `Bearer error="x", scope="${authorization}"` }, 403),
  "a request id": (response, authorization) =>
    send(response, '{"errorCode":"E0000007"}', { "x-okta-request-id": authorization }, 404),
  "a link to the next page": (response, authorization) =>
    send(response, "[]", { link: `<http://${encodeURIComponent(authorization)}/>; rel="next"` }),
};

const DEBUG = { OKTA_LOG_LEVEL: "debug" };

describe.each([
  ["an API token", TOKEN, DEBUG],
  ["an opaque access token", OPAQUE, { ...DEBUG, OKTA_ACCESS_TOKEN: OPAQUE, OKTA_API_TOKEN: "" }],
  ["a JWT", JWT, { ...DEBUG, OKTA_ACCESS_TOKEN: JWT, OKTA_API_TOKEN: "" }],
])("%s that is repeated by", (_, token, env) => {
  const attack = hostileOrg(env);

  test.each(Object.entries(ECHOES))("%s is not shown, nor logged", async (_, echo) => {
    const sent: (string | undefined)[] = [];
    attack().answers(({ headers: { authorization } }, response) => {
      sent.push(authorization);
      echo(response, authorization ?? "");
    });
    const { server } = attack();
    const texts = [
      (await server.call("list_groups")).text,
      (await server.call("create_group", { group: { profile: { name: "x" } } })).text,
    ];
    expect(sent[0]).toContain(token);
    for (const part of [token, token.toLowerCase(), encodeURIComponent(token), ...longParts(token)]) {
      expect(texts.join("\n")).not.toContain(part);
      expect(server.stderr()).not.toContain(part);
    }
  });
});

/** A third of a secret is a secret too. */
const longParts = (token: string): string[] =>
  token.split(".").flatMap((part) => (part.length < 24 ? [] : [part.slice(0, 24), part.slice(-24)]));
