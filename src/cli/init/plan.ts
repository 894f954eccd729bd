import { readFile } from "node:fs/promises";
import type { Settings, VariableName } from "../../config/variables.js";
import { OktaMcpError } from "../../errors.js";
import { type Client, inputId } from "../clients/clients.js";
import type { ConfigEdit } from "../clients/edit.js";
import { type Entry, serverEntry } from "../clients/entry.js";
import { editJson } from "../clients/json-file.js";
import { editToml } from "../clients/toml-file.js";
import type { Machine } from "../machine.js";

/** What would become of a client's file. */
export interface Change {
  readonly client: Client;
  readonly file: string;
  /** Empty where there is no file. */
  readonly before: string;
  readonly after: string;
  readonly referred: readonly VariableName[];
}

export interface PlanOptions {
  readonly client: Client;
  readonly name: string;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly demo: boolean;
  readonly writeSecret: boolean;
  /** Somebody sees the change before it is made, and may let another program's entry give way. */
  readonly asks: boolean;
}

/**
 * The change of one client's file; nothing is written.
 * @throws OktaMcpError `config_invalid` for a file that cannot be edited, or a secret that may not stand in it
 */
export async function planChange(options: PlanOptions): Promise<Change> {
  const { client, name, settings, machine, demo, writeSecret, asks } = options;
  const file = client.file(machine);
  const entry = serverEntry({ client, settings, machine, demo, writeSecret });
  const before = await textOf(file);
  const edit: ConfigEdit = {
    client,
    file,
    name,
    script: machine.script,
    server: entry.server,
    inputs: client.name === "vscode" ? questions(entry) : [],
    replaceForeign: asks,
  };
  const after = client.format === "toml" ? editToml(before, edit) : editJson(before, edit);
  return { client, file, before, after, referred: entry.referred };
}

function questions({ referred }: Entry): ConfigEdit["inputs"] {
  return referred.map((variable) => ({
    type: "promptString",
    id: inputId(variable),
    description: QUESTIONS[variable] ?? variable,
    password: true,
  }));
}

const QUESTIONS: Partial<Record<VariableName, string>> = {
  OKTA_API_TOKEN: "Okta API token",
  OKTA_ACCESS_TOKEN: "Okta access token",
  OKTA_PRIVATE_KEY: "Private key of the Okta app (PEM with \\n for newlines, or a JWK)",
};

/** @throws OktaMcpError `file_failed` for a file that is there and cannot be read */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    if (code === "ENOENT" || code === "ENOTDIR") return "";
    throw new OktaMcpError("file_failed", `${file} could not be read (${code}).`, {
      next: "Check the rights to the file, and run this again.",
      cause: error,
    });
  }
}
