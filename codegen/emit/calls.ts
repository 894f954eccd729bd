import type { ArgumentModel, ToolModel } from "../model.js";
import { IF_MATCH } from "../operation.js";
import { camelCase, member, objectLiteral } from "./source.js";

/** How a list is read: the request for one page, and what there is to know before the first. */
export function listSource(tool: ToolModel): string {
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
    expressions: expressions(tool),
    page: `({ ${given} }) => ${call(tool)}`,
  });
}

/** The name of the constant that says what an argument's expression may name. */
export function grammarName({ name }: ToolModel, argument: ArgumentModel): string {
  return camelCase(`${name}_${argument.name}`);
}

function expressions(tool: ToolModel): string | undefined {
  const given = tool.arguments
    .filter(({ expression }) => expression)
    .map((argument) =>
      objectLiteral({
        argument: JSON.stringify(argument.name),
        text: member("input", argument.name),
        grammar: grammarName(tool, argument),
      }),
    );
  return given.length > 0 ? `[${given.join(", ")}]` : undefined;
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

/** The call of the tool's operation with its arguments; a change is sent by the client it is given. */
export function call(tool: ToolModel, body?: string, isConditional = false): string {
  const { operation } = tool;
  const pathArguments = tool.arguments.filter((argument) => isPath(argument)).map(({ name }) => name);
  const fixed = new Map(tool.fixed.map(({ parameter, value }) => [parameter.name, JSON.stringify(value)]));
  const path: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const { name, place } of operation.parameters) {
    if (place !== "path") continue;
    const argument = fixed.has(name) ? undefined : pathArguments.shift();
    path[name] = argument === undefined ? (fixed.get(name) ?? "") : member("input", argument);
  }
  for (const { name, role } of tool.arguments) {
    if (role.kind === "parameter" && role.parameter.place === "query")
      query[role.parameter.name] = member("input", name);
  }
  for (const name of pageParameters(tool)) query[name] = name;
  for (const { parameter } of tool.fixed) {
    if (parameter.place === "query") query[parameter.name] = fixed.get(parameter.name) ?? "";
  }
  const params = objectLiteral({
    path: Object.keys(path).length > 0 ? objectLiteral(path) : undefined,
    query: Object.keys(query).length > 0 ? objectLiteral(query) : undefined,
    header: isConditional ? objectLiteral({ [IF_MATCH]: "ifMatch" }) : undefined,
  });
  const passed = [
    operation.method === "get" ? "context.okta" : "okta",
    params,
    ...(body ? [body] : []),
    tool.kind === "list" ? "signal" : "context.signal",
  ];
  return `operations.${camelCase(operation.id)}(${passed.join(", ")})`;
}

export function isPath({ role }: ArgumentModel): boolean {
  return role.kind === "parameter" && role.parameter.place === "path";
}

export function bodyOf(tool: ToolModel): string {
  return member("input", tool.body?.argument ?? "");
}
