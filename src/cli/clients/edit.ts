import { OktaMcpError } from "../../errors.js";
import type { Client } from "./clients.js";
import type { SecretInput, ServerEntry } from "./entry.js";

/** What is to be changed in a client's file. */
export interface ConfigEdit {
  readonly client: Client;
  /** For errors. */
  readonly file: string;
  /** Of the server, in the client. */
  readonly name: string;
  /** This program, by which an entry of ours is known. */
  readonly script: string;
  readonly server: ServerEntry;
  /** VS Code's questions for secrets. */
  readonly inputs: readonly SecretInput[];
  /** The user has agreed that another program's entry of that name gives way. */
  readonly replaceForeign: boolean;
}

export function brokenFile(
  { client: { title }, file }: Pick<ConfigEdit, "client" | "file">,
  line: number,
  why: string,
): OktaMcpError {
  return new OktaMcpError(
    "config_invalid",
    `The configuration of ${title} cannot be read: ${file}, line ${line}: ${why}. Nothing was changed.`,
    { next: "Mend the file (or move it away, if it is not needed), and run this again." },
  );
}

export function foreignEntry({ client: { title }, file, name }: ConfigEdit): OktaMcpError {
  return new OktaMcpError(
    "config_invalid",
    `${title} has another server named "${name}" already: ${file}. Nothing was changed.`,
    { field: "--name", next: "Give ours another name by --name, or take the other one out of the file." },
  );
}
