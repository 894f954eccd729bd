import { describe, expect, test } from "vitest";
import { columnsOf } from "../../../src/cli/call/columns.js";
import { resultLines } from "../../../src/cli/call/result.js";
import { colorsFor } from "../../../src/cli/terminal/colors.js";

const colors = colorsFor({}, {});
const lines = (result: Record<string, unknown>, width?: number) => resultLines(result, { colors, width });

describe("a list", () => {
  const items = [
    { id: "1", profile: { login: "ada@x.org", name: "Ada" } },
    { id: "2", profile: { login: "bob@x.org" } },
  ];

  test("is a table with a column for every value there is", () => {
    expect(lines({ items, count: 2, complete: true, untrusted: true })).toEqual([
      "id  login      name",
      "1   ada@x.org  Ada",
      "2   bob@x.org  -",
      "",
      "2 shown.",
    ]);
  });

  test("says how it goes on, and what else its answer says", () => {
    const shown = lines({ items, count: 2, complete: false, next: "abc", note: "Cut." });
    expect(shown.slice(-3)).toEqual(["2 shown, more follow.", "Cut.", "Go on with: --after abc"]);
  });

  test("without items says so", () => {
    expect(lines({ items: [], count: 0, complete: true })).toEqual(["none", "", "0 shown."]);
  });

  test("leaves out the columns that do not fit, and names them", () => {
    const shown = lines({ items, count: 2, complete: true }, 15);
    expect(shown[0]).toBe("id  login");
    expect(shown).toContain("Not shown for want of width: name. Use --fields or --output json.");
  });
});

test("columns of one name are told apart by their paths", () => {
  const { columns } = columnsOf([{ actor: { id: 1 }, target: { id: 2 } }], undefined);
  expect(columns.map(({ title }) => title)).toEqual(["actor.id", "target.id"]);
});

test("an object is names and values, its lists of objects tables of their own", () => {
  expect(
    lines({
      total: 3,
      window: { since: "a" },
      tags: ["x", "y"],
      by_user: [{ user: "ada", count: 2 }],
      untrusted: true,
    }),
  ).toEqual([
    "total         3",
    "window.since  a",
    "tags          x, y",
    "",
    "by_user (1)",
    "  user  count",
    "  ada   2",
  ]);
});

test("text of the org cannot move the cursor, nor a key that it names", () => {
  const ESC = String.fromCharCode(27);
  const shown = lines({ items: [{ [`k${ESC}[2J`]: `v${ESC}]0;x` }], complete: true }).join("\n");
  expect(shown).not.toContain(ESC);
  expect(shown).toContain("\\u{1b}");
});
