import { type SourceFile, VariableDeclarationKind } from "ts-morph";
import type { ArgumentModel, ToolModel, ToolsetModel } from "../model.js";
import { IF_MATCH } from "../operation.js";
import { bodyOf, call, grammarName, isPath, listSource } from "./calls.js";
import { bodyNames } from "./schemas.js";
import { camelCase, type EmittedFile, emitFile, member, objectLiteral, propertyName } from "./source.js";
import { dependentsName, subjectName } from "./subjects.js";
import { zodExpression } from "./zod.js";

/** `tools/<toolset>.ts`: the toolset's tool values, each with its input schema and what it runs. */
export function emitTools(toolset: ToolsetModel): EmittedFile {
  return emitFile(`tools/${toolset.name}.ts`, (file) => {
    const names = new FileNames(file, bodyNames(toolset));
    for (const tool of toolset.tools) addTool(file, tool, names);
    addConstant(
      file,
      "tools",
      `[${toolset.tools.map(({ name }) => camelCase(name)).join(", ")}]`,
      "readonly Tool[]",
      [`The tools of the toolset \`${toolset.name}\`, in the order in which they are listed.`],
    );
    addImports(file, toolset, names);
  });
}

function addTool(file: SourceFile, tool: ToolModel, names: FileNames): void {
  const name = camelCase(tool.name);
  const members = Object.fromEntries(
    tool.arguments.map((argument) => [argument.name, inputExpression(argument, tool, names)]),
  );
  addConstant(file, `${name}Input`, `z.strictObject(${objectLiteral(members)})`);
  const answerOnly = tool.body?.answerOnly;
  if (answerOnly) {
    addConstant(file, `${name}AnswerOnly`, JSON.stringify(answerOnly), "AnswerOnlyFields", [
      "What Okta answers but does not take back.",
    ]);
  }
  for (const argument of tool.arguments) {
    if (argument.expression)
      addConstant(
        file,
        grammarName(tool, argument),
        JSON.stringify(argument.expression),
        "ExpressionGrammar",
      );
  }
  addConstant(
    file,
    name,
    `{ ...descriptors.${tool.name}, input: ${name}Input, ${bodyFacts(tool, names)}${traits(tool)}${runMethod(tool, names)} }`,
    `Tool<typeof ${name}Input>`,
  );
}

function bodyFacts(tool: ToolModel, names: FileNames): string {
  if (!tool.body) return "";
  return `body: { argument: ${JSON.stringify(tool.body.argument)}, schema: ${names.body(tool)} }, `;
}

/** What the runtime has to know of a tool besides its descriptor. */
function traits({ reveals, lookups, consequence }: ToolModel): string {
  const given = [
    ...(consequence !== undefined ? [`consequence: ${JSON.stringify(consequence)}`] : []),
    ...(reveals ? [`reveals: ${JSON.stringify(reveals)}`] : []),
    ...(lookups.length > 0 ? [`lookups: ${JSON.stringify(lookups)}`] : []),
  ];
  return given.map((trait) => `${trait}, `).join("");
}

function inputExpression(argument: ArgumentModel, tool: ToolModel, names: FileNames): string {
  const expression = roleExpression(argument, tool, names);
  if (argument.default !== undefined) return `${expression}.default(${JSON.stringify(argument.default)})`;
  return argument.required ? expression : `${expression}.optional()`;
}

function roleExpression({ role, node }: ArgumentModel, tool: ToolModel, names: FileNames): string {
  switch (role.kind) {
    case "body":
      // A replaced object is held against its schema once the changes are applied to it.
      return tool.kind === "replace" ? "argument.changes" : names.body(tool);
    case "cursor":
      return "argument.cursor";
    case "detail":
    case "extent":
      return zodExpression(node);
    case "fields":
      return "argument.fields";
    case "confirm":
      return "argument.confirm";
    case "dry_run":
      return zodExpression(node);
    case "parameter":
      if (role.identifier) return role.identifier === "id" ? "argument.oktaId" : "argument.idOrLogin";
      return node.kind === "string" && !node.values && !node.format ? "argument.text" : zodExpression(node);
  }
}

/** The `run` method: which executor of the context, over which operation calls. */
function runMethod(tool: ToolModel, names: FileNames): string {
  return `run: (context, ${tool.arguments.length > 0 ? "input" : "_input"}) => ${runExpression(tool, names)}`;
}

function runExpression(tool: ToolModel, names: FileNames): string {
  if (tool.kind === "read") return `context.read(input, () => ${call(tool)})`;
  const view = tool.view ? names.view(tool.view, tool.name) : undefined;
  switch (tool.kind) {
    case "list":
      return `context.list(input, ${view}, ${listSource(tool)})`;
    case "create":
      return `context.send(${view}, ${change(tool, call(tool, bodyOf(tool)))})`;
    case "partial":
    case "replace":
      return `context.update(${update(tool, names, view)})`;
    case "action": {
      const sent = change(tool, call(tool));
      return view ? `context.send(${view}, ${sent})` : `context.act(${identifiers(tool)}, ${sent})`;
    }
  }
}

/** What a change is about, what depends on it, and how it is sent once nothing stands against it. */
function change(tool: ToolModel, sent: string): string {
  return objectLiteral({ ...aboutOf(tool), send: `(okta) => ${sent}` });
}

