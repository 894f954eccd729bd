import { describe, expect, it } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";
import type { AuthProvider } from "../../src/auth/provider.js";
import { createOktaClient, type OktaClient, previewRequest, unwrap } from "../../src/http/client.js";
import { createTransport } from "../../src/http/transport.js";
import { failureOf } from "../failure.js";
import { type Answer, sendJson, startLoopback } from "./loopback.js";

/** Hands out `token-1`, `token-2`, … and a new one only after the last was refused, as an OAuth method does. */
function renewable(): AuthProvider {
  let issued = 1;
  return {
    method: "private_key_jwt",
    authorize: async () => ({ authorization: `Bearer token-${issued}` }),
    invalidate: ({ authorization }) => {
      if (authorization === `Bearer token-${issued}`) issued++;
      return "token";
    },
    observe() {},
    grantedScopes: () => undefined,
    onScopesChanged: () => () => {},
    status: async () => ({ method: "private_key_jwt", orgUrl: "", signedIn: true, renewable: true }),
    close() {},
  };
}

async function start(answer: Answer, auth: AuthProvider = renewable(), readOnly = false) {
  const server = await startLoopback(answer);
  const transport = createTransport({ orgUrl: server.url, timeoutMs: 5000, version: "1.2.3" });
  const client: OktaClient = createOktaClient({ orgUrl: server.url, readOnly }, auth, transport);
  return { ...server, client };
}

const ok: Answer = (_, response) => sendJson(response, 200, { id: "00u1" });
const user = { profile: { login: "jane@example.com", email: "jane@example.com" } };
const byId = (id: string) => ({ params: { path: { id } } });

describe("a request", () => {
  it("carries credentials, Accept and a User-Agent with the version", async () => {
    const { client, received } = await start(ok);
    await client.GET("/api/v1/users/{id}", byId("00u1"));
    expect(received[0]?.headers).toMatchObject({
      authorization: "Bearer token-1",
      accept: "application/json",
      "user-agent": expect.stringMatching(/^okta-mcp\/1\.2\.3 node\/\S+ \w+$/),
    });
    expect(received[0]?.headers["content-type"]).toBeUndefined();
  });

  it("carries its body as JSON, and a header parameter", async () => {
    const { client, received } = await start(ok);
    await client.POST("/api/v1/users/{id}", {
      params: { path: { id: "00u1" }, header: { "If-Match": 'W/"1"' } },
      body: user,
    });
    expect(received[0]?.headers).toMatchObject({ "content-type": "application/json", "if-match": 'W/"1"' });
    expect(JSON.parse(received[0]?.body ?? "")).toEqual(user);
  });

  it.each([
    ["jane+a@example.com", "jane%2Ba%40example.com"],
    ["Jane Doe", "Jane%20Doe"],
    ["j%41ne", "j%2541ne"],
    ["ü😀", "%C3%BC%F0%9F%98%80"],
    ["$&", "%24%26"],
  ])("has the path value %j encoded once", async (id, encoded) => {
    const { client, received } = await start(ok);
    await client.GET("/api/v1/users/{id}", byId(id));
    expect(received[0]?.url).toBe(`/api/v1/users/${encoded}`);
  });

  it.each([
    "",
    ".",
    "..",
    "../groups",
    "a/b",
    "a\\b",
    "%2e%2e",
    "x%2F..",
    "x%5C..",
    "x%5c..",
    "%252e",
    "a?b",
    "a#b",
    "a\r\nb",
    "a\0",
    "\ud800",
  ])("with the path value %j is not sent", async (id) => {
    const { client, received } = await start(ok);
    const error = await failureOf(() => client.GET("/api/v1/users/{id}", byId(id)));
    expect(error).toMatchObject({ code: "arguments_invalid", field: "id" });
    expect(received).toHaveLength(0);
  });

  it("has query values encoded once, and those undefined left out", async () => {
    const { client, received } = await start((_, response) => sendJson(response, 200, []));
    const search = 'profile.lastName eq "O\'Neil & Söhne" and a%20b+c';
    await client.GET("/api/v1/users", { params: { query: { search, limit: 2, after: undefined } } });
    expect(received[0]?.url).toBe(
      `/api/v1/users?search=profile.lastName%20eq%20%22O%27Neil%20%26%20S%C3%B6hne%22%20and%20a%2520b%2Bc&limit=2`,
    );
  });

  it.each(["a\r\nHost: evil", "\0", "\udfff"])("with the query value %j is not sent", async (search) => {
    const { client, received } = await start(ok);
    const error = await failureOf(() => client.GET("/api/v1/users", { params: { query: { search } } }));
    expect(error).toMatchObject({ code: "arguments_invalid", field: "search" });
    expect(received).toHaveLength(0);
  });
});

