import type { Model, SchemaNode, ToolModel } from "./model.js";
import { CodegenError } from "./problems.js";
import type { Locate } from "./read.js";
import { findCycle, writableNodes } from "./references.js";
import { sentences } from "./sentences.js";

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const MAX_NAME = 32;
const MAX_DESCRIPTION = 400;
const MAX_SENTENCES = 3;
const MAX_TITLE = 40;

/** The invariants of the model. @throws CodegenError with every problem, each with the line to mend */
export function validateModel(model: Model, locate: Locate): void {
  const tools = model.toolsets.flatMap((toolset) => toolset.tools);
  const problems = [
    ...duplicates(tools, "tool", ({ name }) => name, locate),
    ...duplicates(tools, "operationId", ({ operation }) => operation.id, locate),
    ...tools.flatMap((tool) =>
      [...toolProblems(tool, model), ...bodyProblems(tool, model)].map(
        (text) => `${tool.source}: ${tool.name}: ${text}`,
      ),
    ),
  ];
  if (problems.length > 0) throw new CodegenError(problems);
}

function toolProblems(tool: ToolModel, model: Model): string[] {
  const problems: string[] = [];
  const { name, title, description, scopes, operation, safety } = tool;
  if (!NAME.test(name)) problems.push("the name is not snake_case");
  if (name.length > MAX_NAME) problems.push(`the name has ${name.length} characters, at most ${MAX_NAME}`);
  if (title.length === 0 || title.length > MAX_TITLE)
    problems.push(`the title must have 1 to ${MAX_TITLE} characters`);
  if (description.length > MAX_DESCRIPTION) {
    problems.push(`the description has ${description.length} characters, at most ${MAX_DESCRIPTION}`);
  }
  if (sentences(description).length > MAX_SENTENCES)
    problems.push(`the description has more than ${MAX_SENTENCES} sentences`);
  if (!description.endsWith(".")) problems.push("the description does not end with a full stop");
  if (scopes.length === 0) problems.push(`${operation.id} has no OAuth scope in the contract`);
  for (const scope of scopes) {
    if (!model.scopes.has(scope)) problems.push(`the contract does not know the scope ${scope}`);
  }
  if ((safety === "read") !== (operation.method === "get")) {
    problems.push(`safety ${safety} does not go with ${operation.method.toUpperCase()}`);
  }
  if (operation.method === "delete" && safety !== "destructive") problems.push("a DELETE is destructive");
  const names = tool.arguments.map((argument) => argument.name);
  for (const argument of tool.arguments) {
    if (!NAME.test(argument.name)) problems.push(`argument ${argument.name} is not snake_case`);
    if (argument.expression && tool.kind !== "list") {
      problems.push(`argument ${argument.name} has an expression, but nothing is listed`);
    }
    if (argument.words === "") problems.push(`argument ${argument.name} has no words`);
    if (names.indexOf(argument.name) !== names.lastIndexOf(argument.name)) {
      problems.push(`argument ${argument.name} stands twice`);
    }
  }
  return problems;
}

function bodyProblems({ operation, arguments: all, body }: ToolModel, model: Model): string[] {
  const problems: string[] = [];
  if (operation.request && !body) problems.push(`body is missing: ${operation.id} takes one`);
  const nodes = all.map(({ node }) => node);
  for (const node of nodes) {
    const cycle = findCycle(node, model.requestSchemas);
    if (cycle) problems.push(`the body holds a schema that contains itself: ${cycle.join(" > ")}`);
  }
  for (const pattern of new Set(nodes.flatMap((node) => patterns(node, model)))) {
    if (!isRegExp(pattern))
      problems.push(`the pattern ${pattern} is no regular expression (ECMA-262, flag u)`);
  }
  return problems;
}

/** The patterns of a request's node and of all schemas it leads to. */
function patterns(node: SchemaNode, model: Model, seen = new Set<string>()): string[] {
  return [...writableNodes(node)].flatMap((inner) => {
    if (inner.kind === "string" && inner.pattern !== undefined) return [inner.pattern];
    if (inner.kind !== "reference" || seen.has(inner.name)) return [];
    const target = model.requestSchemas.get(inner.name);
    seen.add(inner.name);
    return target ? patterns(target, model, seen) : [];
  });
}

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

function duplicates(
  tools: readonly ToolModel[],
  key: "tool" | "operationId",
  value: (tool: ToolModel) => string,
  locate: Locate,
): string[] {
  return tools.flatMap((tool, index) => {
    const taken = tools.slice(0, index).filter((other) => value(other) === value(tool));
    const [first] = taken;
    if (!first) return [];
    const nth = taken.filter(({ toolset }) => toolset === tool.toolset).length;
    const place = locate(tool.toolset, `${key}: "${value(tool)}"`, nth);
    return [`${place}: ${key} ${value(tool)} is already taken at ${first.source}`];
  });
}
