import { describe, expect, test } from "vitest";
import { CLIENTS, clientNamed } from "../../../src/cli/clients/clients.js";
import { serverEntry, startCommand } from "../../../src/cli/clients/entry.js";
import { CLIENT_NAMES } from "../../../src/cli/clients/names.js";
import { isOurs } from "../../../src/cli/clients/ours.js";

const MAC = { platform: "darwin", env: { HOME: "/Users/ada" } } as const;
const LINUX = { platform: "linux", env: { HOME: "/home/ada" } } as const;
const WINDOWS = {
  platform: "win32",
  env: { USERPROFILE: "C:\\Users\\ada", APPDATA: "C:\\Users\\ada\\AppData\\Roaming" },
} as const;

describe("the file of each client", () => {
  test.each([
    [
      "claude-desktop",
      "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json",
      "/home/ada/.config/Claude/claude_desktop_config.json",
      "C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
    ],
    ["claude-code", "/Users/ada/.claude.json", "/home/ada/.claude.json", "C:\\Users\\ada\\.claude.json"],
    [
      "vscode",
      "/Users/ada/Library/Application Support/Code/User/mcp.json",
      "/home/ada/.config/Code/User/mcp.json",
      "C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json",
    ],
    [
      "cursor",
      "/Users/ada/.cursor/mcp.json",
      "/home/ada/.cursor/mcp.json",
      "C:\\Users\\ada\\.cursor\\mcp.json",
    ],
    [
      "windsurf",
      "/Users/ada/.codeium/windsurf/mcp_config.json",
      "/home/ada/.codeium/windsurf/mcp_config.json",
      "C:\\Users\\ada\\.codeium\\windsurf\\mcp_config.json",
    ],
    [
      "codex",
      "/Users/ada/.codex/config.toml",
      "/home/ada/.codex/config.toml",
      "C:\\Users\\ada\\.codex\\config.toml",
    ],
    [
      "gemini",
      "/Users/ada/.gemini/settings.json",
      "/home/ada/.gemini/settings.json",
      "C:\\Users\\ada\\.gemini\\settings.json",
    ],
  ] as const)("%s, on macOS, Linux and Windows", (name, mac, linux, windows) => {
    const client = clientNamed(name);
    expect([MAC, LINUX, WINDOWS].map((machine) => client.file(machine))).toEqual([mac, linux, windows]);
  });

  test.each([
    ["claude-code", { CLAUDE_CONFIG_DIR: "/etc/claude" }, "/etc/claude/.claude.json"],
    ["codex", { CODEX_HOME: "/etc/codex" }, "/etc/codex/config.toml"],
    ["vscode", { XDG_CONFIG_HOME: "/etc/xdg" }, "/etc/xdg/Code/User/mcp.json"],
  ] as const)("%s heeds the variable that moves it", (name, env, file) => {
    expect(clientNamed(name).file({ platform: "linux", env: { HOME: "/home/ada", ...env } })).toBe(file);
  });

  test("is known for every client that can be named", () => {
    expect(CLIENTS.map(({ name }) => name)).toEqual(CLIENT_NAMES);
  });
});

const INSTALLED = {
  execPath: "/usr/bin/node",
  script: "/opt/okta-mcp/dist/cli.js",
  version: "1.2.3",
  env: {},
};

describe("the command", () => {
  test("is Node and the script by their whole paths", () => {
    expect(startCommand({ ...INSTALLED, platform: "linux" })).toEqual({
      command: "/usr/bin/node",
      args: ["/opt/okta-mcp/dist/cli.js"],
    });
  });

  test.each([
    ["linux", "/home/ada/.npm/_npx/1f/node_modules/okta-mcp/dist/cli.js", "npx", ["-y", "okta-mcp@1.2.3"]],
    [
      "win32",
      "C:\\npm-cache\\_npx\\1f\\okta-mcp\\dist\\cli.js",
      "cmd",
      ["/c", "npx", "-y", "okta-mcp@1.2.3"],
    ],
  ] as const)("is npx where npx has unpacked it (%s)", (platform, script, command, args) => {
    expect(startCommand({ ...INSTALLED, platform, script })).toEqual({ command, args });
  });
});

describe("the entry", () => {
  const machine = { ...INSTALLED, platform: "linux" } as const;
  const settings = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: "00secret" };
  const entry = (name: (typeof CLIENT_NAMES)[number], more: object = {}) =>
    serverEntry({ client: clientNamed(name), settings, machine, ...more });

  test.each([
    ["claude-code", `\${OKTA_API_TOKEN}`],
    ["vscode", `\${input:okta-api-token}`],
    ["cursor", `\${env:OKTA_API_TOKEN}`],
    ["windsurf", `\${env:OKTA_API_TOKEN}`],
    ["gemini", `\${OKTA_API_TOKEN}`],
  ] as const)("of %s refers to a secret", (name, reference) => {
    const { server, referred } = entry(name);
    expect(server.env).toEqual({ OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: reference });
    expect(referred).toEqual(["OKTA_API_TOKEN"]);
  });

  test("of Codex hands the secret on by its name", () => {
    expect(entry("codex").server).toMatchObject({
      env: { OKTA_ORG_URL: "https://acme.okta.com" },
      env_vars: ["OKTA_API_TOKEN"],
    });
  });

  test("of Claude Desktop is refused rather than hold a secret", () => {
    expect(() => entry("claude-desktop")).toThrow(/^Claude Desktop knows no references: OKTA_API_TOKEN /);
  });

  test("holds the secret where the user says so", () => {
    expect(entry("claude-desktop", { writeSecret: true }).server.env).toEqual(settings);
  });

  test("of the made-up org has no settings of an org", () => {
    expect(entry("cursor", { settings: {}, demo: true }).server).toEqual({
      command: "/usr/bin/node",
      args: ["/opt/okta-mcp/dist/cli.js", "serve", "--demo"],
    });
  });

  test("takes the way to the org along, but no proxy with a password", () => {
    const env = { HTTPS_PROXY: "http://u:p@proxy:8080", NO_PROXY: "local", NODE_EXTRA_CA_CERTS: "/ca.pem" };
    const { server } = entry("cursor", { machine: { ...machine, env } });
    expect(server.env).toMatchObject({ NO_PROXY: "local", NODE_EXTRA_CA_CERTS: "/ca.pem" });
    expect(server.env).not.toHaveProperty("HTTPS_PROXY");
  });
});

describe("an entry of a client is ours", () => {
  const script = "/home/ada/build/cli.js";
  test.each([
    [{ command: "node", args: ["/opt/okta-mcp/dist/cli.js"] }, true],
    [{ command: "node", args: [script, "serve"] }, true],
    [{ command: "npx", args: ["-y", "okta-mcp@1.2.3", "serve"] }, true],
    [{ command: "C:\\npm\\okta-mcp.cmd" }, true],
    [{ command: "uvx", args: ["okta-mcp-server"] }, false],
    [{ command: "node", args: ["/opt/other/cli.js"] }, false],
    [{ url: "https://example.com" }, false],
    [null, false],
  ])("%j: %s", (entry, wanted) => {
    expect(isOurs(entry, script)).toBe(wanted);
  });
});
