import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createApplicationBody } from "../../generated/schemas/applications.js";
import { createUserBody } from "../../generated/schemas/users.js";
import { parseArguments } from "../../src/tool/arguments.js";
import { prepareUpdate } from "../../src/tool/update.js";
import { failureOf } from "../failure.js";

const input = z.strictObject({
  limit: z.int().max(200).optional(),
  ratio: z.number().optional(),
  all: z.boolean().optional(),
  fields: z.array(z.string()).optional(),
  numbers: z.array(z.int()).optional(),
  text: z.string().optional(),
  level: z.literal([1, 2]).optional(),
  mixed: z.literal([1, "one"]).optional(),
  nullable: z.int().nullable().optional(),
  either: z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.boolean() })]).optional(),
  open: z.record(z.string(), z.unknown()).optional(),
  user: createUserBody.optional(),
  application: createApplicationBody.optional(),
});
const parsed = (args: object) => parseArguments(input, args);
const message = async (args: object) => (await failureOf(() => parsed(args))).message;

const bookmark = { signOnMode: "BOOKMARK", label: "5", name: "bookmark", settings: { app: { url: "true" } } };

describe("a string is taken for what it says", () => {
  test.each<[string, object, object]>([
    ["an integer", { limit: "5" }, { limit: 5 }],
    ["a number with space around it", { limit: " 5 " }, { limit: 5 }],
    ["a fraction", { ratio: "-0.5e1" }, { ratio: -5 }],
    ["a boolean", { all: "true" }, { all: true }],
    ["Python's boolean", { all: "False" }, { all: false }],
    ["an array", { fields: '["id","status"]' }, { fields: ["id", "status"] }],
    ["one element of a list", { fields: "profile.email" }, { fields: ["profile.email"] }],
    ["one element that is no string", { numbers: "7" }, { numbers: [7] }],
    ["an array of strings for numbers", { numbers: '["7", 8]' }, { numbers: [7, 8] }],
    ["a literal", { level: "2" }, { level: 2 }],
    ["where null is allowed, too", { nullable: "3" }, { nullable: 3 }],
    ["in a form of a union", { either: { a: "3" } }, { either: { a: 3 } }],
    ["in the other form", { either: { b: "true" } }, { either: { b: true } }],
    ["the whole of a union", { either: '{"b":"true"}' }, { either: { b: true } }],
    ["a free-form object", { open: '{"n":"5"}' }, { open: { n: "5" } }],
    ["a whole body", { application: JSON.stringify(bookmark) }, { application: bookmark }],
    [
      "a body within a body, and a number in that",
      { application: JSON.stringify({ ...bookmark, licensing: '{"seatCount":"5"}' }) },
      { application: { ...bookmark, licensing: { seatCount: 5 } } },
    ],
    [
      "several in one call",
      { limit: "5", all: "true", user: { profile: '{"login":"12345"}', groupIds: "00g1" } },
      { limit: 5, all: true, user: { profile: { login: "12345" }, groupIds: ["00g1"] } },
    ],
  ])("%s", (_, args, wanted) => {
    expect(parsed(args)).toEqual(wanted);
  });
});

describe("strings within strings", () => {
  const wrapped = (schema: z.ZodType, times: number): z.ZodObject =>
    times === 1 ? z.strictObject({ a: schema }) : z.strictObject({ a: wrapped(schema, times - 1) });
  const deep = wrapped(z.int(), 5);
  /** `{a:{a:{a:{a:{a:1}}}}}`, so many of its members in quotes, from the outermost on. */
  const quoted = (count: number, depth = 1): Record<string, unknown> => {
    const inner = depth === 5 ? 1 : quoted(count, depth + 1);
    return { a: depth <= count ? JSON.stringify(inner) : inner };
  };

  test("are read, four deep", () => {
    expect(parseArguments(deep, quoted(4))).toEqual(quoted(0));
    expect(
      prepareUpdate({}, { changes: quoted(4), whole: { body: deep, answerOnly: { always: [] } } }).body,
    ).toEqual(quoted(0));
  });

  test("are refused, deeper than that", async () => {
    expect((await failureOf(() => parseArguments(deep, quoted(5)))).message).toBe(
      "a.a.a.a.a: must be number, not string",
    );
    const whole = { body: deep, answerOnly: { always: [] } };
    const error = await failureOf(() => prepareUpdate({}, { changes: quoted(5), whole }));
    expect(error.message).toBe("changes.a.a.a.a.a: must be number, not string");
  });
});

