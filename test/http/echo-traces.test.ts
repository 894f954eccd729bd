import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createEchoFilter } from "../../src/http/echo.js";

/** Signs that mean something else in a regular expression, and letters of both cases, where the trace is looked for. */
const TOKEN = "aB+c.D*(e)[f]$|gH/iJ-kL~mN=";
const { response, error } = createEchoFilter({ authorization: `Bearer ${TOKEN}` });

const shown = async (text: string, init: ResponseInit = { status: 500 }, filter = response) =>
  (await filter(new Response(text, init))).text();

describe("a token is found", () => {
  test.each<[string, string]>([
    ["as it is", TOKEN],
    ["in capitals", TOKEN.toUpperCase()],
    ["in small letters", TOKEN.toLowerCase()],
    ["in percent-encoding", encodeURIComponent(TOKEN)],
    ["in percent-encoding with small digits", encodeURIComponent(TOKEN).toLowerCase()],
    ["without its end", TOKEN.slice(0, 16)],
    ["with more behind it", `${TOKEN}/a~b+c=d%20e.f-g_h`],
  ])("%s, each time", async (_, secret) => {
    expect(await shown(`<${secret}> "${secret}" ${secret}`)).toBe('<[hidden]> "[hidden]" [hidden]');
  });

  test("and no other text that its signs would stand for", async () => {
    const other = "aBBBc-DDDD(e)fgH/iJ-kL~mN=";
    expect(await shown(other)).toBe(other);
  });

  test("in a page that calls itself a success, and in JSON that does not", async () => {
    expect(await shown(TOKEN, { status: 200, headers: { "content-type": "text/html" } })).toBe("[hidden]");
    expect(await shown(TOKEN, { status: 200 })).toBe("[hidden]");
    expect(await shown(TOKEN, { status: 400, headers: { "content-type": "application/json" } })).toBe(
      "[hidden]",
    );
  });
});

test("sixteen characters are a secret, fewer could be any word", async () => {
  const filterFor = (token: string) => createEchoFilter({ authorization: `SSWS ${token}` }).response;
  expect(await shown("x abcdefghij123456 y", { status: 500 }, filterFor("abcdefghij123456"))).toBe(
    "x [hidden] y",
  );
  expect(await shown("x abcdefghij12345 y", { status: 500 }, filterFor("abcdefghij12345"))).toBe(
    "x abcdefghij12345 y",
  );
});

test("an error that held it holds it nowhere: not in its cause, nor in its stack", () => {
  const cause = new Error(`to ${TOKEN}`);
  const cleaned = error(new OktaMcpError("network_unreachable", `to ${TOKEN}`, { cause, next: "Look." }));
  const { message, stack, cause: kept } = Object(cleaned);
  expect([message, kept]).toEqual(["to [hidden]", undefined]);
  expect(stack).not.toContain(TOKEN);
});
