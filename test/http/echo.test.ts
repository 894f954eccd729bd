import { describe, expect, it, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createEchoFilter } from "../../src/http/echo.js";

const TOKEN = "opaque-access/token+0123456789";
const filter = createEchoFilter({ authorization: `Bearer ${TOKEN}`, dpop: "proof-of-possession-0123" });
const HTML = { "content-type": "text/html" };

describe("a page about the request", () => {
  test.each([
    ["the token", TOKEN],
    ["the token in percent-encoding", encodeURIComponent(TOKEN)],
    ["the token in lower case", TOKEN.toLowerCase()],
    ["the beginning of the token", TOKEN.slice(0, 20)],
    ["the proof", "proof-of-possession-0123"],
  ])("loses %s", async (_, secret) => {
    const page = new Response(`<p>${secret}</p>`, {
      status: 403,
      headers: { ...HTML, "x-echo": `a ${secret} b` },
    });
    const cleaned = await filter.response(page);
    expect([cleaned.status, await cleaned.text(), cleaned.headers.get("x-echo")]).toEqual([
      403,
      "<p>[hidden]</p>",
      "a [hidden] b",
    ]);
  });

  it("has a length that is true", async () => {
    const page = new Response(TOKEN, { status: 500, headers: { "content-length": String(TOKEN.length) } });
    expect((await filter.response(page)).headers.get("content-length")).toBe("8");
  });

  it("keeps the rest", async () => {
    const page = new Response("opaque, but no token", { status: 200, headers: HTML });
    expect(await (await filter.response(page)).text()).toBe("opaque, but no token");
  });

  it("keeps everything where nothing secret was sent", async () => {
    const page = new Response(`short ${TOKEN}`, { status: 500 });
    const { response } = createEchoFilter({ authorization: "Bearer short" });
    expect(await (await response(page)).text()).toBe(`short ${TOKEN}`);
  });
});

it("a success in JSON passes as it is", async () => {
  const answer = Response.json({ name: TOKEN });
  expect(await filter.response(answer)).toBe(answer);
});

it("an error in JSON does not", async () => {
  const answer = Response.json({ errorSummary: TOKEN }, { status: 400 });
  expect(await (await filter.response(answer)).json()).toEqual({ errorSummary: "[hidden]" });
});

describe("an error", () => {
  it("loses the token and keeps what to do next", () => {
    const { code, message, next } = Object(
      filter.error(new OktaMcpError("unexpected_response", `to ${TOKEN}`, { next: "Look." })),
    );
    expect([code, message, next]).toEqual(["unexpected_response", "to [hidden]", "Look."]);
  });

  test.each([new Error(TOKEN), new OktaMcpError("timeout", "late")])("%s is the same one", (error) => {
    expect(filter.error(error)).toBe(error);
  });
});
