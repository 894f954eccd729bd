import { describe, expect, test } from "vitest";
import { cell } from "../../../src/cli/terminal/cell.js";
import { colorsFor } from "../../../src/cli/terminal/colors.js";
import { diffLines } from "../../../src/cli/terminal/diff.js";
import { exitCodeOf } from "../../../src/cli/terminal/exit-code.js";
import { progressLine, progressWords } from "../../../src/cli/terminal/progress-line.js";
import { displayWidth, keyValueLines, tableLines } from "../../../src/cli/terminal/table.js";
import { OktaMcpError } from "../../../src/errors.js";

const colors = colorsFor({ NO_COLOR: "1" }, { isTTY: true });

describe("colours", () => {
  test.each([
    ["a terminal", {}, true, true],
    ["a pipe", {}, false, false],
    ["a terminal that can show none", { TERM: "dumb" }, true, false],
    ["NO_COLOR", { NO_COLOR: "1" }, true, false],
    ["an empty NO_COLOR, which counts as not set", { NO_COLOR: "" }, true, true],
    ["FORCE_COLOR in a pipe", { FORCE_COLOR: "1" }, false, true],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, false],
    ["NO_COLOR against FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
  ])("with %s", (_, env, isTTY, wanted) => {
    expect(colorsFor(env, { isTTY }).isColorSupported).toBe(wanted);
  });
});

describe("a table", () => {
  const columns = [
    { title: "id", text: (row: readonly string[]) => row[0] ?? "" },
    { title: "name", text: (row: readonly string[]) => row[1] ?? "" },
  ];

  test("is as wide as its cells, with the columns under each other", () => {
    const rows = [
      ["1", "Ada"],
      ["22", "日本"],
    ];
    expect(tableLines(columns, rows, { colors })).toEqual(["id  name", "1   Ada", "22  日本"]);
  });

  test("is cut to the width of the terminal, the widest column first", () => {
    const lines = tableLines(columns, [["1", "x".repeat(60)]], { colors, width: 20 });
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20);
    expect(lines[1]).toMatch(/^1 {3}x+…$/);
  });

  test("of names and values has the values under each other", () => {
    const rows = [
      ["a", "1"],
      ["long", "2"],
    ] as const;
    expect(keyValueLines(rows, { colors })).toEqual(["a     1", "long  2"]);
  });
});

describe("a cell", () => {
  const ESC = String.fromCharCode(27);
  test.each([
    ["text that would move the cursor", `a${ESC}[2Jb`, "a\\u{1b}[2Jb"],
    ["text of several lines", "a\nb", "a b"],
    ["a list", ["a", 1], "a, 1"],
    ["an object", { a: 1 }, '{"a":1}'],
    ["nothing", null, "-"],
    ["a long text", "x".repeat(200), `${"x".repeat(80)}…`],
  ])("shows %s on one line", (_, value, shown) => {
    expect(cell(value)).toBe(shown);
  });
});

describe("a difference", () => {
  const signs = (before: string, after: string) =>
    diffLines(before, after).map(({ sign, text }) => `${sign}${text}`);

  test.each([
    ["nothing", "a\nb\n", "a\nb\n", []],
    ["a new file", "", "a\nb\n", ["+a", "+b"]],
    ["a changed line", "a\nb\nc\n", "a\nx\nc\n", [" a", "-b", "+x", " c"]],
    ["other line ends alone", "a\r\nb\r\n", "a\nb\n", []],
    ["an added line at the end", "a\n", "a\nb\n", [" a", "+b"]],
  ])("of %s", (_, before, after, wanted) => {
    expect(signs(before, after)).toEqual(wanted);
  });

  test("leaves out what stays between two changes far apart", () => {
    const middle = Array.from({ length: 20 }, (_, at) => `m${at}`).join("\n");
    const lines = signs(`a\n${middle}\nz`, `b\n${middle}\ny`);
    expect(lines).toContain("…");
    expect(lines).toHaveLength(11);
  });
});

describe("progress", () => {
  test.each([
    [{ done: 5 }, "5 read"],
    [{ done: 1200, message: "1200 items read" }, "1200 items read"],
    [{ done: 1000, total: 4000 }, `[${"#".repeat(6)}${"-".repeat(18)}] 1,000 of 4,000`],
    [{ done: 9, total: 3, message: "waiting" }, `[${"#".repeat(24)}] 9 of 3; waiting`],
  ])("of %j", (progress, words) => {
    expect(progressWords(progress)).toBe(words);
  });

  test("is drawn after a while, not too often, and taken away", () => {
    let time = 0;
    const written: string[] = [];
    const line = progressLine({ isTTY: true, columns: 80, write: (text) => written.push(text) }, () => time);
    for (; time <= 1000; time += 20) line.show({ done: time });
    expect(written.length).toBeGreaterThan(3);
    expect(written.length).toBeLessThan(9);
    const drawn = written.length;
    line.end();
    expect(written).toHaveLength(drawn + 1);
    expect(written.at(-1)).not.toMatch(/\d{2}/);
  });

  test("shows nothing in a pipe", () => {
    const written: string[] = [];
    const line = progressLine({ write: (text) => written.push(text) }, () => 1e9);
    line.show({ done: 1 });
    line.end();
    expect(written).toEqual([]);
  });
});

test.each([
  ["config_invalid", 2],
  ["arguments_invalid", 2],
  ["tool_off", 2],
  ["confirmation_required", 3],
  ["confirmation_declined", 3],
  ["cancelled", 130],
  ["not_found", 1],
] as const)("%s ends with code %i", (code, wanted) => {
  expect(exitCodeOf(new OktaMcpError(code, "x"))).toBe(wanted);
});

test("a fault of ours ends with code 1", () => {
  expect(exitCodeOf(new TypeError("x"))).toBe(1);
});
