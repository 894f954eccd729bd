import { describe, expect, test } from "vitest";
import type { AuthProvider } from "../../src/auth/provider.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { createEchoFilter } from "../../src/http/echo.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";

const PASSWORD = `Corr'ect "Horse"\\ & <é🦊> 9xQz`;
const CONTENT = JSON.stringify({
  profile: { login: "ada@acme.com" },
  credentials: { password: { value: PASSWORD }, recovery_question: { question: "Dog?", answer: "Rexo" } },
});

const shown = async (text: string, content: string | undefined = CONTENT, status = 502) =>
  (
    await createEchoFilter({ authorization: "SSWS short" }, content).response(new Response(text, { status }))
  ).text();

const html = PASSWORD.replace(/&/g, "&amp;")
  .replace(/</g, "&lt;")
  .replace(/>/g, "&gt;")
  .replace(/"/g, "&quot;");

describe("a secret of the request's body does not come back", () => {
  test.each<[string, string]>([
    ["as it is", PASSWORD],
    ["in JSON", JSON.stringify(PASSWORD).slice(1, -1)],
    ["in JSON within JSON", JSON.stringify(JSON.stringify(PASSWORD).slice(1, -1)).slice(1, -1)],
    ["in percent-encoding", encodeURIComponent(PASSWORD)],
    ["in a form", new URLSearchParams({ "": PASSWORD }).toString().slice(1)],
    ["in HTML", html],
    ["in HTML with numbers", html.replace(/'/g, "&#39;").replace(/&quot;/g, "&#x22;")],
    ["without its end", PASSWORD.slice(0, 16)],
  ])("%s", async (_, secret) => {
    expect(await shown(`<p>You sent ${secret}, twice ${secret}</p>`)).toBe(
      "<p>You sent [hidden], twice [hidden]</p>",
    );
  });

  test("in an error of Okta's, which stays JSON", async () => {
    const summary = JSON.stringify({ errorSummary: `password: ${CONTENT}` });
    const text = await shown(summary, CONTENT, 400);
    expect(JSON.parse(text).errorSummary).toContain('"value":"[hidden]"');
    expect(text).not.toContain("9xQz");
  });

  test("and one that is the beginning of another is no trace of it", async () => {
    const content = JSON.stringify({ token: "abcdef", secret: "abcdefghi" });
    expect(await shown("abcdefghi abcdef", content)).toBe("[hidden] [hidden]");
  });
});

describe("all else stays", () => {
  test.each<[string, string, string | undefined]>([
    ["what is no secret", "ada@acme.com Dog?", CONTENT],
    ["what is too short to be told from words", "Rexo", CONTENT],
    ["without a body", "abcdef", undefined],
    ["a body that is no JSON", "abcdef", "{token: abcdef"],
  ])("%s", async (_, text, content) => {
    expect(await shown(text, content)).toBe(text);
  });

  test("a success in JSON", async () => {
    const answer = Response.json({ name: PASSWORD });
    expect(await createEchoFilter({}, CONTENT).response(answer)).toBe(answer);
  });
});

test("the filter is told of the body that was sent", async () => {
  const auth: AuthProvider = {
    method: "device",
    authorize: async () => ({}),
    observe: () => {},
    invalidate: () => undefined,
    grantedScopes: () => undefined,
    onScopesChanged: () => () => {},
    status: async () => ({ method: "device", orgUrl: "", signedIn: true, renewable: true }),
    close() {},
  };
  const page: typeof fetch = async (_, init) => new Response(`You sent ${init?.body}`, { status: 502 });
  const request = new OutgoingRequest("https://acme.okta.com/api", { method: "POST", body: CONTENT });
  const text = await (await authorizedFetch(auth, page)(request)).text();
  expect(text).toContain('"value":"[hidden]"');
  expect(text).not.toContain("9xQz");
});
