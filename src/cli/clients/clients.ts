import { posix, win32 } from "node:path";
import { homeOf, type Machine } from "../machine.js";
import type { ClientName } from "./names.js";

/** How a client keeps a secret out of its file: by a reference that it replaces when it starts the server. */
export type Reference = (variable: string) => string;

/** An MCP client as far as its configuration goes. */
export interface Client {
  readonly name: ClientName;
  readonly title: string;
  readonly format: "json" | "toml";
  /** The member that holds the servers. */
  readonly servers: "mcpServers" | "servers" | "mcp_servers";
  /** Entries say that the server speaks over stdio. */
  readonly hasType?: true;
  /** Absent where the client knows no references: a secret would have to stand in the file. */
  readonly reference?: Reference;
  /** The file for this user, absolute, in the notation of the machine's platform. */
  file(machine: ClientMachine): string;
  /** What makes the client read its file again. */
  readonly afterwards: string;
}

export type ClientMachine = Pick<Machine, "platform" | "env">;

const inHome =
  (...path: readonly string[]) =>
  (machine: ClientMachine) =>
    paths(machine).join(homeOf(machine), ...path);

/** Where each keeps its servers for this user, as their own documentation has it in 2026. */
export const CLIENTS: readonly Client[] = [
  {
    name: "claude-desktop",
    title: "Claude Desktop",
    format: "json",
    servers: "mcpServers",
    file: (machine) => paths(machine).join(applicationData(machine), "Claude", "claude_desktop_config.json"),
    afterwards: "Quit Claude Desktop wholly and start it again.",
  },
  {
    name: "claude-code",
    title: "Claude Code",
    format: "json",
    servers: "mcpServers",
    hasType: true,
    reference: (variable) => `\${${variable}}`,
    file: (machine) => paths(machine).join(machine.env.CLAUDE_CONFIG_DIR || homeOf(machine), ".claude.json"),
    afterwards: "Start a new session of Claude Code.",
  },
  {
    name: "vscode",
    title: "VS Code",
    format: "json",
    servers: "servers",
    hasType: true,
    reference: (variable) => `\${input:${inputId(variable)}}`,
    file: (machine) => paths(machine).join(applicationData(machine), "Code", "User", "mcp.json"),
    afterwards: "Start the server in VS Code by `MCP: List Servers`.",
  },
  {
    name: "cursor",
    title: "Cursor",
    format: "json",
    servers: "mcpServers",
    reference: (variable) => `\${env:${variable}}`,
    file: inHome(".cursor", "mcp.json"),
    afterwards: "Switch the server on in Cursor's settings, MCP.",
  },
  {
    name: "windsurf",
    title: "Windsurf",
    format: "json",
    servers: "mcpServers",
    reference: (variable) => `\${env:${variable}}`,
    file: inHome(".codeium", "windsurf", "mcp_config.json"),
    afterwards: "Refresh the MCP servers in Windsurf's Cascade panel.",
  },
  {
    name: "codex",
    title: "Codex",
    format: "toml",
    servers: "mcp_servers",
    // Codex hands on by name what stands in its own environment, so the name is the reference.
    reference: (variable) => variable,
    file: (machine) =>
      paths(machine).join(machine.env.CODEX_HOME || inHome(".codex")(machine), "config.toml"),
    afterwards: "Start a new session of Codex.",
  },
  {
    name: "gemini",
    title: "Gemini CLI",
    format: "json",
    servers: "mcpServers",
    reference: (variable) => `\${${variable}}`,
    file: inHome(".gemini", "settings.json"),
    afterwards: "Start Gemini CLI again.",
  },
];

export function clientNamed(name: ClientName): Client {
  const client = CLIENTS.find((each) => each.name === name);
  if (!client) throw new TypeError(`no client ${name}`);
  return client;
}

/** The id of the question that VS Code asks for a secret. */
export function inputId(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-");
}

/** Where applications keep their settings. */
function applicationData(machine: ClientMachine): string {
  const { platform, env } = machine;
  switch (platform) {
    case "win32":
      return env.APPDATA || win32.join(homeOf(machine), "AppData", "Roaming");
    case "darwin":
      return posix.join(homeOf(machine), "Library", "Application Support");
    default:
      return env.XDG_CONFIG_HOME || posix.join(homeOf(machine), ".config");
  }
}

function paths({ platform }: ClientMachine): typeof posix {
  return platform === "win32" ? win32 : posix;
}
