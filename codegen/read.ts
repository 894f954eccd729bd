import type { AllowedOperation, ArgumentEntry, ToolsetEntry } from "./allowlist/types.js";
import { answerOnlyFields } from "./answer-only.js";
import type { Document, Schema } from "./contract/openapi.js";
import type {
  ArgumentModel,
  BodyModel,
  Model,
  OperationModel,
  ParameterModel,
  ToolKind,
  ToolModel,
} from "./model.js";
import { OperationReader } from "./operation.js";
import { ownArguments } from "./own-arguments.js";
import { CodegenError } from "./problems.js";
import { isOlder } from "./release.js";
import { SchemaReader } from "./schema.js";
import { checkPath } from "./view.js";

/** Finds the line of the allowlist that a message is about. */
export type Locate = (toolset: string, text: string, nth?: number) => string;

/**
 * Contract + allowlist -> model.
 * @throws CodegenError with every problem found, each with the line to mend
 */
export function readModel(contract: Document, allowlist: readonly ToolsetEntry[], locate: Locate): Model {
  const reader = new ToolReader(contract, locate);
  const toolsets = allowlist.map((entry) => {
    const tools = entry.operations.flatMap((operation) => reader.tool(entry.toolset, operation));
    return { name: entry.toolset, tools, operations: [...new Set(tools.flatMap(calledBy))] };
  });
  if (reader.problems.length > 0) throw new CodegenError(reader.problems);
  return { toolsets, requestSchemas: reader.requests.named, scopes: reader.scopes };
}

class ToolReader {
  readonly problems: string[] = [];
  readonly scopes: ReadonlySet<string>;
  readonly requests: SchemaReader;
  readonly #answers: SchemaReader;
  readonly #operations: OperationReader;
  readonly #locate: Locate;
  readonly #version: string;

  constructor(contract: Document, locate: Locate) {
    const schemas: Readonly<Record<string, Schema>> = contract.components.schemas;
    this.requests = new SchemaReader(schemas);
    this.#answers = new SchemaReader(schemas);
    this.#operations = new OperationReader(contract, this.requests, this.#answers);
    this.#locate = locate;
    this.#version = contract.info.version;
    this.scopes = this.#operations.knownScopes;
  }

  /** The tool of one allowlist entry; empty, with a problem noted, where it cannot be read. */
  tool(toolset: string, entry: AllowedOperation): ToolModel[] {
    const source = this.#locate(toolset, `tool: "${entry.tool}"`);
    const report = (text: string) => this.problems.push(`${source}: ${entry.tool}: ${text}`);
    const operation = this.#operations.find(entry.operationId, entry.formerly);
    if (!operation) {
      const line = this.#locate(toolset, `operationId: "${entry.operationId}"`);
      this.problems.push(`${line}: ${entry.tool}: the contract has no operation ${entry.operationId}`);
      return [];
    }
    const kind = kindOf(operation, entry);
    const body = entry.body && this.#body(operation, entry, report);
    const requires = entry.requires && {
      ...entry.requires,
      operation: this.#operations.find(entry.requires.read),
    };
    if (requires && !requires.operation)
      report(`requires.read: the contract has no operation ${requires.read}`);
    this.#checkView(operation, entry, kind, report);
    const tool: ToolModel = {
      name: entry.tool,
      title: entry.title,
      description: entry.description,
      toolset,
      safety: entry.safety,
      kind,
      scopes: this.#scopes(operation, body, requires?.operation),
      annotations: {
        readOnlyHint: entry.safety === "read",
        destructiveHint: entry.safety === "destructive",
        idempotentHint: operation.method !== "post" && operation.method !== "patch",
        // The org's objects are shared with other administrators and hold texts written by its users.
        openWorldHint: true,
      },
      operation,
      arguments: this.#arguments(operation, entry, kind, body, report),
      fixed: fixedParameters(operation, entry, report),
      source,
    };
    if (entry.view) tool.view = entry.view;
    if (entry.timeWindow) {
      const needed = ["since", "until", "sortOrder"].filter((name) => !(name in (entry.arguments ?? {})));
      if (needed.length > 0) report(`timeWindow: needs the arguments ${needed.join(", ")}`);
      tool.timeWindow = true;
    }
    if (body) tool.body = body;
    if (requires?.operation) tool.requires = { ...requires, operation: requires.operation };
    return [tool];
  }

