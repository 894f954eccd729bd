import type { SourceFile } from "ts-morph";
import { VariableDeclarationKind } from "ts-morph";
import type { Model, SchemaNode, ToolModel, ToolsetModel } from "../model.js";
import { references } from "../references.js";
import { camelCase, type EmittedFile, emitFile } from "./source.js";
import { type ZodMode, zodExpression, zodName } from "./zod.js";

const SHARED = "shared";

interface NamedSchema {
  name: string;
  mode: ZodMode;
  node: SchemaNode;
}

/** The constant that holds each body of a toolset, by tool; bodies of the same shape share the first one's. */
export function bodyNames({ tools }: ToolsetModel): ReadonlyMap<ToolModel, string> {
  const first = new Map<string, string>();
  const names = new Map<ToolModel, string>();
  for (const tool of tools) {
    if (!tool.body) continue;
    const expression = bodyExpression(tool);
    const name = first.get(expression) ?? `${camelCase(tool.operation.id)}Body`;
    first.set(expression, name);
    names.set(tool, name);
  }
  return names;
}

/** `schemas/<toolset>.ts`: the Zod schemas of request bodies; those of several toolsets in `schemas/shared.ts`. */
export function emitSchemas(model: Model): EmittedFile[] {
  const wanted = new Map(model.toolsets.map((toolset) => [toolset.name, reachable(toolset, model)]));
  const home = new Map<string, string>();
  for (const [toolset, schemas] of wanted) {
    for (const key of schemas.keys()) home.set(key, home.has(key) ? SHARED : toolset);
  }
  const all = new Map([...wanted.values()].flatMap((schemas) => [...schemas]));
  const ordered = [...model.requestSchemas.keys()].flatMap((name) =>
    (["whole", "partial"] as const).flatMap((mode) => all.get(zodName(name, mode)) ?? []),
  );
  const shared = ordered.filter(({ name, mode }) => home.get(zodName(name, mode)) === SHARED);
  const imported = new Set<string>();
  const files = model.toolsets
    .filter((toolset) => toolset.tools.some(({ body }) => body))
    .map((toolset) => {
      const own = ordered.filter(({ name, mode }) => home.get(zodName(name, mode)) === toolset.name);
      const foreign = namesIn(toolset, own).filter((name) => home.get(name) === SHARED);
      for (const name of foreign) imported.add(name);
      return emitFile(`schemas/${toolset.name}.ts`, (file) => {
        for (const schema of own) addSchema(file, schema);
        addBodies(file, toolset);
        addImports(file, foreign);
      });
    });
  if (shared.length === 0) return files;
  const sharedFile = emitFile(`schemas/${SHARED}.ts`, (file) => {
    for (const schema of shared) addSchema(file, schema, imported.has(zodName(schema.name, schema.mode)));
    addImports(file, []);
  });
  return [sharedFile, ...files];
}

function addSchema(file: SourceFile, { name, mode, node }: NamedSchema, isExported = false): void {
  addConstant(file, zodName(name, mode), zodExpression(node, mode), isExported);
}

function addBodies(file: SourceFile, toolset: ToolsetModel): void {
  const written = new Set<string>();
  for (const [tool, name] of bodyNames(toolset)) {
    if (!written.has(name)) addConstant(file, name, bodyExpression(tool), true);
    written.add(name);
  }
}

function bodyExpression(tool: ToolModel): string {
  return tool.body ? zodExpression(tool.body.node, modeOf(tool)) : "";
}

function addConstant(file: SourceFile, name: string, initializer: string, isExported: boolean): void {
  file.addVariableStatement({
    isExported,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name, initializer }],
    leadingTrivia: "\n",
  });
}

function addImports(file: SourceFile, shared: readonly string[]): void {
  if (shared.length > 0)
    file.insertImportDeclaration(0, { moduleSpecifier: `./${SHARED}.js`, namedImports: [...shared] });
  file.insertImportDeclaration(0, { moduleSpecifier: "zod", namedImports: ["z"] });
}

/** The constants that a toolset's own schemas and bodies name, in order. */
function namesIn({ tools }: ToolsetModel, own: readonly NamedSchema[]): string[] {
  const names = ({ node, mode }: Pick<NamedSchema, "node" | "mode">) =>
    references(node).map((name) => zodName(name, mode));
  const bodies = tools.flatMap((tool) =>
    tool.body ? names({ node: tool.body.node, mode: modeOf(tool) }) : [],
  );
  return [...new Set([...own.flatMap(names), ...bodies])].sort();
}

/** The named schemas that a toolset's bodies need, by the name of their constant. */
function reachable({ tools }: ToolsetModel, model: Model): Map<string, NamedSchema> {
  const found = new Map<string, NamedSchema>();
  const visit = (from: SchemaNode, mode: ZodMode): void => {
    for (const name of references(from)) {
      const node = model.requestSchemas.get(name);
      if (!node || found.has(zodName(name, mode))) continue;
      found.set(zodName(name, mode), { name, mode, node });
      visit(node, mode);
    }
  };
  for (const tool of tools) if (tool.body) visit(tool.body.node, modeOf(tool));
  return found;
}

function modeOf({ kind }: ToolModel): ZodMode {
  return kind === "partial" ? "partial" : "whole";
}
