import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The place of a text in a toolset's file, as `codegen/allowlist/users.ts:12`: the line to mend. `nth` chooses among
 * several, counted from 0.
 */
export function locate(toolset: string, text: string, nth = 0): string {
  const file = `codegen/allowlist/${toolset}.ts`;
  let lines: string[];
  try {
    lines = readFileSync(fileURLToPath(new URL(`./${toolset}.ts`, import.meta.url)), "utf8").split("\n");
  } catch {
    return file;
  }
  const hits = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  const line = hits[nth] ?? hits[0];
  return line === undefined ? file : `${file}:${line}`;
}
