import { parseArgs } from "node:util";
import { type Flags, flagName, VARIABLES, type Variable } from "../config/variables.js";

/** Flags of `serve`, as commander hands them over. */
export type ServeFlags = Flags & { readonly demo?: boolean; readonly demoUsers?: number };

/**
 * The flags of a command line that plainly asks for serving, which is how clients start us: commander takes longer to load
 * than we take to answer. Undefined for all else, mistakes included: commander has the words for those.
 * @param words what stands behind the program's name, with switches spelled out
 */
export function plainServe(words: readonly string[]): ServeFlags | undefined {
  const args = words[0] === "serve" ? words.slice(1) : [...words];
  try {
    const { values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false });
    const flags = Object.entries(values).map(([name, value]) => {
      return [camelCase(name), value];
    });
    return Object.fromEntries(flags);
  } catch {
    return undefined;
  }
}

const OPTIONS = Object.fromEntries([
  ["demo", { type: "boolean" as const }],
  ...Object.values<Variable>(VARIABLES).flatMap(({ option }) =>
    option ? [[flagName(option), { type: "string" as const }]] : [],
  ),
]);

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
