import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { run } from "./support/command.js";
import { newHome, startOrg } from "./support/person.js";
import { PROGRAM } from "./support/program.js";
import { serviceEnv, startServiceOrg } from "./support/service-app.js";
import { connect } from "./support/session.js";

// Without a terminal: every answer by flags and variables.

const TOKEN = "00tokenThatNobodyShouldSee";
const ACME = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: TOKEN };

function init(home: string, words: readonly string[], env: Readonly<Record<string, string>> = ACME) {
  return run(["init", "--yes", ...words], { HOME: home, XDG_CONFIG_HOME: join(home, ".config"), ...env });
}

const files = (home: string) => readdirSync(home, { recursive: true, encoding: "utf8" });

describe("init", () => {
  test("writes the made-up org into a client, which can start it", async () => {
    const home = newHome();
    const { code, stdout, stderr } = await init(home, ["--client", "claude-desktop", "--demo"], {});
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Claude Desktop: .*\(new\)\n\+ \{/);
    const file = join(home, ".config", "Claude", "claude_desktop_config.json");
    const { command, args } = parse(readFileSync(file, "utf8")).mcpServers.okta;
    expect([command, ...args]).toEqual([process.execPath, PROGRAM, "serve", "--demo"]);
    const server = await connect({ args: args.slice(1) });
    expect(await server.toolNames()).toContain("list_users");
    await server.close();
  });

  test("refers to a secret, and shows none", async () => {
    const home = newHome();
    const { code, stdout } = await init(home, ["--no-check", "--client", "vscode", "cursor", "codex"]);
    expect(code).toBe(0);
    const written = files(home).filter((path) => /\.(json|toml)$/.test(path));
    expect(written).toHaveLength(3);
    expect(stdout + written.map((path) => readFileSync(join(home, path), "utf8")).join("")).not.toContain(
      TOKEN,
    );
  });

  test("writes a secret only where it is told to, and does not show it even then", async () => {
    const home = newHome();
    const refused = await init(home, ["--no-check", "--client", "claude-desktop"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/Claude Desktop knows no references/),
    ]);
    expect(files(home)).toEqual([]);
    const { code, stdout } = await init(home, ["--no-check", "--client", "claude-desktop", "--write-secret"]);
    expect([code, stdout.includes(TOKEN)]).toEqual([0, false]);
    const file = join(home, ".config", "Claude", "claude_desktop_config.json");
    expect(parse(readFileSync(file, "utf8")).mcpServers.okta.env).toEqual(ACME);
  });

  test("keeps what is in a file, with a copy of it, and changes nothing the second time", async () => {
    const home = newHome();
    const file = join(home, ".cursor", "mcp.json");
    const old = '{\n\t// mine\n\t"mcpServers": {\n\t\t"gh": { "command": "x" }\n\t}\n}\n';
    mkdirSync(dirname(file));
    writeFileSync(file, old);
    await init(home, ["--no-check", "--client", "cursor"]);
    const after = readFileSync(file, "utf8");
    expect(after.startsWith(old.slice(0, old.indexOf("\n\t}")))).toBe(true);
    const [backup = ""] = readdirSync(dirname(file)).filter((name) => name.endsWith(".bak"));
    expect(readFileSync(join(dirname(file), backup), "utf8")).toBe(old);

    const again = await init(home, ["--no-check", "--client", "cursor"]);
    expect(again.stdout).toContain("is so already");
    expect([readFileSync(file, "utf8"), readdirSync(dirname(file))]).toEqual([
      after,
      expect.objectContaining({ length: 2 }),
    ]);
  });

  test("with --print only shows the change", async () => {
    const home = newHome();
    const { code, stdout } = await run(["init", "--print", "--client", "gemini"], { HOME: home, ...ACME });
    expect(code).toBe(0);
    expect(stdout).toMatch(/settings\.json \(new\)\n\+ \{/);
    expect(files(home)).toEqual([]);
  });

  test("refuses a broken file with its line, before any file is written", async () => {
    const home = newHome();
    mkdirSync(join(home, ".gemini"));
    writeFileSync(join(home, ".gemini", "settings.json"), '{\n  "a": 1,\n  b\n}\n');
    const { code, stderr } = await init(home, ["--no-check", "--client", "cursor", "gemini"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/settings\.json, line 3: /)]);
    expect(files(home)).not.toContain(".cursor");
  });

  test.each([
    ["no client", [], ACME, /--client is missing/],
    ["a client that is not known", ["--client", "netscape"], ACME, /--client names no client that is known/],
    ["no org", ["--client", "cursor"], {}, /OKTA_ORG_URL is missing/],
    ["a name that is none", ["--client", "cursor", "--name", "a b"], ACME, /--name is no name/],
  ])("with %s ends with code 2", async (_, words, env, message) => {
    const { code, stderr } = await init(newHome(), ["--no-check", ...words], env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test("tries the org and the sign-in of a service", async () => {
    const [org, home] = [await startServiceOrg(), newHome()];
    const { code, stdout } = await init(home, ["--client", "cursor"], serviceEnv(org));
    expect(code).toBe(0);
    expect(stdout).toMatch(/is an Okta org\.\nThe sign-in works\.\n/);
    expect(stdout).not.toContain("BEGIN PRIVATE KEY");
  });

  test("writes nothing where the sign-in does not work", async () => {
    const [org, home] = [await startOrg(), newHome()];
    const env = { OKTA_ORG_URL: org.url, OKTA_API_TOKEN: "00wrong" };
    const { code, stderr } = await init(home, ["--client", "cursor"], env);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^okta-mcp: auth_failed: /)]);
    expect(files(home)).toEqual([]);
  });
});
