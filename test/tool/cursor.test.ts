import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cursor, cursorBefore, decodeCursor, encodeCursor, itemId } from "../../src/tool/cursor.js";
import { failureOf } from "../failure.js";

const list = { search: 'status eq "ACTIVE"', sort_by: "lastUpdated" };
const position: Cursor = {
  after: "00ub0oNGTSWTBKOLGLNR",
  limit: 50,
  shown: 30,
  anchors: ["00u1", "00u2"],
  ahead: ["00u0"],
  window: { from: 1, to: 9 },
  slice: { from: 3, to: 5 },
};

const decoding = (text: string, asked: unknown = list) => failureOf(() => decodeCursor(text, asked));
const sealedBy = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("what was encoded comes back, and the text passes as an argument", () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const slice = fc.record({ from: fc.integer(), to: fc.integer() });
  const cursor = fc.record({
    after: optional(fc.string({ unit: "binary" })),
    limit: optional(fc.nat()),
    shown: fc.nat(),
    anchors: fc.array(fc.string({ unit: "binary" }), { maxLength: 5 }),
    ahead: fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(cursor, optional(fc.tuple(slice, slice)), (plain, times) => {
      const given = { ...plain, ...(times && { window: times[0], slice: times[1] }) };
      const encoded = encodeCursor(given, list);
      expect(encoded).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(decodeCursor(encoded, list)).toEqual(given);
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

describe("the cursor before an item", () => {
  const page = Array.from({ length: 9 }, (_, at) => ({ id: `id-${at}` }));
  const batch = { page, fresh: [], at: { after: "x", limit: 9 }, onward: { after: "y" } };

  test.each<[number, string[]]>([
    [0, []],
    [2, ["id-0", "id-1"]],
    [8, ["id-3", "id-4", "id-5", "id-6", "id-7"]],
  ])("with index %d names the page and the last five before it", (index, anchors) => {
    expect(cursorBefore(batch, index)).toEqual({ after: "x", limit: 9, shown: index, anchors });
  });
});

test.each<[unknown, string | undefined]>([
  [{ id: "1", uuid: "2" }, "1"],
  [{ uuid: "2" }, "2"],
  [{ id: 1 }, undefined],
  ["text", undefined],
])("%j is known by %s", (item, id) => {
  expect(itemId(item)).toBe(id);
});
