import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";
import { newHome } from "./support/person.js";
import { startProcess } from "./support/process.js";
import { serviceEnv, startServiceOrg } from "./support/service-app.js";
import { connect, type SessionOptions, startSession } from "./support/session.js";

type Env = Readonly<Record<string, string>>;

const { descriptors } = createCatalog({ exportDirectory: "/exports" });
const ALL = descriptors.map(({ name }) => name);
const namesWhere = (wanted: (tool: (typeof descriptors)[number]) => boolean) =>
  descriptors.filter(wanted).map(({ name }) => name);

async function withSession(
  options: SessionOptions,
  story: (session: Awaited<ReturnType<typeof startSession>>) => Promise<void>,
): Promise<void> {
  const session = await startSession(options);
  try {
    await story(session);
  } finally {
    await session.close();
  }
}

describe("what is listed can be called, and nothing else", () => {
  test.each<[string, Env, readonly string[]]>([
    ["nothing left out", {}, ALL],
    ["reads alone", { OKTA_READ_ONLY: "Yes" }, namesWhere(({ safety }) => safety === "read")],
    [
      "two toolsets",
      { OKTA_TOOLSETS: "groups, logs" },
      namesWhere(({ toolset }) => toolset === "groups" || toolset === "logs"),
    ],
    ["some tools", { OKTA_TOOLS: "get_logs okta_*" }, ["get_logs", "okta_status"]],
    [
      "composites without the tools that they read by",
      { OKTA_EXCLUDE: "get_logs,list_*,export_records" },
      namesWhere(({ name }) => !/^list_|^get_logs$|^export_records$/.test(name)),
    ],
    [
      "without the composites",
      { OKTA_EXCLUDE: "okta_status,describe_schema,export_records" },
      namesWhere(({ toolset }) => toolset !== "org"),
    ],
  ])("%s", async (_, settings, listed) => {
    const env = { OKTA_EXPORT_DIR: newHome(), ...settings };
    await withSession({ env }, async ({ sandbox, toolNames, call }) => {
      expect(await toolNames()).toEqual(listed);
      for (const name of listed) {
        expect((await call(name)).text, name).not.toMatch(/^tool_off|no tool/);
      }
      const requests = sandbox.requests.length;
      for (const name of ALL.filter((each) => !listed.includes(each))) {
        const { isError, text } = await call(name, { user_id: "00u1", group_id: "00g1" });
        expect([isError, text], name).toEqual([
          true,
          expect.stringMatching(`^tool_off: ${name} is left out by `),
        ]);
        expect(text).toContain(Object.keys(settings)[0]);
      }
      expect(sandbox.requests).toHaveLength(requests);
    });
  });

  test("a name that no tool has stays an error of the protocol", async () => {
    await withSession({ env: { OKTA_READ_ONLY: "1" } }, async ({ call }) => {
      await expect(call("delete_everything")).rejects.toThrow(/There is no tool named "delete_everything"/);
    });
  });

  test("a list that is left out cannot be exported either", async () => {
    const directory = newHome();
    const env = { OKTA_EXPORT_DIR: directory, OKTA_EXCLUDE: "list_users" };
    await withSession({ env }, async ({ sandbox, fail, ok }) => {
      const text = await fail("export_records", { tool: "list_users", file: "users.csv" });
      expect(text).toMatch(/^arguments_invalid: .*list_groups/);
      expect([sandbox.requests, readdirSync(directory)]).toEqual([[], []]);
      await ok("export_records", { tool: "list_groups", file: "groups.csv" });
      expect(readdirSync(directory)).toEqual(["groups.csv"]);
    });
  });
});

test("flags stand above the variables, for the made-up org too", async () => {
  const args = ["serve", "--demo", "--read-only", "--tools", "*_group"];
  const { toolNames, close } = await connect({ args, env: { OKTA_READ_ONLY: "0", OKTA_TOOLS: "get_logs" } });
  expect(await toolNames()).toEqual(["get_group", "find_group"]);
  await close();
});

test.each([["--read-only=false"], ["--read-only", "false"]])(
  "%s %s stands above them, too",
  async (...flag) => {
    const args = ["serve", "--demo", ...flag.filter(Boolean), "--tools", "create_group"];
    const { toolNames, close } = await connect({ args, env: { OKTA_READ_ONLY: "1" } });
    expect(await toolNames()).toEqual(["create_group"]);
    await close();
  },
);

