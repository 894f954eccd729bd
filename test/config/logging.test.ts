import { describe, expect, test } from "vitest";
import { readLogSettings } from "../../src/config/logging.js";
import type { Problem } from "../../src/config/problem.js";
import { type Environment, readSettings } from "../../src/config/variables.js";
import { readDemoConfig, readStoreConfig } from "../../src/config.js";

function read(env: Environment) {
  const problems: Problem[] = [];
  const settings = readLogSettings(readSettings(env, {}, problems), problems);
  return { settings, problems: problems.map(({ variable, what }) => `${variable} ${what}`) };
}

describe("a log that can be kept", () => {
  test.each<[string, Environment, object]>([
    ["warnings on stderr, unless asked for more", {}, { logLevel: "warn" }],
    ["a level in any case", { OKTA_LOG_LEVEL: "DEBUG" }, { logLevel: "debug" }],
    ["a level in mixed case", { OKTA_LOG_LEVEL: "Silent" }, { logLevel: "silent" }],
    [
      "files beside it",
      { OKTA_LOG_FILE: "/var/log/okta.log", OKTA_AUDIT_LOG: "/var/log/okta-audit.log" },
      { logLevel: "warn", logFile: "/var/log/okta.log", auditFile: "/var/log/okta-audit.log" },
    ],
  ])("%s", (_, env, settings) => {
    expect(read(env)).toEqual({ settings, problems: [] });
  });
});

describe("a mistake is named, without its value", () => {
  test.each<[Environment, string]>([
    [{ OKTA_LOG_LEVEL: "loud" }, "OKTA_LOG_LEVEL is none of debug, info, warn, error, silent"],
    [{ OKTA_LOG_LEVEL: "warning" }, "OKTA_LOG_LEVEL is none of debug, info, warn, error, silent"],
    [{ OKTA_LOG_FILE: "okta.log" }, "OKTA_LOG_FILE is not an absolute path"],
    [{ OKTA_AUDIT_LOG: "./audit" }, "OKTA_AUDIT_LOG is not an absolute path"],
    [{ OKTA_LOG_FILE: "/a", OKTA_AUDIT_LOG: "/a" }, "OKTA_AUDIT_LOG names the same file as OKTA_LOG_FILE"],
    [
      { OKTA_LOG_FILE: "/a", OKTA_AUDIT_LOG: "/b/../a" },
      "OKTA_AUDIT_LOG names the same file as OKTA_LOG_FILE",
    ],
  ])("%j", (env, problem) => {
    expect(read(env).problems).toEqual([problem]);
  });
});

const ENV = { OKTA_AUDIT_LOG: "/a", OKTA_LOG_FILE: "/b", OKTA_LOG_LEVEL: "Info" };
const SETTINGS = { auditFile: "/a", logFile: "/b", logLevel: "info" };

test.each([
  ["the made-up org", readDemoConfig],
  ["logout --all", readStoreConfig],
])("%s has them too, and their mistakes", (_, readFrom) => {
  expect(readFrom(ENV, {})).toMatchObject(SETTINGS);
  expect(readFrom({}, { auditLog: "/a", logFile: "/b", logLevel: "Info" })).toMatchObject(SETTINGS);
  expect(() => readFrom({ OKTA_LOG_LEVEL: "loud" }, {})).toThrow(/^OKTA_LOG_LEVEL is none of/);
});
