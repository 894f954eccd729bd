import { z } from "zod";
import { grantSteps } from "../tool/scopes.js";
import type { Tool } from "../tool/tool.js";
import { descriptors } from "./composites.js";

const input = z.strictObject({});

/** Org, sign-in, scopes, and the tools that are off, with the scope each lacks and how to grant it. */
export const oktaStatus: Tool<typeof input> = {
  ...descriptors.okta_status,
  input,
  async run({ session }) {
    const status = await session.status();
    const tools = session.tools();
    const off = tools.filter(({ missing }) => missing.length > 0);
    const lacking = [...new Set(off.flatMap(({ missing }) => missing))].sort();
    return {
      ...status,
      tools_on: tools.length - off.length,
      ...(off.length > 0 && {
        tools_off: off.map(({ name, missing }) => ({ tool: name, missing_scopes: missing })),
        next: grantSteps(lacking),
      }),
    };
  },
};