test("read-only sends nothing but reads, signing in apart", async () => {
  const sandbox = await startServiceOrg();
  const { toolNames, ok, call, fail, close } = await connect({
    env: { ...serviceEnv(sandbox), OKTA_READ_ONLY: "true" },
  });
  await ok("list_groups");
  for (const name of await toolNames()) await call(name, name.includes("_user") ? { user_id: "00u1" } : {});
  expect(await fail("create_group", { group: { profile: { name: "New" } } })).toMatch(/^tool_off/);
  const sent = new Set(sandbox.requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`));
  expect([...sent].filter((request) => !request.startsWith("GET "))).toEqual(["POST /oauth2/v1/token"]);
  await close();
});

test("okta_status tells what is left out by which setting", async () => {
  const env = { OKTA_READ_ONLY: "true", OKTA_TOOLSETS: "org,logs", OKTA_CONFIRM: "strict" };
  await withSession({ env }, async ({ ok, toolNames }) => {
    const status = await ok("okta_status");
    const on = (await toolNames()).length;
    // One more there is only with a directory.
    const leftOut = ALL.length - 1 - on;
    expect(status).toMatchObject({
      read_only: true,
      confirm: "strict",
      tools_on: on,
      tools_left_out: leftOut,
    });
    expect(status.left_out_by).toEqual({
      OKTA_READ_ONLY: namesWhere(({ safety }) => safety !== "read"),
      OKTA_TOOLSETS: namesWhere(({ toolset }) => toolset !== "org" && toolset !== "logs"),
    });
  });
});

describe("a selection that cannot be meant ends the program with code 2, before anything is served", () => {
  test.each<[string, string[], Env, RegExp]>([
    ["an unknown toolset", ["--toolsets", "user"], {}, /OKTA_TOOLSETS .*did you mean users/],
    ["an unknown tool", ["--tools", "get_users,list_users"], {}, /OKTA_TOOLS .*number 1 of 2.*get_user/],
    [
      "an exclusion of nothing",
      ["--exclude", "destroy_*"],
      {},
      /OKTA_EXCLUDE holds a pattern that no tool has/,
    ],
    ["an empty list", [], { OKTA_TOOLS: "," }, /OKTA_TOOLS is an empty list/],
    ["an empty flag", ["--tools", ""], {}, /OKTA_TOOLS is given by its flag, but empty/],
    [
      "nothing left",
      ["--read-only", "--tools", "delete_*"],
      {},
      /OKTA_READ_ONLY, OKTA_TOOLS together leave no/,
    ],
    ["an export without a directory", ["--tools", "export_records"], {}, /only with OKTA_EXPORT_DIR/],
    ["a switch of blanks", [], { OKTA_READ_ONLY: "  " }, /OKTA_READ_ONLY holds nothing but blanks/],
    [
      "a switch set to what it cannot be",
      ["--read-only=ture"],
      {},
      /OKTA_READ_ONLY is neither true nor false/,
    ],
    ["neither true nor false", [], { OKTA_READ_ONLY: "ture" }, /OKTA_READ_ONLY is neither true nor false/],
    ["an unknown way to confirm", ["--confirm", "never"], {}, /OKTA_CONFIRM is none of auto, strict, off/],
  ])("%s", async (_, args, env, message) => {
    const org = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: "00token" };
    for (const program of [
      startProcess(["serve", ...args], { ...org, ...env }),
      startProcess(["serve", "--demo", ...args], env),
    ]) {
      expect((await program.exit()).code).toBe(2);
      expect(program.stderr()).toMatch(/^okta-mcp: config_invalid: /);
      expect(program.stderr()).toMatch(message);
      expect(program.lines()).toEqual([]);
    }
  });
});

test("--help shows each flag with its variable and default", async () => {
  const program = startProcess(["serve", "--help"]);
  await program.exit();
  const help = program.stdout().replaceAll(/\s+/g, " ");
  expect(help).toMatch(/--read-only \[true\|false\] Offer only [^(]*\(OKTA_READ_ONLY; default: false\)/);
  for (const flag of ["toolsets", "tools", "exclude", "confirm"]) {
    expect(help).toMatch(
      new RegExp(`--${flag} <value> [^(]+ \\(OKTA_${flag.toUpperCase()}; default: \\w+\\)`),
    );
  }
});
