import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Node, Project } from "ts-morph";

/** A regular expression of the product, and where it stands. */
export interface Pattern {
  readonly where: string;
  readonly regex: RegExp;
}

const ROOT = new URL("../../../", import.meta.url).pathname;
/** Files that do something when they are loaded. */
const PROGRAMS = new Set(["src/cli/main.ts"]);

/** Every literal in these folders, in whatever corner of a function it stands. */
export function literalsIn(folders: readonly string[]): Pattern[] {
  const project = new Project({ compilerOptions: { allowJs: false } });
  project.addSourceFilesAtPaths(folders.map((folder) => join(ROOT, folder, "**/*.ts")));
  return project.getSourceFiles().flatMap((file) => {
    const found: Pattern[] = [];
    file.forEachDescendant((node) => {
      if (!Node.isRegularExpressionLiteral(node)) return;
      const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.getText()) ?? [];
      const where = `${file.getFilePath().slice(ROOT.length)}:${node.getStartLineNumber()}`;
      found.push({ where, regex: new RegExp(source, flags) });
    });
    return found;
  });
}

/** Every expression that is put together while a file in these folders is loaded, schemas included. */
export async function computedIn(folders: readonly string[]): Promise<Pattern[]> {
  const found: Pattern[] = [];
  const real = globalThis.RegExp;
  let where = "";
  globalThis.RegExp = new Proxy(real, {
    construct(target, args, newTarget) {
      const regex: RegExp = Reflect.construct(target, args, newTarget);
      found.push({ where, regex });
      return regex;
    },
  });
  try {
    for (const path of filesIn(folders)) {
      where = path;
      const exported: unknown = await import(pathToFileURL(join(ROOT, path)).href);
      if (path.startsWith("generated/schemas/")) found.push(...patternsOf(exported, path));
    }
  } finally {
    globalThis.RegExp = real;
  }
  return found;
}

function filesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !PROGRAMS.has(path)),
  );
}

/** The expressions that Zod's schemas hold, those of its own formats as well. */
export function patternsOf(exported: unknown, where: string): Pattern[] {
  const seen = new Set<unknown>();
  const found: Pattern[] = [];
  const visit = (value: unknown): void => {
    if (value instanceof RegExp) found.push({ where, regex: value });
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if ("_zod" in value) {
      const { def, bag } = Object(value._zod);
      visit(def);
      visit(bag);
      if (def.type === "lazy") visit(def.getter());
    } else if (value instanceof Set || Array.isArray(value)) for (const member of value) visit(member);
    else for (const member of Object.values(value)) visit(member);
  };
  visit(exported);
  return found;
}
