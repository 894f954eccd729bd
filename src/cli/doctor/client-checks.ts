import { access, constants, readFile } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { isObject } from "../../tool/paths.js";
import { CLIENTS, type Client } from "../clients/clients.js";
import { readJsonServers } from "../clients/json-file.js";
import { isOurs } from "../clients/ours.js";
import { readTomlServers } from "../clients/toml-file.js";
import type { Machine } from "../machine.js";
import { type CheckResult, ok, problem, runCheck, skipped } from "./check.js";

type ClientsMachine = Pick<Machine, "platform" | "env" | "script">;

/** Each client whose file is there: whether it has this server, and whether what it would start is there. */
export async function clientChecks(machine: ClientsMachine): Promise<CheckResult[]> {
  const results = await Promise.all(CLIENTS.map((client) => checkClient(client, machine)));
  const there = results.filter((result) => result !== undefined);
  return there.length > 0
    ? there
    : [
        {
          check: "clients",
          ...skipped("no configuration of a known client is here; `okta-mcp init` writes one"),
        },
      ];
}

async function checkClient(client: Client, machine: ClientsMachine): Promise<CheckResult | undefined> {
  const file = client.file(machine);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  return runCheck(client.title, async () => {
    const servers = (client.format === "toml" ? readTomlServers : readJsonServers)(text, { client, file });
    const ours = Object.entries(servers).filter(([, entry]) => isOurs(entry, machine.script));
    if (ours.length === 0) return skipped(`okta-mcp is not in ${file}`);
    for (const [name, entry] of ours) {
      const lacking = isObject(entry) ? await missingFile(entry, machine) : undefined;
      if (lacking !== undefined) {
        return problem(
          `"${name}" in ${file} would start ${lacking}, which is not there`,
          `Run \`okta-mcp init --client ${client.name}\` again: it puts the right path in.`,
        );
      }
    }
    return ok(`"${ours.map(([name]) => name).join('", "')}" in ${file}`);
  });
}

/** The program, or the script of ours, that a client could not start; undefined where both are there. */
async function missingFile(
  { command, args }: Readonly<Record<string, unknown>>,
  { platform, env }: ClientsMachine,
): Promise<string | undefined> {
  if (typeof command !== "string") return "nothing: its command is missing";
  if (!(await isProgram(command, platform, env))) return command;
  const [script] = Array.isArray(args) ? args : [];
  const { isAbsolute } = platform === "win32" ? win32 : posix;
  if (typeof script !== "string" || !isAbsolute(script)) return undefined;
  return (await isFile(script)) ? undefined : script;
}

/** By its path, or, without one, by PATH; on Windows with one of the endings of a program. */
async function isProgram(command: string, platform: NodeJS.Platform, env: Machine["env"]): Promise<boolean> {
  const endings = platform === "win32" ? ["", ...(env.PATHEXT ?? ".COM;.EXE;.BAT;.CMD").split(";")] : [""];
  const { delimiter, join } = platform === "win32" ? win32 : posix;
  const folders = /[\\/]/.test(command)
    ? [""]
    : (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders)
    for (const ending of endings) if (await isFile(join(folder, command + ending))) return true;
  return false;
}

function isFile(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
