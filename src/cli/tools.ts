import { descriptors as generated } from "../../generated/catalog.js";
import type { Flags } from "../config/variables.js";
import { type DemoConfig, readDemoConfig } from "../config.js";
import { missingScopes } from "../tool/scopes.js";
import type { Safety, ToolDescriptor, Toolset } from "../tool/tool.js";
import { createCatalog } from "../tools/catalog.js";
import { descriptors as composites, unavailableComposites } from "../tools/composites.js";
import type { Machine } from "./machine.js";
import { type KnownScopes, knownScopes } from "./scopes.js";
import { type Column, tableLines } from "./terminal/table.js";
import { openTerminal } from "./terminal/terminal.js";

/** A tool, and whether a client of these settings would be offered it. */
export interface ToolRow {
  readonly name: string;
  readonly toolset: Toolset;
  readonly safety: Safety;
  readonly scopes: readonly string[];
  readonly on: boolean;
  /** The settings that leave it out, or the scopes it lacks. */
  readonly why?: string;
}

export interface ToolsOptions {
  readonly machine: Machine;
  readonly flags: Flags;
  readonly isJson: boolean;
}

/**
 * Lists every tool there is. Sends nothing, and needs neither an org nor a sign-in.
 * @throws OktaMcpError `config_invalid` for a selection of tools that cannot be meant
 */
export async function tools({ machine, flags, isJson }: ToolsOptions): Promise<void> {
  const config = readDemoConfig(machine.env, flags);
  const scopes = await knownScopes(machine, flags);
  const rows = toolRows(config, scopes);
  const terminal = openTerminal(machine);
  if (isJson) return terminal.print(JSON.stringify(rows, null, 2));
  const { colors } = terminal;
  const paint: Record<Safety, (text: string) => string> = {
    read: String,
    write: colors.yellow,
    destructive: colors.red,
  };
  const columns: readonly Column<ToolRow>[] = [
    { title: "tool", text: ({ name }) => name },
    { title: "toolset", text: ({ toolset }) => toolset },
    { title: "safety", text: ({ safety }) => paint[safety](safety) },
    { title: "scopes", text: (row) => row.scopes.join(" ") || "-" },
    { title: "on", text: ({ on, why }) => (on ? colors.green("on") : colors.yellow(`off: ${why}`)) },
  ];
  for (const line of tableLines(columns, rows, terminal)) terminal.print(line);
  terminal.print("");
  terminal.print(colors.dim(summary(rows, scopes)));
}

export function toolRows(config: DemoConfig, { scopes, source }: KnownScopes): ToolRow[] {
  const { descriptors, off } = createCatalog(config);
  const unavailable = unavailableComposites(config);
  const all: readonly ToolDescriptor[] = [...Object.values(generated), ...Object.values(composites)];
  return all.map((tool) => {
    const { name, toolset, safety } = tool;
    const selected = descriptors.some((each) => each.name === name);
    const settings = off.find((each) => each.name === name)?.why ?? [];
    const needs = unavailable.find((each) => each.name === name)?.needs;
    const missing = missingScopes(tool.scopes, scopes);
    const why = [
      ...settings,
      ...(needs === undefined ? [] : [`needs ${needs}`]),
      ...(missing.length > 0 ? [`${missing.join(", ")} is not ${source}`] : []),
    ].join("; ");
    return {
      name,
      toolset,
      safety,
      scopes: tool.scopes,
      on: selected && why === "",
      ...(why !== "" && { why }),
    };
  });
}

function summary(rows: readonly ToolRow[], { source }: KnownScopes): string {
  const on = rows.filter((row) => row.on).length;
  const by =
    source === undefined
      ? "no scopes are known, so none are counted"
      : source === "granted"
        ? "by the scopes that are granted"
        : "by the scopes that are asked for; Okta may grant fewer";
  return `${on} of ${rows.length} tools on (${by}).`;
}
