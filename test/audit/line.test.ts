import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditLine } from "../../src/audit/line.js";

const LIMIT = 32 * 1024;
const ATTEMPT = { time: "2026-05-20T12:00:00.000Z", id: "id-1", event: "attempt", tool: "update_group" };

/** Any way to break a line in any program that reads one, and what no font shows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u00a0\u3000\u115f\u3164\u{e0041}]/u;

const parse = (line: string): unknown => JSON.parse(line);

describe("a line cannot be forged", () => {
  test.each([
    ["a newline and a record", 'x\n{"event":"outcome","outcome":"done"}'],
    ["a carriage return", "x\r"],
    ["line and paragraph separators", "a\u2028b\u2029c"],
    ["a next-line control", "a\u0085b"],
    ["text that runs the other way", "gpj.\u202exe"],
    ["what cannot be seen", "ad\u200bmin\u00ad\ufeff\u3164\u{e0041}"],
    ["what marks annotations", "a\ufff9b\ufffac\ufffb"],
    ["characters of private use", "\ue000\u{f0000}"],
    ["blanks that are no blank", "a\u00a0b\u3000c\u2003d"],
    ["a delete, alone", "a\u007f"],
    ["half a character", "\ud800"],
    ["quotes and backslashes", '"},{"\\"\\u000a'],
  ])("by %s", (_, text) => {
    const line = auditLine({ ...ATTEMPT, arguments: { [text]: text } });
    expect(line.slice(0, -1)).not.toMatch(UNSEEN);
    expect(line.endsWith("}\n")).toBe(true);
    expect(parse(line)).toEqual({ ...ATTEMPT, arguments: { [text]: text } });
  });

  test("whatever it holds, it is one line that says exactly that", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { maxKeys: 5 }), (input) => {
        const line = auditLine({ ...ATTEMPT, arguments: input });
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(parse(line)).toEqual(JSON.parse(JSON.stringify({ ...ATTEMPT, arguments: input })));
      }),
      { numRuns: 300 },
    );
  });
});

describe("a line stays under 32 KB", () => {
  test.each([
    ["long text", "x".repeat(100_000)],
    ["text that is escaped", "\u202e".repeat(50_000)],
    ["text of large characters", "😀".repeat(30_000)],
    ["quotes within quotes", '"'.repeat(50_000)],
  ])("%s is cut, and that is said", (_, text) => {
    const line = auditLine({ ...ATTEMPT, arguments: { group: { name: text } } });
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LIMIT);
    expect(Buffer.byteLength(line)).toBeGreaterThan(LIMIT / 2);
    const record = parse(line) as Record<string, unknown>;
    expect(record).toMatchObject({ ...ATTEMPT, arguments_cut: true });
    expect(record.arguments).toMatch(/^\{"group":\{"name":"/);
  });

  test("up to it nothing is cut", () => {
    const text = "x".repeat(LIMIT - Buffer.byteLength(auditLine({ ...ATTEMPT, arguments: "" })));
    const line = auditLine({ ...ATTEMPT, arguments: text });
    expect(Buffer.byteLength(line)).toBe(LIMIT);
    expect(parse(line)).toEqual({ ...ATTEMPT, arguments: text });
    expect(parse(auditLine({ ...ATTEMPT, arguments: `${text}x` }))).toHaveProperty("arguments_cut", true);
  });

  test("though all else is long as well", () => {
    const objects = Array.from({ length: 500 }, () => ({ kind: "group", id: "\u202e".repeat(500) }));
    const line = auditLine({ ...ATTEMPT, objects, arguments: { a: "x".repeat(99_999) } });
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LIMIT);
    expect(parse(line)).toMatchObject({ ...ATTEMPT, arguments_cut: true });
  });

  test("though all else is long, its texts and lists are cut at any depth, and that is seen", () => {
    const who = { method: "m".repeat(101), names: Array.from({ length: 11 }, () => "n".repeat(40_000)) };
    const line = auditLine({
      ...ATTEMPT,
      who: { ...who, exact: "e".repeat(100), ten: [1, 2] },
      arguments: {},
    });
    expect(parse(line)).toEqual({
      ...ATTEMPT,
      who: {
        method: `${"m".repeat(100)}…`,
        names: Array.from({ length: 10 }, () => `${"n".repeat(100)}…`),
        exact: "e".repeat(100),
        ten: [1, 2],
      },
      arguments: "{}",
      arguments_cut: true,
    });
  });

  test("for the arguments alone, nothing else is cut", () => {
    const objects = [{ kind: "group", id: "00g1", name: "n".repeat(500) }];
    const line = auditLine({ ...ATTEMPT, objects, arguments: { a: "x".repeat(99_999) } });
    expect(parse(line)).toMatchObject({ ...ATTEMPT, objects, arguments_cut: true });
  });

  test("where all else fills it, it is without arguments", () => {
    const rest = { ...ATTEMPT, arguments_cut: true, name: "" };
    const name = "n".repeat(LIMIT - Buffer.byteLength(auditLine(rest)));
    const line = auditLine({ ...ATTEMPT, name, arguments: { a: "x" } });
    expect(Buffer.byteLength(line)).toBe(LIMIT);
    expect(parse(line)).toEqual({ ...rest, name });
  });
});
