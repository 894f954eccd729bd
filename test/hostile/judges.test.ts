import { describe, expect, test } from "vitest";
import type { JournalEntry } from "../../src/sandbox/index.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { judgeAnswer } from "./answers.js";
import { Secrets } from "./canaries.js";
import { Consents } from "./consents.js";
import { permissionOf } from "./permissions.js";
import { judgeRequest } from "./requests.js";

const HOST = "127.0.0.1:1";
const GOOD: JournalEntry = {
  method: "POST",
  path: "/api/v1/users/00u1",
  query: "strict=true",
  headers: {
    host: HOST,
    accept: "application/json",
    "accept-encoding": "gzip",
    authorization: "SSWS 00ab…",
    connection: "keep-alive",
    "user-agent": "okta-mcp/0 node/20.18.1 linux",
    "content-type": "application/json",
    "content-length": "2",
    "if-match": 'W/"abc1"',
  },
  body: '{"profile":{}}',
  status: 200,
};
const ARGS = { user_id: "00u1", changes: { profile: {} }, other: ".." };
const judge = (entry: Partial<JournalEntry>, args: unknown = ARGS) =>
  judgeRequest({ ...GOOD, ...entry }, { permission: permissionOf("update_user", args), args, host: HOST }).id;
const withHeader = (name: string, value: string) => ({ headers: { ...GOOD.headers, [name]: value } });

describe("a request of update_user", () => {
  test("is told apart from its reads", () => {
    expect(judge({})).toBe("updateUser");
    const { "content-type": _type, "content-length": _length, "if-match": _match, ...headers } = GOOD.headers;
    expect(judge({ method: "GET", query: "", body: "", headers })).toBe("getUser");
  });

  test.each<[string, Partial<JournalEntry>, RegExp]>([
    ["another method", { method: "DELETE", body: "" }, /no operation of the tool/],
    ["another API", { path: "/api/v1/apps/00u1" }, /no operation of the tool/],
    ["one segment more", { path: "/api/v1/users/00u1/lifecycle" }, /no operation of the tool/],
    ["one segment less", { path: "/api/v1/users" }, /no operation of the tool/],
    ["an empty parameter", { path: "/api/v1/users/" }, /a path parameter that is none/],
    ["an encoded slash", { path: "/api/v1/users/..%2Fapps" }, /a path parameter that is none/],
    ["something encoded twice", { path: "/api/v1/users/%252e%252e" }, /a path parameter that is none/],
    ["a parent directory", { path: "/api/v1/users/.." }, /a path parameter that is none/],
    ["somebody else", { path: "/api/v1/users/00u2" }, /nobody gave: "00u2"/],
    ["a query parameter of another operation", { query: "limit=1" }, /no query parameter limit/],
    ["one smuggled in", { query: "strict=true&sendEmail=true" }, /no query parameter sendEmail/],
    ["the same one twice", { query: "strict=true&strict=false" }, /a query parameter twice/],
    ["a raw space", { query: "strict=a b" }, /not encoded/],
    ["a header nobody knows", withHeader("x-evil", "1"), /a header that does not belong/],
    ["another host", withHeader("host", "evil.example"), /a header that does not belong/],
    ["a version nobody gave", withHeader("if-match", "*"), /a header that does not belong/],
    ["an API token of another form", withHeader("authorization", "Bearer ab…"), /a header that does not/],
    ["no body", { body: "" }, /a header that does not belong|wants a body/],
    ["a body that is no object", { body: "[]" }, /no object/],
    ["a body with a prototype", { body: '{"__proto__":{}}' }, /__proto__/],
  ])("is nothing with %s", (_, entry, message) => {
    expect(() => judge(entry)).toThrow(message);
  });
});

test("If-Match is for the operation alone that has it", () => {
  const args = { group_id: "00g1" };
  const entry = { ...GOOD, method: "PUT", path: "/api/v1/groups/00g1", query: "" };
  const asked = { permission: permissionOf("update_group", args), args, host: HOST };
  expect(() => judgeRequest(entry, asked)).toThrow("if-match");
});

const result = (text: string, more: object = {}) => ({
  result: { content: [{ type: "text", text }], ...more },
});
const failed = (text: string) => result(text, { isError: true });

describe("an answer", () => {
  test("is good", () => {
    expect(judgeAnswer(result('{"a":1}', { structuredContent: { a: 1 } }))).toMatchObject({
      structured: { a: 1 },
    });
    expect(judgeAnswer(failed("not_found: None.\nNext: Look."))).toMatchObject({ code: "not_found" });
    expect(judgeAnswer({ error: { code: -32602, message: "wrong" } })).toMatchObject({ code: "protocol" });
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["without structured content", result('{"a":1}')],
    ["of another structured content", result('{"a":1}', { structuredContent: { a: 2 } })],
    ["that is no JSON", result("a", { structuredContent: {} })],
    ["that is a list", result("[]", { structuredContent: [] })],
    [
      "that is too long",
      result(`{"a":"${"x".repeat(40_100)}"}`, { structuredContent: { a: "x".repeat(40_100) } }),
    ],
    ["with a hidden mark", result('{"a":"\u202e"}', { structuredContent: { a: "\u202e" } })],
    [
      "with two texts",
      { result: { content: [1, 2].map(() => ({ type: "text", text: "{}" })), structuredContent: {} } },
    ],
    [
      "of a failure with structured content",
      result("not_found: a\nNext: b", { isError: true, structuredContent: {} }),
    ],
    ["of a failure without a code", failed("oh: no\nNext: b")],
    ["of a failure without a next step", failed("not_found: a")],
    ["of a fault of our own", failed("internal: a\nNext: b")],
    ["with a stack", failed("not_found: a\n    at run (x)\nNext: b")],
    ["of an unknown protocol error", { error: { code: -32000, message: "a" } }],
  ])("%s is none", (_, message) => {
    expect(() => judgeAnswer(message)).toThrow();
  });
});

test("a code is consent to its own call, once", () => {
  const consents = new Consents();
  const code = Consents.codeIn('confirmation_required: Sure?\nNext: confirm: "c-1" (once)') ?? "";
  consents.asked(code, "delete_group", { group_id: "00g1" });
  expect(consents.use("delete_group", { group_id: "00g2", confirm: code })).toBe(false);
  expect(consents.use("delete_policy", { group_id: "00g1", confirm: code })).toBe(false);
  expect(consents.use("delete_group", { group_id: "00g1" })).toBe(false);
  expect(consents.use("delete_group", { group_id: "00g1", confirm: code })).toBe(true);
  expect(consents.use("delete_group", { group_id: "00g1", confirm: code })).toBe(false);
});

test("a secret is found in the middle of a text", () => {
  const secrets = new Secrets(["hush-hush"]);
  expect(secrets.in('{"a":"cnry0Password1"}')).toHaveLength(1);
  expect(secrets.in("x hush-hush y")).toEqual(["hush-hush"]);
  expect(secrets.in("[hidden]")).toEqual([]);
});

test("what each tool may do is written down, and no more", () => {
  for (const { name, safety } of createCatalog({ exportDirectory: "/exports" }).descriptors) {
    const { write, reads, consent } = permissionOf(name, {});
    expect([name, write !== undefined]).toEqual([name, safety !== "read"]);
    expect([name, consent === "always"]).toEqual([name, safety === "destructive"]);
    for (const { method } of reads) expect([name, method]).toEqual([name, "GET"]);
  }
});
