import fc from "fast-check";
import { parse } from "scim2-parse-filter";
import { describe, expect, test } from "vitest";
import { readExpression } from "../../src/tool/expression-reader.js";

const faults = (expression: string) =>
  readExpression(expression).faults.map(({ at, text }) => `${at}: ${text}`);

describe("where an expression cannot be read, and what to write there", () => {
  test.each<[string, string, string[]]>([
    ["other quotes", "status eq 'ACTIVE'", ['11: write straight double quotes (") around the value']],
    ["typographic quotes", "status eq “ACTIVE”", ['11: write straight double quotes (") around the value']],
    ["no quotes", "status eq ACTIVE and id pr", ["11: the value needs double quotes"]],
    ["words without quotes", "profile.title eq Sales Lead or id pr", ["18: the value needs double quotes"]],
    ["a date without quotes", "created gt 2026-01-01", ["12: the value needs double quotes, as dates do"]],
    ["= for eq", 'status = "ACTIVE"', ["8: write eq as the operator"]],
    ["like", 'profile.email like "jane"', ["15: write co as the operator"]],
    [
      "both of them",
      "status == 'ACTIVE'",
      ["8: write eq as the operator", '11: write straight double quotes (") around the value'],
    ],
    ["in", 'status in ("A", "B")', ["8: there is no operator in: join conditions by or"]],
    [
      "an unknown operator",
      'status zz "A"',
      ["8: zz is no operator: there are eq, gt, ge, lt, le, sw, co, pr"],
    ],
    ["no operator", 'status "ACTIVE"', ["8: the operator is missing before the value"]],
    ["nothing after the property", "status", ["7: the operator is missing at the end"]],
    ["nothing after the operator", "status eq", ["10: the value is missing"]],
    ["&&", 'status eq "A" && id pr', ["15: write and between conditions"]],
    ["a comma", 'status eq "A", id pr', ["14: write and between conditions"]],
    [
      "nothing between conditions",
      'status eq "A" id pr',
      ["15: and or or is missing between two conditions"],
    ],
    ["nothing after and", 'status eq "A" and', ["18: a condition is missing at the end"]],
    ["nothing before and", 'and status eq "A"', ["1: a condition is missing before and"]],
    [
      "a quote not closed",
      'status eq "ACT',
      ['11: this double quote is not closed (write \\" for one in a value)'],
    ],
    ["a bracket not closed", '(status eq "A" or (id pr)', ["1: this ( is not closed"]],
    ["a bracket too many", 'status eq "A")', ["14: this ) closes nothing"]],
    ["other brackets", 'emails[type eq "A")', ["19: this ) closes nothing"]],
    ["a value first", '"A" eq status', ["1: a property is missing: write property operator value"]],
    [
      "URL encoding",
      "profile.name+eq+%22IAM%22",
      ["1: is URL-encoded: give it plain, with spaces and quotes"],
    ],
    ["nothing at all", " ", ["2: a condition is missing at the end"]],
  ])("%s", (_, expression, wanted) => {
    expect(faults(expression)).toEqual(wanted);
  });

  test("no value is told again, for it may be anything", () => {
    for (const expression of [
      "id eq hunter2",
      "id eq 'hunter2'",
      'id eq "hunter2',
      "id eq hunter2 hunter2 id pr",
    ]) {
      expect(faults(expression).join()).not.toContain("hunter2");
    }
  });
});

test("the conditions have their places", () => {
  expect(readExpression('(id pr and emails[type EQ "a\\"b"]) or not (id pr)').conditions).toEqual([
    { property: "id", at: 2, operator: "pr", operatorAt: 5 },
    { property: "emails.type", at: 19, operator: "eq", operatorAt: 24 },
    { property: "id", at: 44, operator: "pr", operatorAt: 47 },
  ]);
});

/** What the SCIM library can parse has no fault here, and what it cannot parse has one. */
describe("agrees with the SCIM library", () => {
  const canParse = (expression: string) => {
    try {
      parse(expression);
      return true;
    } catch {
      return false;
    }
  };
  const value = fc.oneof(
    // The library cannot read a backslash before the closing quote.
    fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text.replaceAll("\\", ""))),
    fc.constantFrom("true", "null", "5", "1.5"),
  );
  const property = fc.constantFrom("id", "profile.lastName", "a_b", "target.id");
  const condition = fc.oneof(
    fc.tuple(property, fc.constantFrom("eq", "co", "LT", "sw"), value).map((parts) => parts.join(" ")),
    property.map((name) => `${name} pr`),
  );
  // Without not, of which the library has rules of its own.
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      condition,
      fc.tuple(tie("tree"), fc.constantFrom("and", "or", "AND"), tie("tree")).map((parts) => parts.join(" ")),
      tie("tree").map((inner) => `(${inner})`),
    ),
  }));

  test("on expressions that are right", () => {
    fc.assert(
      fc.property(tree, (expression) => {
        expect([canParse(expression), faults(expression)]).toEqual([true, []]);
      }),
      { numRuns: 500 },
    );
  });

  test("on those with a token taken out", () => {
    fc.assert(
      fc.property(tree, fc.nat(), (expression, at) => {
        const tokens = expression.match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g) ?? [];
        tokens.splice(at % tokens.length, 1);
        const broken = tokens.join(" ");
        expect([broken, faults(broken).length === 0]).toEqual([broken, canParse(broken)]);
      }),
      { numRuns: 1000 },
    );
  });

  test("and never fails, whatever it is given, nor takes long", () => {
    const hostile = [
      "(".repeat(4000),
      "not ".repeat(1000),
      '"\\'.repeat(2000),
      "'".repeat(4000),
      "id eq ".repeat(700),
    ];
    for (const expression of hostile) expect(faults(expression).length).toBeGreaterThan(0);
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (any) => void faults(any)));
  });
});
