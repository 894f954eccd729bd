import { z } from "zod";
import type { ConfirmMode } from "../config/tools.js";
import { grantSteps } from "../tool/scopes.js";
import type { Tool } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import type { OffTool } from "./selection.js";

const input = z.strictObject({});

export interface StatusOptions {
  readonly readOnly?: boolean;
  readonly confirm?: ConfirmMode;
  readonly off: readonly OffTool[];
}

/** Of the endpoints those that have least left. */
const MAX_LIMITS = 10;

/** Org, sign-in, scopes, rate limits, and the tools that are off: by which setting, or which scope each lacks and how to grant it. */
export const oktaStatus = ({
  readOnly = false,
  confirm = "auto",
  off,
}: StatusOptions): Tool<typeof input> => ({
  ...descriptors.okta_status,
  input,
  async run({ session }) {
    const status = await session.status();
    const tools = session.tools();
    const unscoped = tools.filter(({ missing }) => missing.length > 0);
    const limits = session.rateLimits().slice(0, MAX_LIMITS);
    const lacking = [...new Set(unscoped.flatMap(({ missing }) => missing))].sort();
    return {
      ...status,
      read_only: readOnly,
      confirm,
      ...(limits.length > 0 && { rate_limits: limits }),
      tools_on: tools.length - unscoped.length,
      ...(off.length > 0 && { tools_left_out: off.length, left_out_by: bySetting(off) }),
      ...(unscoped.length > 0 && {
        tools_off: unscoped.map(({ name, missing }) => ({ tool: name, missing_scopes: missing })),
        next: grantSteps(lacking),
      }),
    };
  },
});

/** A tool stands under each setting that leaves it out: to have it, all of them must change. */
function bySetting(off: readonly OffTool[]): Readonly<Record<string, readonly string[]>> {
  const settings = [...new Set(off.flatMap(({ why }) => why))].sort();
  const named = (setting: string) => off.filter(({ why }) => why.some((each) => each === setting));
  return Object.fromEntries(settings.map((setting) => [setting, named(setting).map(({ name }) => name)]));
}
