import type { AllowedOperation, ArgumentEntry } from "./allowlist/types.js";
import { argumentName } from "./called.js";
import type { Report } from "./changes.js";
import type { ArgumentModel, OperationModel, ParameterModel, ToolKind, ToolModel } from "./model.js";
import { ownArguments } from "./own-arguments.js";
import { isOlder } from "./release.js";

/**
 * A tool's arguments: the parameters its entry names, the body, and our own; those that are required first. Under the
 * names the entry gives them, whatever the contract's release calls them.
 */
export function readArguments(
  operation: OperationModel,
  entry: AllowedOperation,
  { kind, version }: { kind: ToolKind; version: string },
  report: Report,
): ArgumentModel[] {
  const named = new Set(Object.keys(entry.fixed ?? {}));
  const all = Object.entries(entry.arguments ?? {}).flatMap(([name, words]) => {
    const given = typeof words === "string" ? { words } : words;
    const parameter = [name, ...(given.formerly ?? [])]
      .map((known) => parameterOf(operation, known))
      .find((found) => found !== undefined);
    if (parameter) named.add(parameter.name);
    else if (!isOlder(version, given.since)) report(`arguments: ${operation.id} has no parameter ${name}`);
    return parameter ? [parameterArgument(argumentName(name, given), parameter, given)] : [];
  });
  for (const { name, required } of operation.parameters) {
    if (required && !named.has(name)) report(`arguments: the required parameter ${name} is missing`);
  }
  if (entry.body && operation.request) {
    const { argument, words } = entry.body;
    all.push({ name: argument, words, required: true, role: { kind: "body" }, node: operation.request });
  }
  return [
    ...all.filter(({ required }) => required),
    ...all.filter(({ required }) => !required),
    ...ownArguments(kind, entry),
  ];
}

/** The parameters that have a value of our own. */
export function fixedParameters(
  operation: OperationModel,
  { fixed }: AllowedOperation,
  report: Report,
): ToolModel["fixed"] {
  return Object.entries(fixed ?? {}).flatMap(([name, value]) => {
    const parameter = parameterOf(operation, name);
    if (!parameter) report(`fixed: ${operation.id} has no parameter ${name}`);
    return parameter ? [{ parameter, value }] : [];
  });
}

/** No header: the runtime sets those itself. */
function parameterOf({ parameters }: OperationModel, name: string): ParameterModel | undefined {
  return parameters.find((parameter) => parameter.name === name && parameter.place !== "header");
}

function parameterArgument(name: string, parameter: ParameterModel, entry: ArgumentEntry): ArgumentModel {
  if (parameter.name === "after") {
    return { name, words: entry.words, required: false, role: { kind: "cursor" }, node: parameter.node };
  }
  const identifier = parameter.place === "path" ? (entry.identifier ?? "id") : undefined;
  const node =
    parameter.node.kind === "number" && entry.default !== undefined
      ? { ...parameter.node, minimum: 1, maximum: entry.maximum ?? parameter.node.maximum ?? entry.default }
      : parameter.node;
  return {
    name,
    words: entry.words,
    required: parameter.required,
    role: { kind: "parameter", parameter, ...(identifier && { identifier }) },
    node,
    ...(entry.default !== undefined && { default: entry.default }),
    ...(entry.expression && { expression: entry.expression }),
  };
}
