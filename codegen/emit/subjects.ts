import type { DependentsModel, Model, OperationModel, SubjectModel } from "../model.js";
import { camelCase, type EmittedFile, emitFile, objectLiteral } from "./source.js";

/** The page that dependents are counted by: enough for an exact count of most, little enough to wait for. */
const PAGE = 200;

/** `subjects.ts`: how to read what a change is about and what depends on it, for the person who is asked. */
export function emitSubjects({ subjects, dependents }: Model): EmittedFile {
  const all = [...subjects, ...dependents];
  return emitFile("subjects.ts", (file) => {
    for (const subject of subjects) file.addStatements(subjectStatement(subject));
    for (const each of dependents) file.addStatements(dependentsStatement(each));
    const toolsets = [...new Set(all.map(({ toolset }) => toolset))].sort();
    file.insertImportDeclarations(0, [
      {
        moduleSpecifier: "../src/tool/change.js",
        isTypeOnly: true,
        namedImports: [
          ...(dependents.length > 0 ? ["Dependents"] : []),
          ...(subjects.length > 0 ? ["Subject"] : []),
          "SubjectContext",
        ],
      },
      ...toolsets.map((toolset) => ({
        moduleSpecifier: `./operations/${toolset}.js`,
        namespaceImport: operationsName(toolset),
      })),
    ]);
  });
}

/** The function that makes it, as the tools' files call it. */
export function subjectName({ kind }: SubjectModel): string {
  return camelCase(kind);
}

export function dependentsName({ operation }: DependentsModel): string {
  return camelCase(operation.id.replace(/^list/, ""));
}

function subjectStatement(subject: SubjectModel): string {
  const { kind, operation, name, state, arguments: names } = subject;
  const own = camelCase(names.at(-1) ?? "");
  const value = objectLiteral({
    kind: JSON.stringify(kind),
    id: own,
    name: JSON.stringify(name),
    state: JSON.stringify(state),
    read: `() => ${call(subject, objectLiteral({ path: path(operation, names) }))}`,
  });
  return `\nexport const ${subjectName(subject)} = (${parameters(names)}): Subject => (${value});`;
}

function dependentsStatement(dependents: DependentsModel): string {
  const { kind, operation, name, stamp, arguments: names } = dependents;
  const isPaged = operation.parameters.some((parameter) => parameter.name === "limit");
  const value = objectLiteral({
    kind: JSON.stringify(kind),
    name: name && JSON.stringify(name),
    stamp: stamp && JSON.stringify(stamp),
    list: `() => ${call(
      dependents,
      objectLiteral({
        path: path(operation, names),
        query: isPaged ? `{ limit: ${PAGE} }` : undefined,
      }),
    )}`,
  });
  return `\nexport const ${dependentsName(dependents)} = (${parameters(names)}): Dependents => (${value});`;
}

function parameters(names: readonly string[]): string {
  return ["{ okta, signal }: SubjectContext", ...names.map((name) => `${camelCase(name)}: string`)].join(
    ", ",
  );
}

function call({ operation, toolset }: SubjectModel | DependentsModel, params: string): string {
  return `${operationsName(toolset)}.${camelCase(operation.id)}(okta, ${params}, signal)`;
}

function path({ parameters: all }: OperationModel, names: readonly string[]): string {
  const own = all.filter(({ place }) => place === "path");
  return objectLiteral(Object.fromEntries(own.map(({ name }, at) => [name, camelCase(names[at] ?? "")])));
}

function operationsName(toolset: string): string {
  return camelCase(toolset);
}