  #body(operation: OperationModel, { body }: AllowedOperation, report: Report): BodyModel | undefined {
    if (!body || !operation.request) {
      report(`${operation.id} takes no body`);
      return undefined;
    }
    const model: BodyModel = { argument: body.argument, node: operation.request, show: body.show };
    for (const path of body.show) {
      const problem = checkPath(operation.request, path, this.requests);
      if (problem) report(`body.show: ${problem}`);
    }
    if (body.mode !== "replace") return model;
    const read = body.read === undefined ? undefined : this.#operations.find(body.read);
    if (!read?.response) {
      report("body.read: a body that replaces needs the operation that reads the object");
      return model;
    }
    const sides = { answers: this.#answers, requests: this.requests };
    return { ...model, read, answerOnly: answerOnlyFields(read.response, operation.request, sides) };
  }

  #checkView({ response }: OperationModel, { view }: AllowedOperation, kind: ToolKind, report: Report): void {
    if (!response) {
      if (view) report("view: Okta answers no object here");
      return;
    }
    if (!view) {
      report("view is missing: name the fields of the summary");
      return;
    }
    const shape = this.#answers.resolve(response);
    const item = kind === "list" && shape.kind === "array" ? shape.items : shape;
    for (const path of view) {
      const problem = checkPath(item, path, this.#answers);
      if (problem) report(`view: ${problem}`);
    }
  }

  /** What the token must be granted: the operation's scopes and those of every operation called on the way. */
  #scopes(operation: OperationModel, body?: BodyModel, required?: OperationModel): string[] {
    const all = new Set([operation, body?.read, required].flatMap((called) => called?.scopes ?? []));
    // Okta's `manage` scopes include `read` of the same resource.
    return [...all]
      .filter((scope) => !(scope.endsWith(".read") && all.has(scope.replace(/read$/, "manage"))))
      .sort();
  }

  #arguments(
    operation: OperationModel,
    entry: AllowedOperation,
    kind: ToolKind,
    body: BodyModel | undefined,
    report: Report,
  ): ArgumentModel[] {
    const named = new Set(Object.keys(entry.fixed ?? {}));
    const all = Object.entries(entry.arguments ?? {}).flatMap(([name, words]) => {
      const given = typeof words === "string" ? { words } : words;
      const parameter = [name, ...(given.formerly ?? [])]
        .map((known) => operation.parameters.find((candidate) => candidate.name === known))
        .find((found) => found !== undefined);
      if (parameter) named.add(parameter.name);
      else if (!isOlder(this.#version, given.since))
        report(`arguments: ${operation.id} has no parameter ${name}`);
      return parameter ? [parameterArgument(parameter, given)] : [];
    });
    for (const { name, required } of operation.parameters) {
      if (required && !named.has(name)) report(`arguments: the required parameter ${name} is missing`);
    }
    if (body && entry.body) {
      const role = { kind: "body" } as const;
      all.push({ name: body.argument, words: entry.body.words, required: true, role, node: body.node });
    }
    return [
      ...all.filter(({ required }) => required),
      ...all.filter(({ required }) => !required),
      ...ownArguments(kind, entry),
    ];
  }
}

type Report = (text: string) => void;

/** The operation of a tool, and those it calls on the way. */
function calledBy({ operation, body, requires }: ToolModel): OperationModel[] {
  return [operation, body?.read, requires?.operation].filter((called) => called !== undefined);
}

function kindOf(operation: OperationModel, { body }: AllowedOperation): ToolKind {
  if (body) return body.mode;
  if (operation.method !== "get") return "action";
  return operation.response?.kind === "array" ? "list" : "read";
}

function parameterArgument(parameter: ParameterModel, entry: ArgumentEntry): ArgumentModel {
  const name = entry.name ?? snakeCase(parameter.name);
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
  };
}

function fixedParameters(
  operation: OperationModel,
  { fixed }: AllowedOperation,
  report: Report,
): ToolModel["fixed"] {
  return Object.entries(fixed ?? {}).flatMap(([name, value]) => {
    const parameter = operation.parameters.find((candidate) => candidate.name === name);
    if (!parameter) report(`fixed: ${operation.id} has no parameter ${name}`);
    return parameter ? [{ parameter, value }] : [];
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
