import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import ts from "typescript";

export interface Import {
  /** A project path, `src/errors.ts`, or a package's name, `jose` and `node:fs`. */
  target: string;
  /** Gone at run time: `import type`, or a type taken with `import("…")`. */
  typeOnly: boolean;
  line: number;
}

/** What the rules judge: a file, what it imports, and what it takes from the process. */
export interface Source {
  path: string;
  text: string;
  imports: Import[];
  /** Members of `process` that are read, as `env` and `stdout`; a whole import of it is `*`. */
  process: { member: string; line: number }[];
}

/** Every TypeScript file of these folders, by its path from the project's root. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => parse(relative(root, file).split(sep).join("/"), readFileSync(file, "utf8"))),
  );
}

export function parse(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const source: Source = { path, text, imports: [], process: [] };
  const visit = (node: ts.Node): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const found = importOf(node);
    if (found)
      source.imports.push({ target: targetOf(path, found.specifier), typeOnly: found.typeOnly, line });
    for (const member of processMembers(node)) source.process.push({ member, line });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return source;
}

interface Found {
  specifier: ts.Node | undefined;
  typeOnly: boolean;
}

function importOf(node: ts.Node): Found | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: node.moduleSpecifier, typeOnly: isTypeOnly(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    return {
      specifier: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined,
      typeOnly: true,
    };
  }
  if (ts.isExternalModuleReference(node)) return { specifier: node.expression, typeOnly: false };
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require");
  return loads ? { specifier: node.arguments[0], typeOnly: false } : undefined;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function targetOf(path: string, specifier: ts.Node | undefined): string {
  // A specifier put together at run time could be anything, so no rule lets it pass.
  if (!specifier || !ts.isStringLiteralLike(specifier)) return "(computed)";
  const { text } = specifier;
  if (text.startsWith(".")) return posix.join(posix.dirname(path), text).replace(/\.js$/, ".ts");
  if (text.startsWith("node:")) return text;
  return text.split("/", text.startsWith("@") ? 2 : 1).join("/");
}

function processMembers(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) && isProcess(node.expression)) return [node.name.text];
  if (ts.isElementAccessExpression(node) && isProcess(node.expression)) {
    return [ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : "*"];
  }
  if (ts.isVariableDeclaration(node) && node.initializer && isProcess(node.initializer)) {
    if (!ts.isObjectBindingPattern(node.name)) return ["*"];
    return node.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  }
  if (ts.isImportDeclaration(node) && /^["'](?:node:)?process["']$/.test(node.moduleSpecifier.getText())) {
    return ["*"];
  }
  return [];
}

function isProcess(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === "process";
  return ts.isPropertyAccessExpression(node) && node.name.text === "process";
}