describe("a string is left alone", () => {
  test.each<[string, object]>([
    ["where a string is wanted", { text: "5" }],
    ["where a string is wanted, though it is JSON", { text: '{"a":1}' }],
    ["in an array of strings", { fields: ["5", "true", "[]"] }],
    ["in a free-form object", { open: { n: "5", o: "{}", deep: { b: "true" } } }],
    ["in a body's free-form part", { user: { profile: { login: "12345", customFlag: "true" } } }],
  ])("%s", (_, args) => {
    expect(parsed(args)).toEqual(args);
  });

  test.each<[string, object, string]>([
    ["a word", { limit: "five" }, "limit: must be number, not string"],
    ["nothing", { limit: "" }, "limit: must be number, not string"],
    ["a number in another writing", { limit: "0x10" }, "limit: must be number, not string"],
    ["a leading zero", { limit: "007" }, "limit: must be number, not string"],
    ["a number that would lose digits", { limit: "9007199254740993" }, "limit: must be number, not string"],
    ["the same below zero", { ratio: "-9007199254740993" }, "ratio: must be number, not string"],
    ["infinity", { ratio: "1e999" }, "ratio: must be number, not string"],
    ["yes", { all: "yes" }, "all: must be boolean, not string"],
    ["1 for true", { all: "1" }, "all: must be boolean, not string"],
    ["null in words", { limit: "null" }, "limit: must be number, not string"],
    ["a list in a row", { fields: "id,status" }, "fields: must be array, not string"],
    ["broken JSON", { fields: '["id"' }, "fields: must be array, not string"],
    ["a string in quotes for a list", { fields: '"id"' }, "fields: must be array, not string"],
    ["nothing for a list", { fields: "" }, "fields: must be array, not string"],
    ["what may be meant as a string", { mixed: " 1 " }, "mixed: must be one of 1, one"],
    ["an array for an object", { open: "[1]" }, "open: must be object, not string"],
    ["a fraction for an integer", { limit: "1.5" }, "limit: must be integer, not number"],
    ["a number over the limit", { limit: "201" }, "limit: Too big: expected number to be <=200"],
  ])("and refused: %s", async (_, args, wanted) => {
    expect(await message(args)).toBe(wanted);
  });
});

describe("what a string holds is checked like everything else", () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  test.each<[string, object, RegExp]>([
    ["a key that changes the prototype", { open: '{"__proto__":{"x":1}}' }, /__proto__/],
    ["control characters", { open: '{"a":"\\u0000"}' }, /open\.a: has control characters/],
    ["what stands for a secret", { open: '{"a":"[hidden]"}' }, /open: holds \[hidden\]/],
    ["the same spelled out", { open: '{"a":"\\u005bhidden]"}' }, /open\.a: is \[hidden\]/],
    ["too deep", { open: nested(40) }, /nest deeper than 32/],
    ["a string in a string in a string", { either: JSON.stringify(JSON.stringify("{}")) }, /must be object/],
  ])("%s", async (_, args, wanted) => {
    expect(await message(args)).toMatch(wanted);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("ten thousand strings are read at once", () => {
    const numbers = Array.from({ length: 10_000 }, (_, at) => at);
    expect(parsed({ numbers: numbers.map(String) })).toEqual({ numbers });
  });
});

/** What JSON makes of a value, taken back, is the value. */
test("whatever is right is as right in quotes", () => {
  const right = fc.record(
    {
      limit: fc.integer({ min: -1000, max: 200 }),
      ratio: fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
        .filter((n) => !Object.is(n, -0)),
      all: fc.boolean(),
      numbers: fc.array(fc.integer()),
      open: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.oneof(fc.integer(), fc.stringMatching(/^\w*$/)),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(right, (args) => {
      const quoted = Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name, JSON.stringify(value)]),
      );
      expect(parsed(quoted)).toEqual(parsed(args));
    }),
  );
});

describe("changes of an object", () => {
  const current = () => ({
    ...bookmark,
    licensing: { seatCount: 1 },
    accessibility: { selfService: "false", loginRedirectUrl: "https://a.example" },
  });
  const whole = { body: createApplicationBody, answerOnly: { always: [] } };

  test("are read before they are merged: an object in quotes takes nothing away", () => {
    const changes = { licensing: '{"seatCount":"9"}', settings: '{"app":{"requestIntegration":"true"}}' };
    const read = { licensing: { seatCount: 9 }, settings: { app: { requestIntegration: true } } };
    expect(prepareUpdate(current(), { changes, whole })).toEqual({
      changes: read,
      body: {
        ...current(),
        licensing: { seatCount: 9 },
        settings: { app: { url: "true", requestIntegration: true } },
      },
      changed: [
        { path: ["settings", "app", "requestIntegration"], from: null, to: true },
        { path: ["licensing", "seatCount"], from: 1, to: 9 },
      ],
    });
  });

  test("leave Okta's own strings as they are", () => {
    const { body } = prepareUpdate(current(), { changes: { label: "New" }, whole });
    expect(body).toMatchObject({ accessibility: { selfService: "false" } });
  });

  test("are checked when they are read", async () => {
    const changes = { licensing: '{"__proto__":{"seatCount":1}}' };
    const error = await failureOf(() => prepareUpdate(current(), { changes, whole }));
    expect(error.message).toBe("changes.licensing: has a key that is not allowed: __proto__");
  });
});
