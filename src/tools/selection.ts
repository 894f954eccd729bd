import picomatch from "picomatch";
import { configInvalid, type Problem } from "../config/problem.js";
import type { ToolSelection } from "../config/tools.js";
import { OktaMcpError } from "../errors.js";
import { nearestNames } from "../nearest.js";
import type { Outcome } from "../tool/call.js";
import type { ToolDescriptor } from "../tool/tool.js";

/** The settings that leave tools out. */
export type SelectionVariable = "OKTA_READ_ONLY" | "OKTA_TOOLSETS" | "OKTA_TOOLS" | "OKTA_EXCLUDE";

/** A tool that the configuration leaves out, and every setting that does. */
export interface OffTool {
  readonly name: string;
  readonly why: readonly SelectionVariable[];
}

export interface SelectedTools {
  readonly on: readonly ToolDescriptor[];
  readonly off: readonly OffTool[];
}

/** A tool that there is only with another setting. */
export interface UnavailableTool {
  readonly name: string;
  readonly needs: string;
}

/**
 * The tools that the settings leave, in the same order. Each setting narrows, none widens what another leaves out.
 * @param unavailable named in the refusal of a pattern that means one of them
 * @throws OktaMcpError `config_invalid` for a toolset or a pattern that means no tool there is, and for a selection
 *   that leaves no tool
 */
export function selectTools(
  descriptors: readonly ToolDescriptor[],
  selection: Partial<ToolSelection>,
  unavailable: readonly UnavailableTool[] = [],
): SelectedTools {
  const problems = [
    ...toolsetProblems(descriptors, selection),
    ...patternProblems("OKTA_TOOLS", descriptors, selection.tools, unavailable),
    ...patternProblems("OKTA_EXCLUDE", descriptors, selection.exclude, unavailable),
  ];
  if (problems.length > 0) throw configInvalid(problems);

  const why = judge(selection);
  const judged = descriptors.map((tool) => ({ tool, why: why(tool) }));
  const on = judged.filter((each) => each.why.length === 0).map(({ tool }) => tool);
  const off = judged
    .filter((each) => each.why.length > 0)
    .map(({ tool, ...each }) => ({ name: tool.name, ...each }));
  if (on.length === 0) throw configInvalid([noneLeft(off)]);
  return { on, off };
}

/** The error of calling a tool that is off; nothing for a name that no tool has. */
export function refuseOff(off: readonly OffTool[], name: string): Outcome | undefined {
  const tool = off.find((each) => each.name === name);
  if (!tool) return undefined;
  const settings = tool.why.join(" and ");
  return {
    ok: false,
    error: new OktaMcpError("tool_off", `${name} is left out by ${settings}.`, {
      next: `Go on without it, or tell the user: whoever runs this server can change ${settings} and start it again.`,
    }),
  };
}

function judge(selection: Partial<ToolSelection>): (tool: ToolDescriptor) => SelectionVariable[] {
  const { readOnly, toolsets, tools, exclude } = selection;
  const isAsked = tools && picomatch([...tools]);
  const isExcluded = exclude && picomatch([...exclude]);
  return ({ name, toolset, safety }) => [
    ...(readOnly && safety !== "read" ? ["OKTA_READ_ONLY" as const] : []),
    ...(toolsets && !toolsets.includes(toolset) ? ["OKTA_TOOLSETS" as const] : []),
    ...(isAsked && !isAsked(name) ? ["OKTA_TOOLS" as const] : []),
    ...(isExcluded?.(name) ? ["OKTA_EXCLUDE" as const] : []),
  ];
}

function toolsetProblems(
  descriptors: readonly ToolDescriptor[],
  { toolsets = [] }: Partial<ToolSelection>,
): Problem[] {
  const known = [...new Set(descriptors.map(({ toolset }) => toolset))];
  return toolsets.flatMap((name, at) => {
    if (known.some((toolset) => toolset === name)) return [];
    return {
      variable: "OKTA_TOOLSETS",
      what: `names a toolset that does not exist (${place(name, at, toolsets, known)})`,
      fix: `Set OKTA_TOOLSETS to some of ${known.join(", ")}, or leave it out for all.`,
    };
  });
}

function patternProblems(
  variable: "OKTA_TOOLS" | "OKTA_EXCLUDE",
  descriptors: readonly ToolDescriptor[],
  patterns: readonly string[] = [],
  unavailable: readonly UnavailableTool[],
): Problem[] {
  const names = descriptors.map(({ name }) => name);
  return patterns.flatMap((pattern, at) => {
    const means = picomatch(pattern);
    if (names.some((name) => means(name))) return [];
    const missing = unavailable.find(({ name }) => means(name));
    if (missing) {
      return {
        variable,
        what: `names ${missing.name}, which there is only with ${missing.needs}`,
        fix: `Set ${missing.needs}, or take ${missing.name} out of ${variable}.`,
      };
    }
    return {
      variable,
      what: `holds a pattern that no tool has (${place(pattern, at, patterns, names)})`,
      fix: `Set ${variable} to names of tools as the README lists them, or to patterns such as list_*.`,
    };
  });
}

/** Which of the entries is at fault. By its number: no value of a setting is ever shown. */
function place(entry: string, at: number, entries: readonly string[], names: readonly string[]): string {
  const nearest = nearestNames(entry, names);
  const number = `number ${at + 1} of ${entries.length}`;
  return nearest.length > 0 ? `${number}; did you mean ${nearest.join(", ")}?` : number;
}

function noneLeft(off: readonly OffTool[]): Problem {
  const settings = [...new Set(off.flatMap(({ why }) => why))].sort();
  return {
    variable: settings.join(", "),
    what: settings.length === 1 ? "leaves no tool at all" : "together leave no tool at all",
    fix: "Each of these settings narrows what the others leave: widen one of them.",
  };
}