describe("a client that only reads", () => {
  const asked: string[] = [];
  const auth = (): AuthProvider => {
    const provider = renewable();
    return {
      ...provider,
      authorize: (request) => {
        asked.push(request.method);
        return provider.authorize(request);
      },
    };
  };

  it.each<[string, (client: OktaClient) => Promise<unknown>]>([
    ["POST", (client) => client.POST("/api/v1/users", { body: user })],
    [
      "PUT",
      (client) => client.PUT("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } }, body: {} }),
    ],
    ["DELETE", (client) => client.DELETE("/api/v1/users/{id}", byId("00u1"))],
  ])("refuses a %s before credentials are asked for or anything is sent", async (method, write) => {
    const { client, received } = await start(ok, auth(), true);
    const error = await failureOf(() => write(client));
    expect(error).toMatchObject({
      code: "internal",
      message: expect.stringContaining(`A ${method} request`),
    });
    expect([received, asked]).toEqual([[], []]);
  });

  it("reads", async () => {
    const { client, received } = await start(ok, renewable(), true);
    await client.GET("/api/v1/users/{id}", byId("00u1"));
    expect(received).toHaveLength(1);
  });
});

describe("a success", () => {
  it("is unwrapped to data and response", async () => {
    const { client } = await start(ok);
    const { data, response } = unwrap(await client.GET("/api/v1/users/{id}", byId("00u1")));
    expect(data.id).toBe("00u1");
    expect(response.status).toBe(200);
  });

  it.each<[string, Answer]>([
    ["204", (_, response) => void response.writeHead(204).end()],
    ["200 and nothing", (_, response) => void response.writeHead(200).end()],
  ])("without a body (%s) has no data", async (_, answer) => {
    const { client } = await start(answer);
    const result = await client.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } } });
    expect(unwrap(result).data).toBeUndefined();
  });

  const truncated: Answer = (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"id": "00u');
  };
  const signIn: Answer = (_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome to the hotel</h1>");
  };
  it.each<[string, Answer, RegExp]>([
    ["broken JSON", truncated, /broken JSON/],
    ["a proxy's page", signIn, /text\/html.*Welcome to the hotel/],
    ["nothing", (_, response) => void response.writeHead(200).end(), /without the object/],
  ])("of a read with %s is no success", async (_, answer, words) => {
    const { client } = await start(answer);
    const error = await failureOf(() => client.GET("/api/v1/users/{id}", byId("00u1")));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toMatch(words);
  });

  it.each<[string, Answer, RegExp]>([
    ["broken JSON means that the change was made", truncated, /change was made.*do not repeat/s],
    ["a proxy's page leaves open whether the change was made", signIn, /see whether the change was made/],
  ])("of a write with %s", async (_, answer, words) => {
    const { client } = await start(answer);
    const error = await failureOf(() => client.POST("/api/v1/users", { body: user }));
    expect(error.code).toBe("unexpected_response");
    expect(error.toText()).toMatch(words);
  });
});

describe("a 401", () => {
  const refuseFirst: Answer = (_, response, count) =>
    count === 1
      ? sendJson(response, 401, { errorCode: "E0000011" })
      : sendJson(response, 200, { id: "00u1" });

  it("is answered once by new credentials, with the same body", async () => {
    const { client, received } = await start(refuseFirst);
    await client.POST("/api/v1/users", { body: user });
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(received[1]?.body).toBe(received[0]?.body);
  });

  it("is final the second time", async () => {
    const { client, received } = await start((_, response) => sendJson(response, 401, {}));
    expect(await failureOf(() => client.GET("/api/v1/users"))).toMatchObject({ code: "auth_failed" });
    expect(received).toHaveLength(2);
  });

  it("is final at once where the credentials cannot change", async () => {
    const auth = { method: "api_token", token: "00abc" } as const;
    const server = await startLoopback((_, response) => sendJson(response, 401, {}));
    const transport = createTransport({ orgUrl: server.url, timeoutMs: 5000, version: "0" });
    const provider = createAuthProvider(
      { orgUrl: server.url, auth },
      { fetch: transport.fetch, now: Date.now },
    );
    const client = createOktaClient({ orgUrl: server.url }, provider, transport);
    expect(await failureOf(() => client.GET("/api/v1/users"))).toMatchObject({ code: "auth_failed" });
    expect(server.received).toHaveLength(1);
  });
});

it("an error answer that came so far would not be taken for data", async () => {
  const error = await failureOf(() => unwrap({ data: {}, response: new Response(null, { status: 404 }) }));
  expect(error.code).toBe("internal");
});

it("the preview of a change that makes no request is a fault of ours", async () => {
  expect((await failureOf(() => previewRequest("https://acme.okta.com", async () => {}))).code).toBe(
    "internal",
  );
});

it("an error answer never resolves, even without a body", async () => {
  const { client } = await start((_, response) => void response.writeHead(404).end());
  const error = await failureOf(() => client.GET("/api/v1/users/{id}", byId("00u1")));
  expect(error).toMatchObject({ code: "not_found", okta: { status: 404 } });
});
