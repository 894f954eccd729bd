import pc from "picocolors";
import type { Environment } from "../../config/variables.js";

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Colours for one stream: never with NO_COLOR (https://no-color.org: any value but the empty one), always with
 * FORCE_COLOR unless that is 0, else where a terminal is that can show them.
 */
export function colorsFor(env: Environment, stream: { readonly isTTY?: boolean | undefined }): Colors {
  return pc.createColors(hasColors(env, stream.isTTY === true));
}

function hasColors({ NO_COLOR, FORCE_COLOR, TERM }: Environment, isTerminal: boolean): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return isTerminal && TERM !== "dumb";
}
