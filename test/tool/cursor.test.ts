import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cursor, decodeCursor, encodeCursor, remaining } from "../../src/tool/cursor.js";
import { failureOf } from "../failure.js";

const list = { search: 'status eq "ACTIVE"', sort_by: "lastUpdated" };
const position: Cursor = { after: "00ub0oNGTSWTBKOLGLNR", shown: 30, last: "00u1" };

const decoding = (text: string, asked: unknown = list) => failureOf(() => decodeCursor(text, asked));
const sealedBy = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("what was encoded comes back, and the text passes as an argument", () => {
  const text = fc.option(fc.string({ unit: "binary" }), { nil: undefined });
  fc.assert(
    fc.property(text, fc.nat(), text, (after, shown, last) => {
      const encoded = encodeCursor({ after, shown, last }, list);
      expect(encoded).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(decodeCursor(encoded, list)).toEqual({ after, shown, last });
    }),
  );
});

test("no cursor is the start", () => {
  expect(decodeCursor(undefined, list)).toEqual({});
});

describe("a cursor is refused when", () => {
  test("any one character of it is another, missing or one too many", async () => {
    const encoded = encodeCursor(position, list);
    for (let at = 0; at < encoded.length; at++) {
      const other = encoded[at] === "A" ? "B" : "A";
      for (const damaged of [
        encoded.slice(0, at) + other + encoded.slice(at + 1),
        encoded.slice(0, at) + encoded.slice(at + 1),
        encoded.slice(0, at) + other + encoded.slice(at),
      ]) {
        // The last character holds bits that Base64 does not use: then nothing is damaged.
        if (Buffer.from(damaged, "base64url").equals(Buffer.from(encoded, "base64url"))) continue;
        expect((await decoding(damaged)).code).toBe("arguments_invalid");
      }
    }
  });

  test.each<[string, string]>([
    ["Okta's own cursor", "00ub0oNGTSWTBKOLGLNR"],
    ["nothing", ""],
    ["JSON null", sealedBy(null)],
    ["an object", sealedBy({ after: "x" })],
    ["a string", sealedBy("abcd")],
    ["an array without a seal", sealedBy([null, 3, null])],
  ])("it is %s", async (_, text) => {
    expect(await decoding(text)).toMatchObject({ code: "arguments_invalid", field: "after" });
  });

  test("the list is asked for with other arguments, in whatever order they stand", async () => {
    const encoded = encodeCursor(position, list);
    expect((await decoding(encoded, { ...list, search: 'status eq "STAGED"' })).code).toBe(
      "arguments_invalid",
    );
    expect((await decoding(encoded, {})).code).toBe("arguments_invalid");
    expect(decodeCursor(encoded, { sort_by: list.sort_by, search: list.search })).toEqual(position);
  });
});

describe("remaining", () => {
  const items = ["a", "b", "c", "d"].map((id) => ({ id }));

  test.each<[string, Cursor, string[]]>([
    ["all at the start", {}, ["a", "b", "c", "d"]],
    ["what follows the last one shown", { shown: 2, last: "b" }, ["c", "d"]],
    ["the same when an item came in before it", { shown: 1, last: "b" }, ["c", "d"]],
    ["nothing after the page's last", { shown: 4, last: "d" }, []],
    ["by number where items have no id", { shown: 3 }, ["d"]],
  ])("%s", (_, cursor, ids) => {
    expect(remaining(items, cursor)).toEqual(ids.map((id) => ({ id })));
  });

  test("log events are known by their uuid", () => {
    expect(remaining([{ uuid: "1" }, { uuid: "2" }], { shown: 1, last: "1" })).toEqual([{ uuid: "2" }]);
  });

  test("refuses when the last one shown is gone, since what follows it is unknown", async () => {
    const error = await failureOf(() => remaining(items, { shown: 2, last: "x" }));
    expect(error).toMatchObject({ code: "arguments_invalid", field: "after" });
  });
});