function update(tool: ToolModel, names: FileNames, view: string | undefined): string {
  const whole = tool.kind === "replace";
  // Null clears a field, which Okta's document does not say of its type.
  const body = whole ? "body" : `body as Parameters<typeof operations.${camelCase(tool.operation.id)}>[2]`;
  const condition = tool.operation.parameters.some(({ name }) => name === IF_MATCH);
  const given = condition ? "(okta, body, ifMatch)" : "(okta, body)";
  return objectLiteral({
    ...aboutOf(tool),
    changes: bodyOf(tool),
    whole: whole
      ? objectLiteral({ body: names.body(tool), answerOnly: `${camelCase(tool.name)}AnswerOnly` })
      : undefined,
    refuses: tool.body?.refuses && literal(tool.body.refuses),
    asksWhen: tool.asksWhen && literal(tool.asksWhen),
    asksFor: tool.asksFor && JSON.stringify(tool.asksFor),
    takesIfMatch: condition ? "true" : undefined,
    view,
    send: `${given} => ${call(tool, body, condition)}`,
  });
}

function aboutOf(tool: ToolModel): Record<string, string | undefined> {
  const { subjects, dependents, requires, turn } = tool;
  const made = (name: string, names: readonly string[]) =>
    `subjects.${name}(${["context", ...names.map((argument) => member("input", argument))].join(", ")})`;
  const all = dependents.map((each) => made(dependentsName(each), each.arguments));
  return {
    subjects: `[${subjects.map((subject) => made(subjectName(subject), subject.arguments)).join(", ")}]`,
    dependents: all.length > 0 ? `[${all.join(", ")}]` : undefined,
    requires:
      requires.length > 0 ? `[${requires.map((each) => literal({ ...each })).join(", ")}]` : undefined,
    turn: turn && JSON.stringify(turn),
  };
}

function literal(members: Readonly<Record<string, unknown>>): string {
  return objectLiteral(
    Object.fromEntries(Object.entries(members).map(([key, value]) => [key, JSON.stringify(value)])),
  );
}

/** The path arguments, for an answer that has no object of its own to show. */
function identifiers(tool: ToolModel): string {
  const members = tool.arguments
    .filter(isPath)
    .map(({ name }) => `${propertyName(name)}: ${member("input", name)}`);
  return `{ ${members.join(", ")} }`;
}

function addConstant(
  file: SourceFile,
  name: string,
  initializer: string,
  type?: string,
  docs?: string[],
): void {
  file.addVariableStatement({
    isExported: name === "tools",
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name, initializer, ...(type !== undefined && { type }) }],
    leadingTrivia: "\n",
    ...(docs && { docs }),
  });
}

function addImports(file: SourceFile, { name, tools }: ToolsetModel, names: FileNames): void {
  const bodies = [...new Set(tools.filter(({ body }) => body).map((tool) => names.body(tool)))];
  const usesAnswerOnly = tools.some(({ body }) => body?.answerOnly);
  const usesExpressions = tools.some((tool) => tool.arguments.some(({ expression }) => expression));
  const usesArguments = file.getFullText().includes("argument.");
  const usesSubjects = tools.some(({ subjects }) => subjects.length > 0);
  file.insertImportDeclarations(0, [
    { moduleSpecifier: "zod", namedImports: ["z"] },
    ...(usesAnswerOnly
      ? [
          {
            moduleSpecifier: "../../src/tool/change.js",
            isTypeOnly: true,
            namedImports: ["AnswerOnlyFields"],
          },
        ]
      : []),
    ...(usesExpressions
      ? [
          {
            moduleSpecifier: "../../src/tool/list-source.js",
            isTypeOnly: true,
            namedImports: ["ExpressionGrammar"],
          },
        ]
      : []),
    { moduleSpecifier: "../../src/tool/tool.js", isTypeOnly: true, namedImports: ["Tool"] },
    { moduleSpecifier: "../catalog.js", namedImports: ["descriptors"] },
    { moduleSpecifier: `../operations/${name}.js`, namespaceImport: "operations" },
    ...(usesArguments ? [{ moduleSpecifier: "../schemas/arguments.js", namespaceImport: "argument" }] : []),
    ...(bodies.length > 0 ? [{ moduleSpecifier: `../schemas/${name}.js`, namedImports: bodies.sort() }] : []),
    ...(usesSubjects ? [{ moduleSpecifier: "../subjects.js", namespaceImport: "subjects" }] : []),
  ]);
}

/** The names of a file's constants: bodies, and summary views, each written once under the first tool that has it. */
class FileNames {
  readonly #views = new Map<string, string>();
  readonly #bodies: ReadonlyMap<ToolModel, string>;
  readonly #file: SourceFile;

  constructor(file: SourceFile, bodies: ReadonlyMap<ToolModel, string>) {
    this.#file = file;
    this.#bodies = bodies;
  }

  body(tool: ToolModel): string {
    return this.#bodies.get(tool) ?? "";
  }

  view(view: readonly string[], tool: string): string {
    const text = JSON.stringify(view);
    const known = this.#views.get(text);
    if (known) return known;
    const name = `${camelCase(tool)}View`;
    this.#views.set(text, name);
    addConstant(this.#file, name, text);
    return name;
  }
}
