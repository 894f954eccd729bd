import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { clientNamed } from "../../../src/cli/clients/clients.js";
import type { ConfigEdit } from "../../../src/cli/clients/edit.js";
import { editJson, readJsonServers } from "../../../src/cli/clients/json-file.js";

const SERVER = {
  command: "node",
  args: ["/opt/okta-mcp/dist/cli.js", "serve"],
  env: { OKTA_AUTH: "device" },
};
const edit = (more: Partial<ConfigEdit> = {}): ConfigEdit => ({
  client: clientNamed("cursor"),
  file: "/home/ada/.cursor/mcp.json",
  name: "okta",
  script: "/opt/okta-mcp/dist/cli.js",
  server: SERVER,
  inputs: [],
  replaceForeign: false,
  ...more,
});
const withoutSpaces = (text: string) => text.replace(/\s+/g, "");

describe("a file", () => {
  test.each([
    ["that is new", ""],
    ["that is empty", "\n"],
    ["with an empty object", "{}"],
    ["with an empty object of servers", '{\n  "mcpServers": {}\n}\n'],
    ["with other settings", '{\n  "theme": "dark"\n}\n'],
    ["with another server", '{ "mcpServers": { "gh": { "command": "x" } } }'],
    [
      "with comments and trailing commas",
      '{\n  // a\n  "mcpServers": {\n    "gh": { "command": "x" }, // b\n  }, /* c */\n}\n',
    ],
    ["with a comment alone", "{\n  // nothing yet\n}\n"],
  ])("%s gets our entry, and keeps all else", (_, text) => {
    const after = editJson(text, edit());
    const { mcpServers, ...rest } = parse(after);
    const { mcpServers: before = {}, ...restBefore } = parse(text || "{}") ?? {};
    expect(mcpServers).toEqual({ ...before, okta: SERVER });
    expect(rest).toEqual(restBefore);
    for (const comment of text.match(/\/\/.*|\/\*.*?\*\//g) ?? []) expect(after).toContain(comment);
    expect(editJson(after, edit())).toBe(after);
  });

  test("keeps every character outside the new entry", () => {
    const text =
      '{\r\n\t"b": [1,2,   3],\r\n\t"mcpServers": {\r\n\t\t"gh": { "command": "x" } // mine\r\n\t},\r\n\t"a": 1\r\n}\r\n';
    const after = editJson(text, edit());
    const [head = "", tail = ""] = [
      '{\r\n\t"b": [1,2,   3],\r\n\t"mcpServers": {\r\n\t\t"gh": { "command": "x" }',
      '\r\n\t},\r\n\t"a": 1\r\n}\r\n',
    ];
    expect(after.startsWith(`${head}, // mine\r\n\t\t"okta": {\r\n\t\t\t"command"`)).toBe(true);
    expect(after.endsWith(tail)).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("keeps its byte order mark", () => {
    expect(editJson("\uFEFF{}", edit())).toMatch(/^\uFEFF\{/);
  });
});

describe("an entry of ours", () => {
  const text = `{
  "mcpServers": {
    "okta": {
      // switched off for now
      "disabled": true,
      "command": "/old/node",
      "args": ["/old/okta-mcp/dist/cli.js"],
      "env": { "OKTA_API_TOKEN": "00old" }
    },
    "gh": { "command": "x" }
  }
}
`;

  test("is replaced, with what the user has added", () => {
    const after = editJson(text, edit());
    expect(parse(after).mcpServers).toEqual({ okta: { disabled: true, ...SERVER }, gh: { command: "x" } });
    expect(after).toContain("// switched off for now");
    expect(after).toContain('    "gh": { "command": "x" }\n');
  });

  test("loses variables that are set no more", () => {
    const { env: _, ...server } = SERVER;
    expect(parse(editJson(text, edit({ server }))).mcpServers.okta.env).toEqual({});
  });
});

describe("an entry of another program", () => {
  const text = '{ "mcpServers": { "okta": { "command": "uvx", "args": ["okta-mcp-server"] } } }';

  test("stays", () => {
    expect(() => editJson(text, edit())).toThrow(
      /^Cursor has another server named "okta" already: .*mcp\.json/,
    );
  });

  test("gives way where the user says so", () => {
    expect(parse(editJson(text, edit({ replaceForeign: true }))).mcpServers.okta).toEqual(SERVER);
  });
});

describe("a file that cannot be edited is refused with the line", () => {
  test.each([
    ["broken", '{\n  "mcpServers": {\n    "a" 1\n  }\n}', 3],
    ["cut off", '{\n  "mcpServers": {\n', 3],
    ["no object", "[]", 1],
    ["with servers that are none", '{\n  "mcpServers": []\n}', 2],
  ])("%s", (_, text, line) => {
    expect(() => editJson(text, edit())).toThrow(
      new RegExp(`mcp\\.json, line ${line}: .*Nothing was changed`),
    );
    expect(() => readJsonServers(text, edit())).toThrow();
  });
});

describe("the questions of VS Code", () => {
  const input = {
    type: "promptString",
    id: "okta-api-token",
    description: "Okta API token",
    password: true,
  } as const;
  const vscode = edit({ client: clientNamed("vscode"), inputs: [input] });

  test.each([
    ["where there are none", "{}", []],
    ["behind others", '{ "inputs": [{ "id": "other" }] }', [{ id: "other" }]],
    ["in the place of the same one", '{ "inputs": [{ "id": "okta-api-token", "old": 1 }] }', []],
    ["in an empty list", '{ "inputs": [] }', []],
  ])("come %s", (_, text, others) => {
    expect(parse(editJson(text, vscode))).toEqual({ servers: { okta: SERVER }, inputs: [...others, input] });
  });
});

test("a list that is written on one line is not laid out anew", () => {
  const text = '{"mcpServers":{"gh":{"command":"x","args":["a","b"]}}}';
  expect(withoutSpaces(editJson(text, edit()))).toContain('"gh":{"command":"x","args":["a","b"]},"okta":{');
  expect(editJson(text, edit())).toContain('"gh":{"command":"x","args":["a","b"]},');
});
