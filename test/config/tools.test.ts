import { describe, expect, it } from "vitest";
import type { Environment, Flags } from "../../src/config/variables.js";
import { readConfig, readDemoConfig } from "../../src/config.js";
import { OktaMcpError } from "../../src/errors.js";

const ORG = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: "00token" };

const read = (env: Environment, flags: Flags = {}) => readConfig({ ...ORG, ...env }, flags, () => "");

/** How a real org and the made-up one refuse the settings: alike. */
function refusals(env: Environment, flags: Flags = {}): OktaMcpError[] {
  return [() => read(env, flags), () => readDemoConfig(env, flags)].map((action) => {
    try {
      action();
    } catch (error) {
      if (error instanceof OktaMcpError) return error;
      throw error;
    }
    throw new Error("The configuration was expected to be refused.");
  });
}

it("nothing narrows the tools where nothing is set", () => {
  const { readOnly, toolsets, tools, exclude, confirm } = read({});
  expect({ readOnly, toolsets, tools, exclude, confirm }).toEqual({ readOnly: false, confirm: "auto" });
});

it("variables are read, for the made-up org too", () => {
  const env = {
    OKTA_READ_ONLY: "true",
    OKTA_TOOLSETS: "users,groups",
    OKTA_TOOLS: "list_*,get_user",
    OKTA_EXCLUDE: "delete_*",
    OKTA_CONFIRM: "strict",
    OKTA_OUTPUT_SCHEMAS: "true",
  };
  const wanted = {
    readOnly: true,
    toolsets: ["users", "groups"],
    tools: ["list_*", "get_user"],
    exclude: ["delete_*"],
    confirm: "strict",
    outputSchemas: true,
  };
  expect(read(env)).toMatchObject(wanted);
  expect(readDemoConfig(env, {})).toMatchObject(wanted);
});

it("flags stand above them", () => {
  expect(read({ OKTA_READ_ONLY: "true" }, { readOnly: "false" }).readOnly).toBe(false);
  const env = { OKTA_READ_ONLY: "no", OKTA_TOOLSETS: "logs", OKTA_EXCLUDE: "get_logs", OKTA_CONFIRM: "off" };
  const flags = { readOnly: "true", toolsets: "users", exclude: "delete_*", confirm: "auto" };
  const wanted = { readOnly: true, toolsets: ["users"], exclude: ["delete_*"], confirm: "auto" };
  expect(read(env, flags)).toMatchObject(wanted);
  expect(readDemoConfig(env, flags)).toMatchObject(wanted);
});

it.each([
  ["true", true],
  ["TRUE", true],
  ["1", true],
  ["Yes", true],
  [" yes ", true],
  ["false", false],
  ["False", false],
  ["0", false],
  ["NO", false],
  ["", false],
])("OKTA_READ_ONLY=%j means %s", (OKTA_READ_ONLY, readOnly) => {
  expect(read({ OKTA_READ_ONLY }).readOnly).toBe(readOnly);
});

it.each([
  ["AUTO", "auto"],
  ["Strict", "strict"],
  [" Off ", "off"],
  ["", "auto"],
])("OKTA_CONFIRM=%j means %s", (OKTA_CONFIRM, confirm) => {
  expect(read({ OKTA_CONFIRM }).confirm).toBe(confirm);
});

it.each([
  ["list_*,get_user", ["list_*", "get_user"]],
  ["list_* get_user", ["list_*", "get_user"]],
  [" list_*,\n\tget_user, ,", ["list_*", "get_user"]],
  ["get_user,get_user", ["get_user"]],
  ["get_[ug]*,list_group?", ["get_[ug]*", "list_group?"]],
])("OKTA_TOOLS=%j means %j", (OKTA_TOOLS, tools) => {
  expect(read({ OKTA_TOOLS }).tools).toEqual(tools);
});

it("lists are frozen", () => {
  expect(Object.isFrozen(read({ OKTA_TOOLS: "get_user" }).tools)).toBe(true);
});

describe("what cannot be meant is refused, and never shown", () => {
  it.each([
    ["OKTA_READ_ONLY", "SECRET"],
    ["OKTA_READ_ONLY", "on"],
    ["OKTA_READ_ONLY", "2"],
    ["OKTA_TOOLSETS", ","],
    ["OKTA_TOOLSETS", "users,SECRET!"],
    ["OKTA_TOOLSETS", "user*"],
    ["OKTA_TOOLS", " , "],
    ["OKTA_TOOLS", "!delete_SECRET"],
    ["OKTA_TOOLS", "get_{user,group}"],
    ["OKTA_TOOLS", "!(delete_*)"],
    ["OKTA_TOOLS", "list_*;get_user"],
    ["OKTA_TOOLS", "SECRET".repeat(11)],
    ["OKTA_EXCLUDE", ",,"],
    ["OKTA_EXCLUDE", "!list_*"],
    ["OKTA_CONFIRM", "SECRET"],
    ["OKTA_READ_ONLY", "  "],
    ["OKTA_OUTPUT_SCHEMAS", "\t"],
    ["OKTA_TOOLS", ["$", "{SECRET}"].join("")],
  ])("%s=%s", (variable, value) => {
    for (const error of refusals({ [variable]: value })) {
      expect(error.code).toBe("config_invalid");
      expect(error.message).toContain(`${variable} `);
      expect(error.toText()).not.toContain("SECRET");
    }
  });

  it.each<[string, Flags]>([
    ["OKTA_TOOLS", { tools: "" }],
    ["OKTA_TOOLSETS", { toolsets: " " }],
    ["OKTA_EXCLUDE", { exclude: "" }],
    ["OKTA_READ_ONLY", { readOnly: "" }],
  ])("an empty flag of %s, which is no wish for all tools", (variable, flags) => {
    for (const error of refusals({ [variable]: "get_user" }, flags)) {
      expect(error).toMatchObject({ code: "config_invalid", field: variable });
    }
  });
});
