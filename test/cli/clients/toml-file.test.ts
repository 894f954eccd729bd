import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { clientNamed } from "../../../src/cli/clients/clients.js";
import type { ConfigEdit } from "../../../src/cli/clients/edit.js";
import { editToml, readTomlServers } from "../../../src/cli/clients/toml-file.js";

const SERVER = {
  command: "node",
  args: ["C:\\okta-mcp\\dist\\cli.js", "serve"],
  env: { OKTA_ORG_URL: "https://acme.okta.com" },
};
const edit = (more: Partial<ConfigEdit> = {}): ConfigEdit => ({
  client: clientNamed("codex"),
  file: "/home/ada/.codex/config.toml",
  name: "okta",
  script: "/opt/okta-mcp/dist/cli.js",
  server: SERVER,
  inputs: [],
  replaceForeign: false,
  ...more,
});

const OTHERS = `# mine
model = "o3" # keep

[mcp_servers.gh]
command = "x"

[other]
text = """
[mcp_servers.okta]
"""
`;

describe("a file", () => {
  test.each([
    ["that is new", ""],
    ["with other tables, and a header within a text", OTHERS],
    ["with Windows line ends", OTHERS.replaceAll("\n", "\r\n")],
  ])("%s gets our table, and keeps all else as it is", (_, text) => {
    const after = editToml(text, edit());
    expect(after.startsWith(text.trimEnd())).toBe(true);
    expect(readTomlServers(after, edit()).okta).toEqual(SERVER);
    expect(editToml(after, edit())).toBe(after);
    if (text.includes("\r")) expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });
});

describe("our table", () => {
  const head = '[mcp_servers.a]\ncommand = "a"\n\n';
  const tail = '\n# about b\n[mcp_servers.b]\ncommand = "b"\n';
  const ours = (name: string) =>
    `[mcp_servers.${name}]\ncommand = "old"\nargs = [\n  "/x/okta-mcp",\n]\nstartup_timeout_sec = 20\n\n[mcp_servers.${name}.env]\nOLD = "1"\n`;

  test.each(["okta", '"okta"'])("is replaced where it stands, written as %s", (name) => {
    const after = editToml(head + ours(name) + tail, edit());
    expect(after.startsWith(head)).toBe(true);
    expect(after.endsWith(tail)).toBe(true);
    expect(parse(after).mcp_servers).toMatchObject({ okta: { ...SERVER, startup_timeout_sec: 20 } });
    expect(after).not.toContain("OLD");
  });
});

test("an entry of another program stays", () => {
  const text = '[mcp_servers.okta]\ncommand = "uvx"\nargs = ["okta-mcp-server"]\n';
  expect(() => editToml(text, edit())).toThrow(/^Codex has another server named "okta"/);
  expect(parse(editToml(text, edit({ replaceForeign: true }))).mcp_servers).toEqual({ okta: SERVER });
});

test.each([
  ["that is broken", "a = 1\nb = = 2\n", 2],
  ["whose servers stand on one line", 'mcp_servers = { okta = { command = "okta-mcp" } }\n', 1],
])("a file %s is refused with the line", (_, text, line) => {
  expect(() => editToml(text, edit())).toThrow(
    new RegExp(`config\\.toml, line ${line}: .*Nothing was changed`),
  );
});
