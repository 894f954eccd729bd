import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTransport, type TransportOptions } from "../../src/http/transport.js";
import { failureOf } from "../failure.js";
import { type Answer, closedPort, sendJson, startLoopback } from "./loopback.js";

function open(orgUrl: string, options: Partial<TransportOptions> = {}) {
  const transport = createTransport({ orgUrl, timeoutMs: 5000, version: "0", ...options });
  onTestFinished(() => transport.close());
  return transport;
}

async function start(answer: Answer, options: Partial<TransportOptions> = {}) {
  const server = await startLoopback(answer);
  const { fetch } = open(server.url, options);
  return { ...server, send: (init?: RequestInit) => fetch(`${server.url}/api/v1/users`, init) };
}

const hang: Answer = () => {};
const hangUp: Answer = (_, response) => void response.socket?.destroy();
const half: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write("{");
};
const breakOff: Answer = (request, response, count) => {
  half(request, response, count);
  setTimeout(() => response.socket?.destroy(), 20);
};

/** Takes connections and never says a word. */
async function silentTls(): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an answer", () => {
  it("keeps every Link header", async () => {
    const { send } = await start((_, response) =>
      sendJson(response, 200, [], { link: ['<a>; rel="self"', '<b>; rel="next"'] }),
    );
    expect((await send()).headers.get("link")).toBe('<a>; rel="self", <b>; rel="next"');
  });

  it("is unpacked, its length the true one", async () => {
    const { send, received } = await start((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("[1,2,3]"));
    });
    const response = await send();
    expect(await response.text()).toBe("[1,2,3]");
    expect(response.headers.get("content-length")).toBe("7");
    expect(response.headers.has("content-encoding")).toBe(false);
    expect(received[0]?.headers["accept-encoding"]).toBe("gzip");
  });

  it.each<[string, Answer]>([
    ["announced", (_, response) => void response.end(Buffer.alloc(2000))],
    [
      "in chunks",
      (_, response) => {
        response.writeHead(200);
        response.write(Buffer.alloc(900));
        setTimeout(() => response.end(Buffer.alloc(900)), 10);
      },
    ],
    [
      "as a zip bomb",
      (_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(100_000)));
      },
    ],
  ])("over the size limit, %s, is refused", async (_, answer) => {
    const { send } = await start(answer, { maxBodyBytes: 1000 });
    const error = await failureOf(send);
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("larger than");
  });

  it.each<[string, Answer]>([
    [
      "a coding not asked for",
      (_, response) => void response.writeHead(200, { "content-encoding": "br" }).end("x"),
    ],
    ["broken gzip", (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x")],
  ])("in %s is refused", async (_, answer) => {
    const { send } = await start(answer);
    expect(await failureOf(send)).toMatchObject({ code: "unexpected_response" });
  });

  it("that is not HTTP is refused", async () => {
    const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const orgUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failureOf(() => open(orgUrl).fetch(orgUrl))).toMatchObject({ code: "unexpected_response" });
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("%i is an error and is not followed", async (status) => {
    const other = await startLoopback((_, response) => sendJson(response, 200, {}));
    const { send } = await start((_, response) => {
      response.writeHead(status, { location: `${other.url}/steal?token=topsecret` }).end();
    });
    const error = await failureOf(() => send({ headers: { authorization: "SSWS 00abc" } }));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain(new URL(other.url).host);
    expect(error.toText()).not.toContain("topsecret");
    expect(other.received).toHaveLength(0);
  });

  it("without a target is an error too", async () => {
    const { send } = await start((_, response) => void response.writeHead(302).end());
    expect(await failureOf(send)).toMatchObject({ code: "unexpected_response" });
  });
});

it("a request to another origin is stopped", async () => {
  const org = await startLoopback((_, response) => sendJson(response, 200, {}));
  const other = await startLoopback((_, response) => sendJson(response, 200, {}));
  expect(await failureOf(() => open(org.url).fetch(`${other.url}/api/v1/users`))).toMatchObject({
    code: "internal",
  });
  expect(other.received).toHaveLength(0);
});

describe("a change that never left", () => {
  it("because nothing listens is network_unreachable", async () => {
    const orgUrl = await closedPort();
    const error = await failureOf(() => open(orgUrl).fetch(orgUrl, { method: "POST", body: "{}" }));
    expect(error.code).toBe("network_unreachable");
    expect(error.message).toContain("refused the connection");
  });

  it("because the host has no address is network_unreachable", async () => {
    const orgUrl = "http://no-such-org.invalid";
    const error = await failureOf(() => open(orgUrl).fetch(orgUrl, { method: "POST", body: "{}" }));
    expect(error.code).toBe("network_unreachable");
  });

  it("because the TLS handshake hangs is a timeout", async () => {
    const orgUrl = await silentTls();
    const transport = open(orgUrl, { timeoutMs: 200 });
    const started = performance.now();
    const error = await failureOf(() => transport.fetch(orgUrl, { method: "POST", body: "{}" }));
    expect(error.code).toBe("timeout");
    expect(error.message).toContain("Nothing was sent.");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("because the caller had already gone is cancelled", async () => {
    const { send, received } = await start(hang);
    const error = await failureOf(() => send({ method: "POST", body: "{}", signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: "cancelled", message: "The call was cancelled." });
    expect(received).toHaveLength(0);
  });
});

describe.each([
  ["hangs up", hangUp, 5000, "network_unreachable"],
  ["breaks off in the body", breakOff, 5000, "network_unreachable"],
  ["never answers", hang, 300, "timeout"],
  ["stops in the body", half, 300, "timeout"],
] as const)("a server that %s", (_, answer, timeoutMs, plain) => {
  it(`is ${plain} to a read`, async () => {
    const { send } = await start(answer, { timeoutMs });
    expect(await failureOf(send)).toMatchObject({ code: plain });
  });

  it.each(["POST", "PUT", "DELETE"])(
    `leaves the outcome of a %s unknown, because of ${plain}`,
    async (method) => {
      const { send, received } = await start(answer, { timeoutMs });
      const error = await failureOf(() => send({ method, body: method === "DELETE" ? undefined : "{}" }));
      expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: plain } });
      expect(received).toHaveLength(1);
    },
  );
});

describe("cancelling", () => {
  async function cancelUnderWay(init: RequestInit) {
    const controller = new AbortController();
    const { send, received } = await start(() => controller.abort());
    const error = await failureOf(() => send({ ...init, signal: controller.signal }));
    return { error, received };
  }

  it("a read under way ends it at once", async () => {
    const { error, received } = await cancelUnderWay({});
    expect(error).toMatchObject({ code: "cancelled", message: "The call was cancelled." });
    expect(received).toHaveLength(1);
  });

  it("a change under way says that it may have been made", async () => {
    const { error } = await cancelUnderWay({ method: "POST", body: "{}" });
    expect(error.code).toBe("cancelled");
    expect(error.message).toContain("may have been made");
  });

  it("a call that still waits for its connection ends it at once, and nothing is sent", async () => {
    const orgUrl = await silentTls();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const started = performance.now();
    const error = await failureOf(() =>
      open(orgUrl).fetch(orgUrl, { method: "POST", body: "{}", signal: controller.signal }),
    );
    expect(error).toMatchObject({ code: "cancelled", message: "The call was cancelled." });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

it("closing ends what is under way", async () => {
  const server = await startLoopback(hang);
  const transport = open(server.url);
  const failed = failureOf(() => transport.fetch(server.url));
  while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await transport.close();
  expect(await failed).toMatchObject({ code: "cancelled" });
});
