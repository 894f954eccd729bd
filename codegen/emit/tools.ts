import { type SourceFile, VariableDeclarationKind } from "ts-morph";
import type { ArgumentModel, OperationModel, ToolModel, ToolsetModel } from "../model.js";
import { bodyNames } from "./schemas.js";
import { camelCase, type EmittedFile, emitFile, member, objectLiteral, propertyName } from "./source.js";
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
  addConstant(
    file,
    name,
    `{ ...descriptors.${tool.name}, input: ${name}Input, ${runMethod(tool, names)} }`,
    `Tool<typeof ${name}Input>`,
  );
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
    case "parameter":
      if (role.identifier) return role.identifier === "id" ? "argument.oktaId" : "argument.idOrLogin";
      return node.kind === "string" && !node.values && !node.format ? "argument.text" : zodExpression(node);
  }
}

/** The `run` method: which executor of the context, over which operation calls. */
function runMethod(tool: ToolModel, names: FileNames): string {
  const input = tool.arguments.length > 0 ? "input" : "_input";
  const act = runExpression(tool, names);
  if (!tool.requires) return `run: (context, ${input}) => ${act}`;
  const { operation, field, equals, otherwise } = tool.requires;
  const rule = objectLiteral({
    field: JSON.stringify(field),
    equals: JSON.stringify(equals),
    otherwise: JSON.stringify(otherwise),
    read: `() => ${call(operation, tool, "path")}`,
  });
  return `async run(context, ${input}) { await context.require(${rule}); return ${act}; }`;
}

function runExpression(tool: ToolModel, names: FileNames): string {
  if (tool.kind === "read") return `context.read(input, () => ${call(tool.operation, tool, "all")})`;
  const view = tool.view ? names.view(tool.view, tool.name) : undefined;
  switch (tool.kind) {
    case "list":
      return `context.list(input, ${view}, ${listSource(tool)})`;
    case "create":
      return `context.send(${view}, () => ${call(tool.operation, tool, "all", bodyOf(tool))})`;
    case "partial": {
      // Null clears a field, which Okta's document does not say of its type.
      const body = `${bodyOf(tool)} as Parameters<typeof operations.${camelCase(tool.operation.id)}>[2]`;
      return `context.send(${view}, () => ${call(tool.operation, tool, "all", body)})`;
    }
    case "replace":
      return `context.replace(${objectLiteral({
        changes: bodyOf(tool),
        body: names.body(tool),
        answerOnly: `${camelCase(tool.name)}AnswerOnly`,
        view,
        read: tool.body?.read && `() => ${call(tool.body.read, tool, "path")}`,
        write: `(body) => ${call(tool.operation, tool, "path", "body")}`,
      })})`;
    case "action":
      return view
        ? `context.send(${view}, () => ${call(tool.operation, tool, "all")})`
        : `context.act(${identifiers(tool)}, () => ${call(tool.operation, tool, "all")})`;
  }
}

/** How a list is read: the request for one page, and what there is to know before the first. */
function listSource(tool: ToolModel): string {
  const given = [...pageParameters(tool), "signal"].join(", ");
  const limit = tool.arguments.find(isLimit)?.node;
  const window = objectLiteral({
    since: "input.since",
    until: "input.until",
    descending: 'input.sort_order === "DESCENDING"',
  });
  return objectLiteral({
    maximum: limit?.kind === "number" ? String(limit.maximum) : undefined,
    window: tool.timeWindow && window,
    page: `({ ${given} }) => ${call(tool.operation, tool, "all")}`,
  });
}

/** The parameters that each request for a page has a value of its own for. */
function pageParameters(tool: ToolModel): readonly string[] {
  if (tool.kind !== "list") return [];
  const cursor = tool.arguments.some(({ role }) => role.kind === "cursor") ? ["after"] : [];
  const limit = tool.arguments.some(isLimit) ? ["limit"] : [];
  return [...cursor, ...limit, ...(tool.timeWindow ? ["since", "until"] : [])];
}

function isLimit({ role }: ArgumentModel): boolean {
  return role.kind === "parameter" && role.parameter.name === "limit";
}

/**
 * The call of an operation with the tool's arguments. The operation that reads the object takes the same path
 * arguments in the same order, whatever its parameters are called.
 */
function call(operation: OperationModel, tool: ToolModel, which: "path" | "all", body?: string): string {
  const pathArguments = tool.arguments.filter((argument) => isPath(argument)).map(({ name }) => name);
  const fixed = new Map(tool.fixed.map(({ parameter, value }) => [parameter.name, JSON.stringify(value)]));
  const path: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const { name, place } of operation.parameters) {
    if (place !== "path") continue;
    const argument = fixed.has(name) ? undefined : pathArguments.shift();
    path[name] = argument === undefined ? (fixed.get(name) ?? "") : member("input", argument);
  }
  for (const { name, role } of which === "all" ? tool.arguments : []) {
    if (role.kind === "parameter" && role.parameter.place === "query")
      query[role.parameter.name] = member("input", name);
  }
  for (const name of pageParameters(tool)) query[name] = name;
  for (const { parameter } of which === "all" ? tool.fixed : []) {
    if (parameter.place === "query") query[parameter.name] = fixed.get(parameter.name) ?? "";
  }
  const params = objectLiteral({
    path: Object.keys(path).length > 0 ? objectLiteral(path) : undefined,
    query: Object.keys(query).length > 0 ? objectLiteral(query) : undefined,
  });
  const passed = [
    "context.okta",
    params,
    ...(body ? [body] : []),
    tool.kind === "list" ? "signal" : "context.signal",
  ];
  return `operations.${camelCase(operation.id)}(${passed.join(", ")})`;
}

function isPath({ role }: ArgumentModel): boolean {
  return role.kind === "parameter" && role.parameter.place === "path";
}

function bodyOf(tool: ToolModel): string {
  return member("input", tool.body?.argument ?? "");
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
  const types = tools.some(({ body }) => body?.answerOnly) ? ["AnswerOnlyFields", "Tool"] : ["Tool"];
  const usesArguments = file.getFullText().includes("argument.");
  file.insertImportDeclarations(0, [
    { moduleSpecifier: "zod", namedImports: ["z"] },
    { moduleSpecifier: "../../src/tool/tool.js", isTypeOnly: true, namedImports: types },
    { moduleSpecifier: "../catalog.js", namedImports: ["descriptors"] },
    { moduleSpecifier: `../operations/${name}.js`, namespaceImport: "operations" },
    ...(usesArguments ? [{ moduleSpecifier: "../schemas/arguments.js", namespaceImport: "argument" }] : []),
    ...(bodies.length > 0 ? [{ moduleSpecifier: `../schemas/${name}.js`, namedImports: bodies.sort() }] : []),
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
