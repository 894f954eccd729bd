import { posix, win32 } from "node:path";
import {
  type Environment,
  type Settings,
  VARIABLE_NAMES,
  VARIABLES,
  type Variable,
  type VariableName,
} from "../../config/variables.js";
import { OktaMcpError } from "../../errors.js";
import type { Machine } from "../machine.js";
import type { Client } from "./clients.js";

/** How a client starts the server. */
export interface ServerEntry {
  readonly type?: "stdio";
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Codex alone: variables of its own environment that the server gets as well. */
  readonly env_vars?: readonly string[];
}

/** What VS Code asks for when it starts the server, and keeps encrypted. */
export interface SecretInput {
  readonly type: "promptString";
  readonly id: string;
  readonly description: string;
  readonly password: true;
}

export interface EntryOptions {
  readonly client: Client;
  readonly settings: Settings;
  readonly machine: Pick<Machine, "platform" | "env" | "execPath" | "script" | "version">;
  /** The made-up org, which takes no settings for an org. */
  readonly demo?: boolean;
  /** The user wants the secret itself in the file. */
  readonly writeSecret?: boolean;
}

export interface Entry {
  readonly server: ServerEntry;
  /** Variables that the client refers to: they must be set where it is started, but for VS Code, which asks. */
  readonly referred: readonly VariableName[];
}

/**
 * The entry of a client for these settings.
 * @throws OktaMcpError `config_invalid` for a secret that would have to stand in the file, and may not
 */
export function serverEntry({ client, settings, machine, demo, writeSecret }: EntryOptions): Entry {
  const { command, args } = startCommand(machine);
  const named = VARIABLE_NAMES.filter((name) => settings[name] !== undefined);
  const secrets = named.filter(isSecret);
  const referred = writeSecret ? [] : secrets;
  const { reference } = client;
  if (referred.length > 0 && !reference) throw mustStandInFile(client, referred);
  const plain = named.filter((name) => !referred.includes(name)).map((name) => [name, settings[name] ?? ""]);
  const isToml = client.format === "toml";
  const references = isToml ? [] : referred.map((name) => [name, reference?.(name) ?? ""]);
  const network = demo ? [] : networkVariables(machine.env);
  const env: Record<string, string> = Object.fromEntries([...plain, ...references, ...network]);
  return {
    server: {
      ...(client.hasType && { type: "stdio" }),
      command,
      args: [...args, "serve", ...(demo ? ["--demo"] : [])],
      ...(Object.keys(env).length > 0 && { env }),
      ...(isToml && referred.length > 0 && { env_vars: referred }),
    },
    referred,
  };
}

/** What the way to the org needs, and a client that is started from a desktop does not have. */
const NETWORK = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS"] as const;

/** Those that are set, but for a proxy whose address holds a password. */
function networkVariables(env: Environment): [string, string][] {
  return NETWORK.flatMap((name): [string, string][] => {
    const value = env[name.toLowerCase()] ?? env[name];
    return !value || value.includes("@") ? [] : [[name, value]];
  });
}

/** The secrets that the client would have to keep in its file, for want of references. */
export function secretsInFile({ reference }: Client, settings: Settings): readonly VariableName[] {
  return reference ? [] : VARIABLE_NAMES.filter((name) => settings[name] !== undefined && isSecret(name));
}

function isSecret(name: VariableName): boolean {
  const { secret }: Variable = VARIABLES[name];
  return secret;
}

/**
 * The program by its whole path, since clients that are started from a desktop know no PATH. What npx has unpacked
 * is swept away some day; there npx itself is named, on Windows by way of the shell that can start it.
 */
export function startCommand({
  platform,
  execPath,
  script,
  version,
}: Pick<Machine, "platform" | "execPath" | "script" | "version">): {
  readonly command: string;
  readonly args: readonly string[];
} {
  const { normalize, sep } = platform === "win32" ? win32 : posix;
  if (!normalize(script).includes(`${sep}_npx${sep}`)) return { command: execPath, args: [script] };
  const npx = ["-y", `okta-mcp@${version}`];
  return platform === "win32"
    ? { command: "cmd", args: ["/c", "npx", ...npx] }
    : { command: "npx", args: npx };
}

function mustStandInFile({ title }: Client, secrets: readonly string[]): OktaMcpError {
  return new OktaMcpError(
    "config_invalid",
    `${title} knows no references: ${secrets.join(" and ")} would stand in its file as it is.`,
    {
      next: "Sign in by device or browser, or with OKTA_PRIVATE_KEY_FILE, and no secret is needed there; or give --write-secret if it may stand in the file.",
    },
  );
}
