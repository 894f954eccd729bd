import { configInvalid, type Problem } from "../config/problem.js";
import type { Flags, Settings } from "../config/variables.js";
import { readSettings } from "../config/variables.js";
import { OktaMcpError } from "../errors.js";
import { CLIENTS, type Client } from "./clients/clients.js";
import { secretsInFile } from "./clients/entry.js";
import { CLIENT_NAMES, isClientName } from "./clients/names.js";
import { clientsThere } from "./clients/there.js";
import { replaceFile } from "./clients/write.js";
import { checkSettings, tryOrg } from "./init/check.js";
import { type Change, planChange } from "./init/plan.js";
import {
  askSettings,
  askWhichClients,
  askWriteSecret,
  confirmChange,
  showOutcome,
} from "./init/questions.js";
import { changeLines } from "./init/show.js";
import type { Machine } from "./machine.js";
import { configOf } from "./settings.js";
import { openTerminal, type Terminal } from "./terminal/terminal.js";

export interface InitFlags {
  readonly client?: readonly string[];
  readonly name: string;
  readonly demo?: boolean;
  readonly yes?: boolean;
  readonly print?: boolean;
  /** `--no-check` */
  readonly check: boolean;
  readonly writeSecret?: boolean;
}

export interface InitOptions {
  readonly machine: Machine;
  readonly flags: Flags & InitFlags;
  readonly signal: AbortSignal;
}

/**
 * Settings that work, written into the configuration of MCP clients: asks for what is not given, checks it, shows each
 * change, and makes it when it is agreed to.
 * @throws OktaMcpError `config_invalid`; `cancelled` when the user gives up; else as the checks do
 */
export async function init({ machine, flags, signal }: InitOptions): Promise<void> {
  const terminal = openTerminal(machine);
  const {
    client,
    name,
    demo = false,
    yes = false,
    print = false,
    check,
    writeSecret,
    ...settingFlags
  } = flags;
  const asks = terminal.canAsk && !yes && !print;
  if (!/^[\w-]{1,40}$/.test(name)) throw badName();

  const problems: Problem[] = [];
  const given = readSettings(machine.env, settingFlags, problems);
  if (problems.length > 0) throw configInvalid(problems);
  const settings = demo ? selectionOnly(given) : await completed(given, { machine, asks, check, signal });
  if (!demo && check && !print) await checkSettings({ machine, settings, asks, terminal, signal });

  const clients = await chosen(client, { machine, asks, terminal });
  // All are planned before any is written: a file that cannot be edited stops it as a whole.
  const changes: Change[] = [];
  for (const each of clients) {
    const secrets = secretsInFile(each, settings);
    const mayWrite =
      writeSecret ?? (asks && secrets.length > 0 && (await askWriteSecret(machine, each, secrets)));
    const change = await planChange({
      client: each,
      name,
      settings,
      machine,
      demo,
      writeSecret: mayWrite,
      asks,
    });
    changes.push(change);
  }
  for (const change of changes) await carryOut(change, { machine, terminal, asks, print });
  if (print) return;
  const next = demo ? "" : " `okta-mcp doctor` checks it all.";
  terminal.print(`Done.${next}`);
}

interface Surroundings {
  readonly machine: Machine;
  readonly asks: boolean;
  readonly terminal: Terminal;
}

/** All that the configuration needs; asked for where somebody can be asked. @throws OktaMcpError `config_invalid` */
async function completed(
  given: Settings,
  {
    machine,
    asks,
    check,
    signal,
  }: Pick<Surroundings, "machine" | "asks"> & { check: boolean; signal: AbortSignal },
): Promise<Settings> {
  const settings = asks
    ? await askSettings(given, machine, check ? (orgUrl) => tryOrg(machine, orgUrl, signal) : undefined)
    : given;
  configOf({ env: { ...machine.env, ...settings } }, {});
  return settings;
}

/** What the made-up org can be configured with. */
function selectionOnly(settings: Settings): Settings {
  const { OKTA_READ_ONLY, OKTA_TOOLSETS, OKTA_TOOLS, OKTA_EXCLUDE, OKTA_CONFIRM, OKTA_EXPORT_DIR } = settings;
  const kept = { OKTA_READ_ONLY, OKTA_TOOLSETS, OKTA_TOOLS, OKTA_EXCLUDE, OKTA_CONFIRM, OKTA_EXPORT_DIR };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

async function chosen(
  names: readonly string[] | undefined,
  { machine, asks }: Surroundings,
): Promise<readonly Client[]> {
  if (names) {
    const list = names.flatMap((each) => each.split(",")).filter(Boolean);
    const unknown = list.find((each) => !isClientName(each));
    if (unknown !== undefined || list.length === 0) throw noClient("names no client that is known");
    return CLIENTS.filter((each) => list.includes(each.name));
  }
  if (!asks) throw noClient("is missing");
  return askWhichClients(machine, await clientsThere(machine));
}

async function carryOut(
  change: Change,
  { machine, terminal, asks, print }: Surroundings & { readonly print: boolean },
): Promise<void> {
  for (const line of changeLines(change, terminal.colors)) terminal.print(line);
  if (print || change.before === change.after) return;
  if (asks && !(await confirmChange(machine, change))) return terminal.print("Left as it is.");
  const { platform } = machine;
  const backup = await replaceFile(change.file, change.after, { platform, now: () => new Date() });
  for (const line of showOutcome(change, backup)) terminal.print(line);
}

function noClient(what: string): OktaMcpError {
  return new OktaMcpError("config_invalid", `--client ${what}.`, {
    field: "--client",
    next: `Give --client with some of ${CLIENT_NAMES.join(", ")}.`,
  });
}

function badName(): OktaMcpError {
  return new OktaMcpError("config_invalid", "--name is no name for a server.", {
    field: "--name",
    next: "Use up to 40 letters, digits, _ and -.",
  });
}
