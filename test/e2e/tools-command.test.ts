import { describe, expect, test } from "vitest";
import { run } from "./support/command.js";
import { newHome, personEnv, SCOPES, signIn, startOrg } from "./support/person.js";

interface Row {
  readonly name: string;
  readonly on: boolean;
  readonly why?: string;
}

async function rows(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Row[]> {
  const { code, stdout, stderr } = await run(["tools", "--json", ...words], env);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

const row = (list: readonly Row[], name: string) => list.find((each) => each.name === name);

describe("tools", () => {
  test("lists every tool without any setting", async () => {
    const list = await rows([]);
    expect(list).toHaveLength(50);
    expect(list.filter(({ on }) => !on)).toEqual([
      expect.objectContaining({ name: "export_records", why: "needs OKTA_EXPORT_DIR" }),
    ]);
  });

  test("says which setting leaves a tool out", async () => {
    const list = await rows(["--read-only", "--exclude", "get_logs"]);
    expect(row(list, "delete_group")).toMatchObject({ on: false, why: "OKTA_READ_ONLY" });
    expect(row(list, "get_logs")).toMatchObject({ on: false, why: "OKTA_EXCLUDE" });
    expect(row(list, "list_users")?.on).toBe(true);
  });

  test("says which scope is not asked for", async () => {
    const list = await rows([], { OKTA_SCOPES: "okta.users.read" });
    expect(row(list, "list_users")?.on).toBe(true);
    expect(row(list, "list_groups")).toMatchObject({ on: false, why: "okta.groups.read is not asked for" });
  });

  test("counts the scopes of a sign-in that is kept here, and sends nothing", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const env = personEnv(sandbox, home, { OKTA_SCOPES: `${SCOPES.join(" ")} okta.apps.read` });
    expect(row(await rows([], env), "list_applications")?.on).toBe(true);
    const granted = personEnv(sandbox, home);
    await signIn(sandbox, granted);
    const before = sandbox.requests.length;
    expect(row(await rows([], granted), "list_applications")?.why).toBe("okta.apps.read is not granted");
    expect(sandbox.requests).toHaveLength(before);
  });

  test("is a table for people, without colours in a pipe", async () => {
    const { stdout } = await run(["tools"]);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^tool +toolset +safety +scopes +on$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^delete_group +groups +destructive +okta\.groups\.manage +on$/),
    );
    expect(stdout).toMatch(/\n49 of 50 tools on /);
    expect(stdout).not.toContain(String.fromCharCode(27));
  });

  test("in colour where that is asked for, and not with NO_COLOR", async () => {
    const red = `${String.fromCharCode(27)}[31mdestructive`;
    expect((await run(["tools"], { FORCE_COLOR: "1" })).stdout).toContain(red);
    expect((await run(["tools"], { FORCE_COLOR: "1", NO_COLOR: "1" })).stdout).not.toContain(red);
  });

  test("with a selection that cannot be meant ends with code 2", async () => {
    const { code, stderr } = await run(["tools", "--toolsets", "nobody"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^okta-mcp: config_invalid: OKTA_TOOLSETS/)]);
  });
});

describe("the command line", () => {
  test.each([
    ["--help", 0, /Commands:.*serve.*call.*Exit codes:.*130/s],
    ["--version", 0, /^\d+\.\d+\.\d+\n$/],
  ])("answers %s", async (flag, code, wanted) => {
    const ended = await run([flag]);
    expect([ended.code, ended.stderr]).toEqual([code, ""]);
    expect(ended.stdout).toMatch(wanted);
  });

  test.each([[["--nonsense"]], [["tools", "--nonsense"]], [["call"]], [["completion"]]])(
    "ends with code 2 for %j",
    async (words) => {
      const { code, stdout } = await run(words);
      expect([code, stdout]).toEqual([2, ""]);
    },
  );
});

describe("completion", () => {
  test("prints a script, which asks the program for what can be typed", async () => {
    const script = await run(["completion", "fish"]);
    expect([script.code, script.stdout]).toEqual([0, expect.stringContaining("okta-mcp complete -- ")]);
    const asked = await run(["complete", "--", "call", "get_policy_r"]);
    expect(asked).toEqual({ code: 0, stdout: "get_policy_rule\tGet policy rule (read)\n", stderr: "" });
    const flags = await run(["complete", "--", "call", "list_users", "--detail", ""]);
    expect(flags.stdout).toBe("summary\nfull\n");
  });

  test("of an unknown shell ends with code 2", async () => {
    expect((await run(["completion", "tcsh"])).code).toBe(2);
  });
});
