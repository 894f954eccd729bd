import type { Problem } from "./problem.js";
import { readChoice } from "./values.js";
import type { Settings } from "./variables.js";

export const CONFIRM_MODES = ["auto", "strict", "off"] as const;

/** How the user's consent to a destructive call is had; `off` asks nobody. */
export type ConfirmMode = (typeof CONFIRM_MODES)[number];

/** What narrows the tools that can run: each setting leaves out more. Lists are never empty; absent means all. */
export interface ToolSelection {
  readonly readOnly: boolean;
  readonly toolsets?: readonly string[] | undefined;
  /** Names and globs. */
  readonly tools?: readonly string[] | undefined;
  /** Names and globs. */
  readonly exclude?: readonly string[] | undefined;
}

export interface ToolSettings extends ToolSelection {
  readonly confirm: ConfirmMode;
  /** Whether the list of tools also says what each answers. */
  readonly outputSchemas: boolean;
}

/** Only the shape is checked: which tools there are is known above. A problem stands in the result as the strictest value. */
export function readToolSettings(settings: Settings, problems: Problem[]): ToolSettings {
  return {
    readOnly: readSwitch(settings, "OKTA_READ_ONLY", problems),
    toolsets: readNames(settings, "OKTA_TOOLSETS", /^[a-z]+$/i, problems),
    tools: readNames(settings, "OKTA_TOOLS", GLOB, problems),
    exclude: readNames(settings, "OKTA_EXCLUDE", GLOB, problems),
    outputSchemas: readSwitch(settings, "OKTA_OUTPUT_SCHEMAS", problems),
    confirm: readChoice(settings, "OKTA_CONFIRM", CONFIRM_MODES, problems) ?? "strict",
  };
}

/** Of globs what a flat name needs: no negation, which would turn a list around, and no braces, which hold commas. */
const GLOB = /^[\w*?[\]-]{1,64}$/;

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["yes", true],
  ["false", false],
  ["0", false],
  ["no", false],
]);

function readSwitch(
  settings: Settings,
  variable: "OKTA_READ_ONLY" | "OKTA_OUTPUT_SCHEMAS",
  problems: Problem[],
): boolean {
  const value = settings[variable];
  if (value === undefined) return false;
  const on = SWITCHES.get(value.toLowerCase());
  if (on === undefined) {
    problems.push({
      variable,
      what: "is neither true nor false",
      fix: `Set ${variable} to true or false (1 or 0, yes or no), or leave it out for false.`,
    });
  }
  return on ?? true;
}

function readNames(
  settings: Settings,
  variable: "OKTA_TOOLSETS" | "OKTA_TOOLS" | "OKTA_EXCLUDE",
  shape: RegExp,
  problems: Problem[],
): readonly string[] | undefined {
  const value = settings[variable];
  if (value === undefined) return undefined;
  const names = [...new Set(value.split(/[\s,]+/).filter(Boolean))];
  if (names.length === 0 || !names.every((name) => shape.test(name))) {
    problems.push({
      variable,
      what: names.length === 0 ? "is an empty list" : "holds something that cannot be a name",
      fix:
        variable === "OKTA_TOOLSETS"
          ? `Set ${variable} to names of toolsets, for example users,groups, or leave it out.`
          : `Set ${variable} to names of tools, with * and ? where needed, for example list_*,get_user, or leave it out.`,
    });
  }
  return Object.freeze(names);
}
