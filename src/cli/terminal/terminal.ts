import type { Machine } from "../machine.js";
import { type Colors, colorsFor } from "./colors.js";

/** Where a command writes: what was asked for to stdout, all else to stderr. */
export interface Terminal {
  readonly colors: Colors;
  /** Colours of stderr, which may be another thing than stdout. */
  readonly errorColors: Colors;
  /** Columns of stdout; undefined where it is no terminal, and lines may be of any length. */
  readonly width: number | undefined;
  /** Whether a person reads stdout. */
  readonly isRead: boolean;
  /** Whether a person can be asked: stdin answers, and stderr shows the question. */
  readonly canAsk: boolean;
  print(line: string): void;
  tell(line: string): void;
}

const NARROWEST_TERMINAL = 40;

export function openTerminal({
  env,
  stdin,
  stdout,
  stderr,
}: Pick<Machine, "env" | "stdin" | "stdout" | "stderr">): Terminal {
  const isRead = stdout.isTTY === true;
  return {
    colors: colorsFor(env, stdout),
    errorColors: colorsFor(env, stderr),
    width: isRead ? Math.max(NARROWEST_TERMINAL, stdout.columns || 80) : undefined,
    isRead,
    canAsk: stdin.isTTY === true && stderr.isTTY === true && !env.CI,
    print: (line) => void stdout.write(`${line}\n`),
    tell: (line) => void stderr.write(`${line}\n`),
  };
}
