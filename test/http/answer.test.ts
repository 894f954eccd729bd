import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { checkAnswer } from "../../src/http/answer.js";
import { unpack } from "../../src/http/body.js";
import { WholeResponse } from "../../src/http/whole-response.js";
import { failureOf } from "../failure.js";

const JSON_TYPE = { "content-type": "application/json" };
const answer = (text: string, headers: Record<string, string> = JSON_TYPE, status = 200) =>
  new WholeResponse(Buffer.from(text), status, new Headers(headers));
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

describe("a whole response", () => {
  test("is read as UTF-8, as often as asked", async () => {
    const whole = answer('{"name":"Zoë 🦊"}', { ...JSON_TYPE, link: "<a>" }, 201);
    for (const each of [whole, whole.clone(), whole]) {
      expect(await each.text()).toBe('{"name":"Zoë 🦊"}');
      expect(await each.json()).toEqual({ name: "Zoë 🦊" });
      expect([each.status, each.headers.get("link")]).toEqual([201, "<a>"]);
    }
  });
});

describe("JSON is taken", () => {
  test("up to a hundred levels deep, whatever its length is said to be", async () => {
    const taken = await checkAnswer("GET", answer(nested(100)));
    expect(await taken.json()).toEqual(JSON.parse(nested(100)));
    expect(taken.headers.get("content-length")).toBe("1");
    const long = await checkAnswer("GET", answer("[1]", { ...JSON_TYPE, "content-length": "3" }));
    expect(long.headers.get("content-length")).toBe("3");
  });

  test("for nothing after a change, and then has no length", async () => {
    const taken = await checkAnswer("DELETE", answer(" \n", { "content-length": "2" }));
    expect([await taken.json(), taken.headers.get("content-length")]).toEqual([undefined, "0"]);
  });
});

describe("what is wrong with an answer is told of a read, and of a change that it was made", () => {
  test.each<[string, string, string]>([
    ["GET", nested(101), "Okta's answer is JSON deeper than 100 levels."],
    [
      "POST",
      nested(101),
      "The change was made: Okta answered HTTP 200, but with JSON deeper than 100 levels.",
    ],
    ["GET", '{"a":', "Okta's answer is broken JSON."],
    ["PUT", '{"a":', "The change was made: Okta answered HTTP 200, but with broken JSON."],
    ["GET", "", "Okta answered without the object asked for."],
  ])("%s %#", async (method, text, message) => {
    expect(await failureOf(() => checkAnswer(method, answer(text)))).toMatchObject({
      code: "unexpected_response",
      message,
    });
  });

  test("while a page is nobody's word, whatever its type begins with", async () => {
    for (const type of ["text/html", "application/jsonx"]) {
      const error = await failureOf(() => checkAnswer("POST", answer("<p>", { "content-type": type })));
      expect(error.message).toContain(`not JSON (${type})`);
      expect(error.next).toContain("to see whether the change was made");
    }
  });
});

describe("a body", () => {
  const packed = gzipSync("text");

  test.each<[string, Buffer, string]>([
    ["gzip", packed, "text"],
    [" X-GZip ", packed, "text"],
    ["GZIP", packed, "text"],
    ["identity", Buffer.from("text"), "text"],
    ["", Buffer.from("text"), "text"],
    ["br", Buffer.alloc(0), ""],
    ["gzip", Buffer.alloc(0), ""],
  ])("in the coding %j is unpacked", async (coding, body, text) => {
    expect((await unpack(body, coding, 100)).toString()).toBe(text);
  });

  test("may be as large as its limit once it is unpacked, and no larger", async () => {
    expect(await unpack(gzipSync(Buffer.alloc(2_000_000)), "gzip", 2_000_000)).toHaveLength(2_000_000);
    const error = await failureOf(() => unpack(gzipSync(Buffer.alloc(2_000_001)), "gzip", 2_000_000));
    expect([error.code, error.message]).toEqual([
      "unexpected_response",
      "The answer is larger than 2 MB, more than Okta sends.",
    ]);
  });

  test("that is broken is not called too large", async () => {
    await expect(unpack(Buffer.from("no gzip"), "gzip", 100)).rejects.toMatchObject({ code: "Z_DATA_ERROR" });
  });
});
