import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { run } from "./support/command.js";
import { newHome, personEnv, startOrg } from "./support/person.js";
import { startProcess } from "./support/process.js";
import { slowOrg } from "./support/slow-org.js";

// `call` on an org over HTTP, as a script runs it: no terminal anywhere.

let org: Sandbox;
beforeAll(async () => {
  org = await startSandbox({ users: 30, events: 50 });
});
afterAll(() => org.close());

interface CallOptions {
  readonly home?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function call(words: readonly string[], { home = newHome(), stdin, env }: CallOptions = {}) {
  const ours = { HOME: home, XDG_DATA_HOME: home, OKTA_ORG_URL: org.url, OKTA_API_TOKEN: org.apiToken };
  return run(["call", ...words], { ...ours, ...env }, stdin);
}

const groupNamed = (name: string) =>
  org.org.groups.all.find(({ profile }) => profile.name === name)?.id ?? "";

describe("arguments", () => {
  test("are flags, and the answer is one line of JSON", async () => {
    const { code, stdout, stderr } = await call([
      "list_users",
      "--limit",
      "3",
      "--fields",
      "id,profile.login",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toHaveLength(1);
    const { items, count } = JSON.parse(stdout);
    expect(count).toBe(3);
    expect(Object.keys(items[0])).toEqual(["id", "profile"]);
  });

  test.each([
    ["--json", ["list_users", "--json", '{"limit":2}'], undefined],
    ["stdin", ["list_users", "-"], '{"limit":2}'],
    ["the tool's name with dashes", ["list-users", "--limit=2"], undefined],
    ["flags above --json", ["list_users", "--json", '{"limit":9}', "--limit", "2"], undefined],
    ["--json before the tool", ["--json", '{"limit":2}', "list_users"], undefined],
  ])("come by %s", async (_, words, stdin) => {
    const { code, stdout } = await call(words, stdin === undefined ? {} : { stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).count).toBe(2);
  });

  test.each([
    ["an unknown flag", ["list_users", "--limt", "2"], /unknown option '--limt'.*Did you mean --limit/s],
    [
      "an unknown tool",
      ["list_user"],
      /arguments_invalid: There is no tool named "list_user"\.\nNext: Did you mean list_users/,
    ],
    ["a value that the tool does not take", ["list_users", "--limit", "many"], /arguments_invalid: limit: /],
    ["a missing argument", ["get_user"], /arguments_invalid: user_id: is required/],
    ["JSON that is none", ["list_users", "--json", "{"], /arguments_invalid: --json is not valid JSON/],
  ])("with %s end with code 2, and nothing is sent", async (_, words, message) => {
    const before = org.requests.length;
    const { code, stdout, stderr } = await call(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(org.requests).toHaveLength(before);
  });
});

test("--output text is readable, without colours in a pipe", async () => {
  const { stdout } = await call(["list_groups", "--limit", "2", "--output", "text"]);
  expect(stdout).toMatch(/^id +.*name/);
  expect(stdout).toMatch(/\n2 shown, more follow\.\nGo on with: --after \S+\n$/);
  expect(stdout).not.toContain(String.fromCharCode(27));
});

test("an error of Okta's ends with code 1, and says what to do", async () => {
  const { code, stdout, stderr } = await call(["get_group", "--group-id", "00gNobodyKnowsIt0000"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^okta-mcp: not_found: .*\nNext: Find the right id with find_group/s);
});

describe("a destructive call", () => {
  test("asks for consent in two commands: the code works once, for this very call", async () => {
    const home = newHome();
    const words = ["delete_group", "--group-id", groupNamed("Contractors")];
    const first = await call(words, { home });
    expect(first).toMatchObject({ code: 3, stdout: "" });
    expect(first.stderr).toMatch(/^okta-mcp: confirmation_required: .*group "Contractors"/s);
    const code = /--confirm (\S+) /.exec(first.stderr)?.[1] ?? "";

    const other = await call(["delete_group", "--group-id", groupNamed("Engineering"), "--confirm", code], {
      home,
    });
    expect(other.code).toBe(3);
    expect(groupNamed("Contractors")).not.toBe("");

    const second = await call([...words, "--confirm", code], { home });
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(second.stdout).done).toBe(true);
    expect(groupNamed("Contractors")).toBe("");
    expect((await call([...words, "--confirm", code], { home })).code).not.toBe(0);
  });

  test("is never taken for agreed to: another home knows no code", async () => {
    const words = ["delete_group", "--group-id", groupNamed("Engineering")];
    const code = /--confirm (\S+) /.exec((await call(words)).stderr)?.[1] ?? "";
    expect((await call([...words, "--confirm", code])).code).toBe(3);
    expect(groupNamed("Engineering")).not.toBe("");
  });

  test.runIf(process.platform === "linux")("ends where its code cannot be kept, and says where", async () => {
    const words = ["delete_group", "--group-id", groupNamed("Engineering")];
    const { code, stderr } = await call(words, { home: "/proc/nope" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^okta-mcp: file_failed: .* in \/proc\/nope\/\S+ \(ENOENT\).*\nNext: .*terminal/);
    expect(groupNamed("Engineering")).not.toBe("");
  });

  test("is refused with OKTA_CONFIRM=strict, and in read-only operation", async () => {
    const words = ["delete_group", "--group-id", groupNamed("Engineering")];
    const strict = await call(["--confirm", "strict", ...words]);
    expect([strict.code, strict.stderr]).toEqual([3, expect.stringMatching(/confirmation_unavailable/)]);
    expect(strict.stderr).toMatch(/You cannot be asked here:\n.*Next: Run the same command in a terminal/s);
    const readOnly = await call([...words, "--read-only"]);
    expect([readOnly.code, readOnly.stderr]).toEqual([
      2,
      expect.stringMatching(/tool_off: delete_group is left out by OKTA_READ_ONLY/),
    ]);
  });
});

test("--read-only=false stands above the variable, before the tool's name and behind it", async () => {
  const words = ["create_group", "--group", '{"profile":{"name":"Pilots"}}', "--dry-run"];
  const env = { OKTA_READ_ONLY: "true" };
  const codes = [
    await call(words, { env }),
    await call(["--read-only=false", ...words], { env }),
    await call([...words, "--read-only", "false"], { env }),
  ].map(({ code }) => code);
  expect(codes).toEqual([2, 0, 0]);
});

test("Ctrl-C ends a call in good order with code 130", async () => {
  const slow = await slowOrg(org.url, () => Number.POSITIVE_INFINITY);
  const home = newHome();
  const words = ["call", "list_users", "--limit", "5", "--fetch-all"];
  const env = { HOME: home, XDG_DATA_HOME: home, OKTA_ORG_URL: slow.url, OKTA_API_TOKEN: org.apiToken };
  const started = startProcess(words, env);
  await expect.poll(slow.count, { timeout: 5_000 }).toBe(1);
  started.kill("SIGINT");
  const { code } = await started.exit();
  expect([code, started.stdout(), started.stderr()]).toEqual([
    130,
    "",
    expect.stringMatching(/^okta-mcp: cancelled: /),
  ]);
});

test("without a sign-in says how to sign in, and asks Okta nothing", async () => {
  const sandbox = await startOrg();
  const home = newHome();
  const { code, stderr } = await run(["call", "list_groups"], personEnv(sandbox, home));
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/sign_in_required: .*\nNext: Run `okta-mcp login`/),
  ]);
  expect(sandbox.requests).toEqual([]);
  const offline = await run(["call", "describe_schema", "--tool", "create_group"], personEnv(sandbox, home));
  expect(offline.code).toBe(0);
});

test("--demo needs no org, and answers for good", async () => {
  const { code, stdout } = await run(["call", "find_user", "--query", "jane smith", "--demo"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).best.login).toBe("jane.smith@example.com");
});

test("--help of a tool shows its arguments, whatever the settings are", async () => {
  const { code, stdout } = await run(["call", "delete_group", "--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/--group-id <text> +.*required/s);
  expect(stdout).toMatch(/3 +the change needs consent/);
});
