import { describe, expect, test } from "vitest";
import { descriptors as generated } from "../../../generated/catalog.js";
import { argumentFlags, readArguments, readJsonArguments } from "../../../src/cli/call/arguments.js";
import { callOptions, settingOptions } from "../../../src/cli/options.js";
import type { ToolDescriptor } from "../../../src/tool/tool.js";
import { descriptors as composites } from "../../../src/tools/composites.js";

const TOOLS: readonly ToolDescriptor[] = [...Object.values(generated), ...Object.values(composites)];
const flagsOf = (tool: ToolDescriptor) => argumentFlags(tool);

const LIST = flagsOf(generated.list_users);

describe("flags", () => {
  test.each(TOOLS.map((tool) => [tool.name, tool] as const))("of %s: one for each argument", (_, tool) => {
    const flags = flagsOf(tool);
    expect(flags.map(({ name }) => name)).toEqual(Object.keys(tool.inputSchema.properties));
    expect(flags.every(({ flag }) => /^[a-z]+(-[a-z]+)*$/.test(flag))).toBe(true);
  });

  test("of no tool hide a flag of `call` itself", () => {
    const own = callOptions().map(({ long }) => long);
    const hidden = TOOLS.flatMap((tool) => flagsOf(tool).filter(({ flag }) => own.includes(`--${flag}`)));
    expect(hidden).toEqual([]);
  });

  test("of the tools hide no setting but OKTA_CONFIRM, whose flag can stand before the tool's name", () => {
    const settings = settingOptions().map(({ long }) => long);
    const hidden = TOOLS.flatMap((tool) => flagsOf(tool).map(({ flag }) => `--${flag}`)).filter((flag) =>
      settings.includes(flag),
    );
    expect([...new Set(hidden)]).toEqual(["--confirm"]);
  });
});

describe("values", () => {
  test.each([
    ["a number", { limit: ["5"] }, { limit: 5 }],
    ["a number that is none, for the tool to refuse", { limit: ["five"] }, { limit: "five" }],
    ["an empty number", { limit: [""] }, { limit: "" }],
    ["a switch", { fetch_all: ["true"] }, { fetch_all: true }],
    ["a switch that is off", { fetch_all: ["false"] }, { fetch_all: false }],
    ["a list with commas", { fields: ["id, profile.login"] }, { fields: ["id", "profile.login"] }],
    ["a list by repeated flags", { fields: ["id", "status"] }, { fields: ["id", "status"] }],
    ["a list as JSON", { fields: ['["a,b"]'] }, { fields: ["a,b"] }],
    ["text, the last one", { search: ["a", "b"] }, { search: "b" }],
    ["text that looks like a number", { q: ["007"] }, { q: "007" }],
  ])("of %s", (_, given, wanted) => {
    expect(readArguments(LIST, given)).toEqual(wanted);
  });

  test("of an object are JSON", () => {
    const flags = flagsOf(generated.create_user);
    expect(readArguments(flags, { user: ['{"profile":{"login":"a"}}'] })).toEqual({
      user: { profile: { login: "a" } },
    });
  });

  test("of an object that is no JSON say where, and not what", () => {
    const flags = flagsOf(generated.create_user);
    const broken = '{"credentials":{"password":"Secret-1843",}}';
    expect(() => readArguments(flags, { user: [broken] })).toThrow(
      /^--user is not valid JSON( \(character \d+\))?\.$/,
    );
  });
});

describe("arguments as JSON", () => {
  test("are one object", () => {
    expect(readJsonArguments('{"limit":5}', "stdin")).toEqual({ limit: 5 });
  });

  test.each(["[1]", "null", '"a"'])("that are %s are refused", (text) => {
    expect(() => readJsonArguments(text, "stdin")).toThrow("stdin holds JSON, but no object.");
  });

  test.each(["", "{", "limit=5"])("that are no JSON (%j) are refused", (text) => {
    expect(() => readJsonArguments(text, "--json")).toThrow(/^--json is not valid JSON/);
  });
});
