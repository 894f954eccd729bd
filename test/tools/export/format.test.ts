import { describe, expect, test } from "vitest";
import { csvFormat, jsonLinesFormat } from "../../../src/tools/export/format.js";

const asItIs = (item: unknown) => item;

/** The one cell of a row, as it stands in the file. */
const cellOf = (value: unknown) =>
  csvFormat(["a"], asItIs)
    .rows([{ a: value }])
    .slice(0, -2);

describe("a CSV cell", () => {
  test.each<[string, unknown, string]>([
    ["plain", "Ada Byron", "Ada Byron"],
    ["nothing", undefined, ""],
    ["null", null, ""],
    ["false", false, "false"],
    ["true", true, "true"],
    ["zero", 0, "0"],
    ["a comma", "Byron, Ada", '"Byron, Ada"'],
    ["quotes", 'the "first"', '"the ""first"""'],
    ["a line feed", "a\nb", '"a\nb"'],
    ["a carriage return inside", "a\rb", '"a\rb"'],
    ["Unicode", "Zoë 🦊", "Zoë 🦊"],
    ["a list", ["a", "b"], '"[""a"",""b""]"'],
    ["an object", { b: 1 }, '"{""b"":1}"'],
  ])("%s", (_, value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });

  // OWASP, CSV Injection: the characters a spreadsheet takes for the beginning of a formula.
  test.each<[string, string]>([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1+1", "'-1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r'=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["＝1", "'＝1"],
    [" =1", "' =1"],
    ["\u00a0\ufeff＝1", "'\u00a0\ufeff＝1"],
    ["a;=1;b", "a;'=1;b"],
    ["a; \t@b", "a;' \t@b"],
    ["a\r\n=1", `"a\r\n'=1"`],
    ['a;"=1', `"a;'""=1"`],
    ["a;b=1 - c", "a;b=1 - c"],
    ["\u200b=1", "'\u200b=1"],
    ["\u202e \u0007＠A1", "'\u202e \u0007＠A1"],
    [" +1", "' +1"],
    [" -1", "' -1"],
    [" @A1", "' @A1"],
    [" ＋1", "' ＋1"],
    [" －1", "' －1"],
    ["a;+1;-1;@A1;＝1;＋1;－1;＠A1", "a;'+1;'-1;'@A1;'＝1;'＋1;'－1;'＠A1"],
    ["a;\u200b=1", "a;'\u200b=1"],
    ["a\n=1\n=2", `"a\n'=1\n'=2"`],
  ])("the formula %j is text", (value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });

  test("a formula within a list or an object is text", () => {
    expect(cellOf(["x;=1"])).toBe(`"[""x;'=1""]"`);
    expect(cellOf({ ";=1": 1 })).toBe(`"{"";'=1"":1}"`);
  });

  test("a negative number stays a number", () => {
    expect(cellOf(-5)).toBe("-5");
  });
});

describe("CSV columns", () => {
  const item = {
    id: "1",
    profile: { email: "a@b.c" },
    target: [{ name: "x", tags: [{ k: 1 }] }, { name: "y" }],
    "constructor.x": 1,
  };
  test.each<[string, string]>([
    ["id", "1"],
    ["profile.email", "a@b.c"],
    ["profile.none", ""],
    ["none.at.all", ""],
    ["id.length", ""],
    ["constructor.name", ""],
    ["toString", ""],
    ["__proto__", ""],
    ["target[].name", '"[""x"",""y""]"'],
    ["target.name", '"[""x"",""y""]"'],
  ])("%s", (column, cell) => {
    expect(csvFormat([column], asItIs).rows([item])).toBe(`${cell}\r\n`);
  });

  test("stand in the head, which cannot be a formula either", () => {
    expect(csvFormat(["id", "=cmd()", "a,b"], asItIs).head).toBe(`id,'=cmd(),"a,b"\r\n`);
  });

  test.each([" =cmd()", "＝1+1", "a;=1+1", "\u00a0@SUM(A1)"])(
    "stand there as %j does in a cell",
    (column) => {
      const { head, rows } = csvFormat([column], asItIs);
      expect(head).toBe(rows([{ [column]: column }]));
      expect(head).toContain("'");
    },
  );

  test("rows end in CRLF and keep their order", () => {
    const { rows } = csvFormat(["id", "n"], asItIs);
    expect(
      rows([
        { id: "b", n: 2 },
        { id: "a", n: 1 },
      ]),
    ).toBe("b,2\r\na,1\r\n");
    expect(rows([])).toBe("");
  });
});

test("JSON Lines hold each value as it is shaped, formulas untouched", () => {
  const { head, rows } = jsonLinesFormat((item) => ({ shaped: item }));
  expect(head).toBe("");
  expect(rows(["=1+1", "a\nb"])).toBe('{"shaped":"=1+1"}\n{"shaped":"a\\nb"}\n');
});
