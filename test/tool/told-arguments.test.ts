import { describe, expect, test } from "vitest";
import { z } from "zod";
import { namesOf, toldArguments } from "../../src/tool/told-arguments.js";

const INPUT = z.strictObject({
  user_id: z.string(),
  user: z.looseObject({ login: z.string() }).optional(),
  changes: z.record(z.string(), z.unknown()).optional(),
});

describe("of checked arguments a log is told", () => {
  test.each<[string, object, object]>([
    ["what a schema has been held against", { user_id: "00u1" }, { user_id: "00u1" }],
    ["an object with places", { user: { login: "ada", x: 1 } }, { user: { login: "ada", x: 1 } }],
    [
      "the names in one of any form",
      { changes: { label: "x", credentials: '{"password":"hunter2"}' } },
      { changes: ["label", "credentials"] },
    ],
  ])("%s", (_, checked, told) => {
    expect(toldArguments(INPUT, checked)).toEqual(told);
  });
});

describe("the names of what was refused", () => {
  test.each<[unknown, readonly string[]]>([
    [{ user: { password: "hunter2" }, dry_run: true }, ["user", "dry_run"]],
    [{ '{"password":"hunter2"}': "", "": 1, Corr3: 1 }, ["?", "?", "Corr3"]],
    [{ ["x".repeat(65)]: 1 }, ["?"]],
    ['{"password":"hunter2"}', []],
    [["hunter2"], []],
    [null, []],
    [undefined, []],
  ])("%j", (given, names) => {
    expect(namesOf(given)).toEqual(names);
  });

  test("are no more than a line holds", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`a${at}`, at]));
    expect(namesOf(many)).toHaveLength(30);
  });
});
